#include "tests/ui/model_view/sample_networks.h"

#include <array>

namespace secateur::test {

CostBuilder::CostBuilder(int64_t channels, int64_t side) {
    append("input", Input{channels, side, side}, {}, {channels, side, side});
}

NodeId CostBuilder::append(const std::string& name, Op op, std::vector<NodeId> inputs,
                           const FeatureShape& output, const std::string& role) {
    LayerCost layer;
    layer.node = static_cast<NodeId>(m_cost.layers.size());
    layer.name = name;
    layer.kind = opLabel(op);
    layer.op = std::move(op);
    layer.input = inputs.empty() ? output : at(inputs.front()).output;
    layer.inputs = std::move(inputs);
    layer.block = m_block;
    layer.role = role;
    layer.output = output;
    m_cost.layers.push_back(std::move(layer));
    return m_cost.layers.back().node;
}

NodeId CostBuilder::conv(const std::string& name, NodeId from, int64_t out, int64_t kernel,
                         int64_t stride, int64_t groups, const std::string& role) {
    const FeatureShape in = at(from).output;
    Conv2d op;
    op.inChannels = in[0];
    op.outChannels = out;
    op.kernel = {kernel, kernel};
    op.stride = {stride, stride};
    op.padding = {kernel / 2, kernel / 2};
    op.groups = groups;
    const FeatureShape shape{out, (in[1] + stride - 1) / stride, (in[2] + stride - 1) / stride};
    const NodeId id = append(name, op, {from}, shape, role);
    at(id).weights = at(id).parameters = out * in[0] / groups * kernel * kernel;
    at(id).macs = at(id).weights * shape[1] * shape[2];
    return id;
}

NodeId CostBuilder::norm(const std::string& name, NodeId from) {
    const NodeId id = append(name, BatchNorm2d{at(from).output[0]}, {from}, at(from).output);
    at(id).parameters = 2 * at(from).output[0];
    return id;
}

NodeId CostBuilder::activation(const std::string& name, NodeId from, ActivationKind kind) {
    return append(name, Activation{kind}, {from}, at(from).output);
}

NodeId CostBuilder::unit(const std::string& name, NodeId from, int64_t out, int64_t kernel,
                         int64_t stride, int64_t groups, const std::string& role) {
    return activation(name + ".act",
                      norm(name + ".bn", conv(name, from, out, kernel, stride, groups, role)));
}

NodeId CostBuilder::linear(const std::string& name, NodeId from, int64_t out) {
    const FeatureShape in = at(from).output;
    const NodeId id = append(name, Linear{in[0], out, true, std::nullopt}, {from}, {out, 1, 1});
    at(id).weights = at(id).macs = in[0] * out;
    at(id).parameters = at(id).weights + out;
    return id;
}

NodeId CostBuilder::add(const std::string& name, NodeId a, NodeId b) {
    return append(name, Add{}, {a, b}, at(a).output);
}

NodeId CostBuilder::multiply(const std::string& name, NodeId a, NodeId b) {
    const bool first = at(a).output[1] >= at(b).output[1];
    return append(name, Multiply{}, {a, b}, first ? at(a).output : at(b).output);
}

NodeId CostBuilder::concat(const std::string& name, std::vector<NodeId> inputs) {
    FeatureShape shape = at(inputs.front()).output;
    shape[0] = 0;
    for (const NodeId input : inputs) {
        shape[0] += at(input).output[0];
    }
    return append(name, Concat{}, std::move(inputs), shape);
}

NodeId CostBuilder::maxPool(const std::string& name, NodeId from) {
    const FeatureShape in = at(from).output;
    return append(name, MaxPool2d{}, {from}, {in[0], in[1] / 2, in[2] / 2});
}

NodeId CostBuilder::globalPool(const std::string& name, NodeId from) {
    return append(name, GlobalAvgPool{}, {from}, {at(from).output[0], 1, 1});
}

NodeId CostBuilder::flatten(const std::string& name, NodeId from) {
    const FeatureShape in = at(from).output;
    return append(name, Flatten{}, {from}, {in[0] * in[1] * in[2], 1, 1});
}

void CostBuilder::setZeros(NodeId layer, int64_t zeros) {
    at(layer).zeros = zeros;
}

std::shared_ptr<const GraphCost> CostBuilder::finish() {
    for (const LayerCost& layer : m_cost.layers) {
        m_cost.parameters += layer.parameters;
        m_cost.weights += layer.weights;
        m_cost.zeros += layer.zeros;
        m_cost.macs += layer.macs;
    }
    return std::make_shared<const GraphCost>(std::move(m_cost));
}

std::shared_ptr<const GraphCost> vgg16() {
    CostBuilder b(3, 32);
    NodeId x = 0;
    int stage = 0;
    int index = 0;
    for (const auto& [width, count] :
         std::array<std::pair<int, int>, 5>{{{64, 2}, {128, 2}, {256, 3}, {512, 3}, {512, 3}}}) {
        b.beginBlock("stage " + std::to_string(++stage));
        for (int i = 0; i < count; ++i, ++index) {
            x = b.unit("features." + std::to_string(index), x, width, 3);
        }
        x = b.maxPool("pool" + std::to_string(stage), x);
    }
    b.beginBlock("classifier");
    x = b.flatten("flatten", x);
    x = b.activation("relu6", b.linear("fc6", x, 4096));
    x = b.activation("relu7", b.linear("fc7", x, 4096));
    b.linear("fc8", x, 10);
    return b.finish();
}

std::shared_ptr<const GraphCost> resnet18() {
    CostBuilder b(3, 32);
    NodeId x = b.unit("conv1", 0, 64, 3);
    int64_t width = 64;
    for (int stage = 1; stage <= 4; ++stage, width *= 2) {
        for (int i = 0; i < 2; ++i) {
            const std::string name = "layer" + std::to_string(stage) + "." + std::to_string(i);
            b.beginBlock(name);
            const int64_t stride = stage > 1 && i == 0 ? 2 : 1;
            NodeId y = b.unit(name + ".conv1", x, width, 3, stride);
            y = b.norm(name + ".bn2", b.conv(name + ".conv2", y, width, 3));
            if (stride == 2) {
                x = b.norm(name + ".shortcut.1",
                           b.conv(name + ".shortcut.0", x, width, 1, 2, 1, "shortcut"));
            }
            x = b.activation(name + ".relu", b.add(name + ".add", y, x));
        }
    }
    b.beginBlock("head");
    b.linear("fc", b.flatten("flatten", b.globalPool("pool", x)), 10);
    return b.finish();
}

std::shared_ptr<const GraphCost> denseNet() {
    CostBuilder b(3, 32);
    NodeId x = b.unit("conv0", 0, 64, 3);
    for (int block = 1; block <= 2; ++block) {
        const std::string prefix = "dense" + std::to_string(block);
        b.beginBlock("dense block " + std::to_string(block));
        for (int i = 1; i <= 4; ++i) {
            const std::string name = prefix + ".layer" + std::to_string(i);
            NodeId y = b.activation(name + ".relu1", b.norm(name + ".norm1", x));
            y = b.unit(name + ".conv1", y, 128, 1);
            y = b.conv(name + ".conv2", y, 32, 3);
            x = b.concat(name + ".concat", {x, y});
        }
        b.beginBlock("transition " + std::to_string(block));
        const std::string name = "transition" + std::to_string(block);
        x = b.conv(name + ".conv", b.activation(name + ".relu", b.norm(name + ".norm", x)), 96, 1);
        x = b.maxPool(name + ".pool", x);
    }
    b.beginBlock("head");
    b.linear("classifier", b.flatten("flatten", b.globalPool("pool", x)), 10);
    return b.finish();
}

std::shared_ptr<const GraphCost> squeezeExcitation() {
    CostBuilder b(3, 32);
    NodeId x = b.unit("stem.conv", 0, 32, 3, 2);
    int64_t in = 32;
    for (int i = 1; i <= 6; ++i) {
        const std::string name = "mb" + std::to_string(i);
        b.beginBlock("block " + std::to_string(i));
        const int64_t out = i % 2 == 1 ? in + 16 : in;
        NodeId y = b.unit(name + ".expand", x, in * 4, 1, 1, 1, "expand");
        y = b.unit(name + ".dw", y, in * 4, 3, i == 3 ? 2 : 1, in * 4, "depthwise");
        NodeId gate = b.globalPool(name + ".se.pool", y);
        gate = b.activation(name + ".se.silu", b.conv(name + ".se.reduce", gate, in / 4, 1),
                            ActivationKind::Silu);
        gate = b.activation(name + ".se.gate", b.conv(name + ".se.expand", gate, in * 4, 1),
                            ActivationKind::Sigmoid);
        y = b.multiply(name + ".se.scale", gate, y);
        y = b.norm(name + ".project.bn", b.conv(name + ".project", y, out, 1, 1, 1, "project"));
        x = out == in ? b.add(name + ".add", y, x) : y;
        in = out;
    }
    b.beginBlock("head");
    b.linear("fc", b.flatten("flatten", b.globalPool("pool", x)), 10);
    return b.finish();
}

std::shared_ptr<const GraphCost> manyBranches() {
    CostBuilder b(3, 32);
    const NodeId stem = b.unit("stem.conv", 0, 64, 3, 2);
    b.beginBlock("mixed 1");
    const NodeId one = b.unit("mixed.b1", stem, 64, 1);
    const NodeId three = b.unit("mixed.b2b", b.unit("mixed.b2a", stem, 48, 1), 64, 3);
    const NodeId twice =
        b.unit("mixed.b3c", b.unit("mixed.b3b", b.unit("mixed.b3a", stem, 32, 1), 48, 3), 48, 3);
    const NodeId pooled = b.conv("mixed.b4", stem, 32, 1, 1, 4);
    const NodeId mixed = b.concat("mixed.concat", {one, three, twice, pooled});
    b.beginBlock("side output");
    const NodeId side = b.unit("side.conv", mixed, 32, 3);
    b.beginBlock("fuse");
    const NodeId reduced = b.unit("fuse.conv", mixed, 64, 1);
    const NodeId sum = b.add("fuse.add", reduced, stem);
    b.concat("fuse.concat", {sum, side});
    return b.finish();
}

}  // namespace secateur::test
