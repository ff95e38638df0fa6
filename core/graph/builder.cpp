#include "core/graph/builder.h"

#include <cmath>

namespace secateur {

namespace {

/// Without parameters, of no block yet.
Node newNode(const std::string& name, Op op, std::vector<NodeId> inputs,
             const std::string& role = "") {
    Node node;
    node.name = name;
    node.op = std::move(op);
    node.inputs = std::move(inputs);
    node.role = role;
    return node;
}

}  // namespace

GraphBuilder::GraphBuilder(const ModelSpec& spec, Seed seed, const std::string& block)
    : m_block(block), m_random(seed) {
    m_graph.spec = spec;
    append(newNode("input", Input{spec.channels, spec.height, spec.width}, {}), spec.channels);
}

void GraphBuilder::beginBlock(const std::string& block) {
    m_block = block;
}

NodeId GraphBuilder::append(Node node, int64_t channels) {
    node.block = m_block;
    const NodeId id = m_graph.add(std::move(node));
    m_channels.push_back(channels);
    return id;
}

at::Tensor GraphBuilder::uniform(at::IntArrayRef shape, double bound) {
    if (!m_random) {
        return at::zeros({}, at::kFloat).expand(shape);
    }
    at::Tensor values = at::empty(shape, at::kFloat);
    float* out = values.data_ptr<float>();
    for (int64_t i = 0; i < values.numel(); ++i) {
        out[i] = static_cast<float>((2.0 * m_random->uniform() - 1.0) * bound);
    }
    return values;
}

NodeId GraphBuilder::conv(const std::string& name, NodeId from, int64_t outChannels, int64_t kernel,
                          int64_t stride, int64_t groups, const std::string& role, bool bias) {
    const int64_t in = channelsOf(from);
    const int64_t pad = kernel / 2;
    Conv2d op{in, outChannels, {kernel, kernel}, {stride, stride}, {pad, pad}, groups, bias, {}};
    const double bound = 1.0 / std::sqrt(static_cast<double>(in / groups * kernel * kernel));
    Node node = newNode(name, op, {from}, role);
    node.parameters.push_back(
        {"weight", uniform({outChannels, in / groups, kernel, kernel}, bound), true});
    if (bias) {
        node.parameters.push_back({"bias", uniform({outChannels}, bound), true});
    }
    return append(std::move(node), outChannels);
}

NodeId GraphBuilder::batchNorm(const std::string& name, NodeId from) {
    const int64_t channels = channelsOf(from);
    Node node = newNode(name, BatchNorm2d{channels, 1e-5, 0.1}, {from});
    node.parameters = {
        {"weight", at::ones({channels}), true},
        {"bias", at::zeros({channels}), true},
        {"running_mean", at::zeros({channels}), false},
        {"running_var", at::ones({channels}), false},
        {"num_batches_tracked", at::zeros({}, at::kLong), false},
    };
    return append(std::move(node), channels);
}

NodeId GraphBuilder::activation(const std::string& name, NodeId from, ActivationKind kind) {
    return append(newNode(name, Activation{kind}, {from}), channelsOf(from));
}

NodeId GraphBuilder::add(const std::string& name, NodeId a, NodeId b) {
    return append(newNode(name, Add{}, {a, b}), channelsOf(a));
}

NodeId GraphBuilder::multiply(const std::string& name, NodeId a, NodeId gate) {
    return append(newNode(name, Multiply{}, {a, gate}), channelsOf(a));
}

NodeId GraphBuilder::concat(const std::string& name, const std::vector<NodeId>& from) {
    int64_t channels = 0;
    for (const NodeId id : from) {
        channels += channelsOf(id);
    }
    return append(newNode(name, Concat{}, from), channels);
}

NodeId GraphBuilder::maxPool(const std::string& name, NodeId from, int64_t kernel, int64_t stride,
                             int64_t padding) {
    const MaxPool2d op{{kernel, kernel}, {stride, stride}, {padding, padding}};
    return append(newNode(name, op, {from}), channelsOf(from));
}

NodeId GraphBuilder::avgPool(const std::string& name, NodeId from, int64_t kernel, int64_t stride) {
    const AvgPool2d op{{kernel, kernel}, {stride, stride}, {0, 0}};
    return append(newNode(name, op, {from}), channelsOf(from));
}

NodeId GraphBuilder::globalAvgPool(const std::string& name, NodeId from) {
    return append(newNode(name, GlobalAvgPool{}, {from}), channelsOf(from));
}

NodeId GraphBuilder::flatten(const std::string& name, NodeId from, int64_t pixels) {
    return append(newNode(name, Flatten{}, {from}), channelsOf(from) * pixels);
}

NodeId GraphBuilder::dropout(const std::string& name, NodeId from, double p) {
    return append(newNode(name, Dropout{p}, {from}), channelsOf(from));
}

NodeId GraphBuilder::linear(const std::string& name, NodeId from, int64_t outFeatures) {
    const int64_t in = channelsOf(from);
    const double bound = 1.0 / std::sqrt(static_cast<double>(in));
    Node node = newNode(name, Linear{in, outFeatures, true, {}}, {from});
    node.parameters = {{"weight", uniform({outFeatures, in}, bound), true},
                       {"bias", uniform({outFeatures}, bound), true}};
    return append(std::move(node), outFeatures);
}

}  // namespace secateur
