#include "core/passes/settle_int8.h"

#include "core/graph/quantized_tensor.h"
#include "tests/support/catch.h"

using namespace secateur;

namespace {

const QuantParams kImages{0.5, 10, 0, 255};
const QuantParams kSteps{0.1, 20, 0, 200};

NodeId append(Graph& graph, const std::string& name, Op op, std::vector<NodeId> inputs,
              std::optional<QuantParams> quant, std::vector<Parameter> parameters = {}) {
    Node node{name, std::move(op), std::move(inputs), std::move(parameters), "", "", quant};
    return graph.add(std::move(node));
}

/// images [1, 1, 1], a 1x1 convolution to two channels.
Graph layer(std::optional<QuantParams> images, std::optional<QuantParams> output,
            const at::Tensor& biasScales) {
    Graph graph;
    append(graph, "input", Input{1, 1, 1}, {}, images);
    Conv2d conv;
    conv.inChannels = 1;
    conv.outChannels = 2;
    conv.bias = true;
    const at::Tensor weight = at::tensor({3, -4}, at::kChar).view({2, 1, 1, 1});
    append(graph, "conv", conv, {0}, output,
           {{"weight", quantizedTensor(weight, at::tensor({0.25, 2.0}, at::kDouble))},
            {"bias", quantizedTensor(at::tensor({7, -9}, at::kInt), biasScales)}});
    return graph;
}

const at::Tensor& biasOf(const Graph& graph) {
    return graph.node(1).parameter("bias");
}

}  // namespace

TEST_CASE("a bias in the steps of its sums keeps its integers, another becomes real") {
    const Graph same =
        settleInt8(layer(kImages, kSteps, at::tensor({0.125 * (1 + 1e-8), 1.0}, at::kDouble)));
    REQUIRE(biasOf(same).is_quantized());
    CHECK(biasOf(same).int_repr().equal(at::tensor({7, -9}, at::kInt)));
    CHECK(storedScales(biasOf(same)).equal(at::tensor({0.125, 1.0}, at::kDouble)));

    const Graph other = settleInt8(layer(kImages, kSteps, at::tensor({0.5, 1.0}, at::kDouble)));
    REQUIRE_FALSE(biasOf(other).is_quantized());
    CHECK(biasOf(other).equal(at::tensor({3.5F, -9.0F})));
    CHECK(other.node(1).hasIntegerWeight());
}

TEST_CASE("a layer that reads real numbers has real weights") {
    const Graph graph = settleInt8(layer({}, kSteps, at::tensor({0.125, 1.0}, at::kDouble)));
    CHECK(graph.node(1).parameter("weight").flatten().equal(at::tensor({0.75F, -8.0F})));
    CHECK(biasOf(graph).equal(at::tensor({0.875F, -9.0F})));
    CHECK(graph.node(1).quant == kSteps);
}

TEST_CASE("rectifiers of integers are narrower ranges of them") {
    const at::Tensor scales = at::tensor({0.125, 1.0}, at::kDouble);
    const auto rectified = [&](std::optional<QuantParams> before, ActivationKind kind,
                               std::optional<QuantParams> after) {
        Graph graph = layer(kImages, before, scales);
        append(graph, "act", Activation{kind}, {1}, after);
        return settleInt8(graph);
    };
    // 6 is 60 steps above the zero point.
    const Graph six = rectified(kSteps, ActivationKind::Relu6, kSteps);
    REQUIRE(six.size() == 2);
    CHECK(six.node(1).quant == QuantParams{0.1, 20, 20, 80});
    const Graph relu = rectified(kSteps, ActivationKind::Relu, kSteps);
    CHECK(relu.node(1).quant == QuantParams{0.1, 20, 20, 200});

    // Nothing rounds between the two: they are one layer, which rounds once.
    const Graph fused = rectified({}, ActivationKind::Relu, kSteps);
    REQUIRE(fused.size() == 2);
    CHECK(std::get<Conv2d>(fused.node(1).op).fused == ActivationKind::Relu);
    CHECK(fused.node(1).quant == kSteps);

    // Rounded twice, in different steps.
    const Graph apart = rectified(kSteps, ActivationKind::Relu, QuantParams{0.2, 0, 0, 255});
    CHECK(apart.size() == 3);
}

TEST_CASE("what moves integers gives integers, what averages them gives real numbers") {
    const at::Tensor scales = at::tensor({0.125, 1.0}, at::kDouble);
    Graph graph = layer(kImages, kSteps, scales);
    append(graph, "pool", MaxPool2d{{1, 1}, {1, 1}, {0, 0}}, {1}, {});
    append(graph, "wider", SelectChannels{{0, 1}}, {1}, QuantParams{0.1, 20, 0, 255});
    append(graph, "both", Concat{}, {2, 3}, {});
    append(graph, "mean", GlobalAvgPool{}, {4}, {});
    append(graph, "flat", Flatten{}, {5}, {});
    const Graph settled = settleInt8(graph);
    CHECK(settled.node(2).quant == kSteps);
    CHECK(settled.node(4).quant == QuantParams{0.1, 20, 0, 255});
    CHECK_FALSE(settled.node(5).quant);
    CHECK_FALSE(settled.node(6).quant);
}
