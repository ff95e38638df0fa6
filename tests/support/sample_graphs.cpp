#include "tests/support/sample_graphs.h"

#include <cfloat>

#include "core/io/graph_json.h"
#include "tests/support/io_support.h"

namespace secateur::test {

namespace {

at::Tensor values(at::IntArrayRef shape) {
    const int64_t count = c10::multiply_integers(shape);
    return (at::arange(count, at::kFloat) * 0.37 - 1.1).sin().reshape(shape);
}

NodeId append(Graph& graph, const std::string& name, Op op, std::vector<NodeId> inputs,
              std::vector<Parameter> parameters = {}) {
    Node node;
    node.name = name;
    node.op = std::move(op);
    node.inputs = std::move(inputs);
    node.parameters = std::move(parameters);
    node.block = name < "g" ? "stem" : "block 1";
    node.role = name == "conv1" ? "expand" : "";
    return graph.add(std::move(node));
}

Conv2d conv(int64_t in, int64_t out, int64_t kernel) {
    Conv2d op;
    op.inChannels = in;
    op.outChannels = out;
    op.kernel = {kernel, kernel};
    op.padding = {kernel / 2, kernel / 2};
    return op;
}

at::Tensor perChannel(at::IntArrayRef shape, const at::Tensor& scales,
                      const at::Tensor& zeroPoints) {
    const at::Tensor integers = (values(shape) * 120).round().to(at::kChar);
    return at::_make_per_channel_quantized_tensor(integers, scales, zeroPoints, 0);
}

}  // namespace

Graph everyOperation() {
    Graph graph;
    graph.spec = {"sample", 2, 3, 8, 8, "relu6"};
    append(graph, "input", Input{2, 8, 8}, {});
    Conv2d first = conv(2, 4, 3);
    first.bias = true;
    first.fused = ActivationKind::Relu6;
    append(graph, "conv1", first, {0}, {{"weight", values({4, 2, 3, 3})}, {"bias", values({4})}});
    append(graph, "bn1", BatchNorm2d{4, 1e-3, 0.01}, {1},
           {{"weight", values({4})},
            {"bias", values({4})},
            {"running_mean", values({4}), false},
            {"running_var", values({4}).abs() + 0.1, false},
            {"num_batches_tracked", at::full({}, 12, at::kLong), false}});
    append(graph, "silu", Activation{ActivationKind::Silu}, {2});
    Conv2d depthwise = conv(4, 4, 3);
    depthwise.groups = 4;
    depthwise.dilation = {2, 2};
    depthwise.padding = {2, 2};
    append(graph, "dw", depthwise, {3}, {{"weight", values({4, 1, 3, 3})}});
    append(graph, "sum", Add{ActivationKind::Relu}, {3, 4});
    append(graph, "gate", GlobalAvgPool{}, {5});
    append(graph, "scaled", Multiply{}, {5, 6});
    append(graph, "joined", Concat{}, {7, 4});
    append(graph, "shuffled", SelectChannels{{0, 2, 4, 6, 1, 3, 5, 7}}, {8});
    append(graph, "affine", ChannelAffine{8}, {9},
           {{"weight", values({8})}, {"bias", values({8})}});
    append(graph, "norm", LayerNorm2d{8, 1e-4}, {10},
           {{"weight", values({8})}, {"bias", values({8})}});
    append(graph, "leaky", Activation{ActivationKind::LeakyRelu, 0.2}, {11});
    append(graph, "max", MaxPool2d{{2, 2}, {2, 2}, {0, 0}, true}, {12});
    append(graph, "avg", AvgPool2d{{2, 2}, {1, 2}, {1, 0}, false, false}, {13});
    append(graph, "padded", Pad2d{{0, 1, 0, 0}, 0.5}, {14});
    append(graph, "larger", Upsample2d{{1, 2}}, {15});
    append(graph, "clipped", Activation{ActivationKind::Clip, 0.01, -0.5, FLT_MAX}, {16});
    append(graph, "flat", Flatten{}, {17});
    append(graph, "drop", Dropout{0.2}, {18});
    Linear last;
    last.inFeatures = 8 * 5 * 6;
    last.outFeatures = 3;
    last.fused = ActivationKind::Sigmoid;
    append(graph, "linear", last, {19}, {{"weight", values({3, 240})}, {"bias", values({3})}});
    return graph;
}

Graph quantizedGraph(bool exactInFloat) {
    Graph graph;
    graph.spec = {"sample", 2, 3, 1, 1, ""};
    append(graph, "input", Input{2, 1, 1}, {});
    Conv2d first = conv(2, 4, 1);
    first.bias = true;
    first.fused = ActivationKind::Relu;
    at::Tensor scales = at::tensor({0.1, 0.003, 0.7, 1e-9}, at::kDouble);
    if (exactInFloat) {
        scales = scales.to(at::kFloat).to(at::kDouble);
    }
    const at::Tensor zeroPoints =
        exactInFloat ? at::zeros({4}, at::kLong) : at::tensor({0, -5, 100, 0}, at::kLong);
    const at::Tensor bias = at::_make_per_channel_quantized_tensor(
        at::tensor({70000, -3, 0, 1 << 30}, at::kInt), scales * 0.25, at::zeros({4}, at::kLong), 0);
    append(graph, "conv1", first, {0},
           {{"weight", perChannel({4, 2, 1, 1}, scales, zeroPoints)}, {"bias", bias}});
    append(graph, "flat", Flatten{}, {1});
    Linear last;
    last.inFeatures = 4;
    last.outFeatures = 3;
    last.bias = false;
    const at::Tensor integers = (values({3, 4}) * 127).round().to(at::kChar);
    append(
        graph, "linear", last, {2},
        {{"weight", at::_make_per_tensor_quantized_tensor(integers, 0.1, exactInFloat ? 0 : 3)}});
    for (NodeId id = 0; id < graph.size(); ++id) {
        graph.node(id).quant = QuantParams{0.1 / (id + 3), 17 * id, 0, id == 1 ? 127 : 255};
    }
    return graph;
}

void checkSameGraph(const Graph& a, const Graph& b) {
    CHECK(graphToJson(a) == graphToJson(b));
    REQUIRE(a.size() == b.size());
    for (NodeId id = 0; id < a.size(); ++id) {
        CHECK(a.node(id).quant == b.node(id).quant);
        REQUIRE(a.node(id).parameters.size() == b.node(id).parameters.size());
        for (size_t i = 0; i < a.node(id).parameters.size(); ++i) {
            INFO(a.node(id).name << "." << a.node(id).parameters[i].slot);
            const at::Tensor& left = a.node(id).parameters[i].value;
            const at::Tensor& right = b.node(id).parameters[i].value;
            REQUIRE(left.is_quantized() == right.is_quantized());
            if (!left.is_quantized()) {
                CHECK(identical(left, right));
                continue;
            }
            REQUIRE(left.qscheme() == right.qscheme());
            CHECK(identical(left.int_repr(), right.int_repr()));
            if (left.qscheme() == at::kPerChannelAffine) {
                CHECK(identical(left.q_per_channel_scales(), right.q_per_channel_scales()));
                CHECK(
                    identical(left.q_per_channel_zero_points(), right.q_per_channel_zero_points()));
                CHECK(left.q_per_channel_axis() == right.q_per_channel_axis());
            } else {
                CHECK(left.q_scale() == right.q_scale());
                CHECK(left.q_zero_point() == right.q_zero_point());
            }
        }
    }
}

}  // namespace secateur::test
