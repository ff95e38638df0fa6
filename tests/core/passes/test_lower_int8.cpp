#include "core/passes/lower_int8.h"

#include "core/base/error.h"
#include "core/graph/builder.h"
#include "tests/support/catch.h"

namespace secateur::test {

namespace {

/// A 1x1 convolution of 4 channels to 3, whose weights are multiples of easy scales.
Graph convolution() {
    GraphBuilder builder({"small", 4, 3, 1, 1, ""}, 1);
    const NodeId id = builder.conv("conv", builder.input(), 3, 1, 1, 1, "", true);
    Graph graph = builder.finish();
    graph.node(id).setParameter("weight", at::tensor({63.5F, -31.5F, 0.0F, 0.5F,  //
                                                      -254.0F, 4.0F, 0.0F, 3.2F,  //
                                                      0.0F, 0.0F, 0.0F, 0.0F})
                                              .view({3, 4, 1, 1}));
    return graph;
}

std::vector<int> integers(const at::Tensor& quantized) {
    const at::Tensor values = quantized.int_repr().contiguous().view(-1);
    const auto* first = values.data_ptr<int8_t>();
    return {first, first + values.numel()};
}

}  // namespace

TEST_CASE("weights become symmetric int8 with a scale for every output channel") {
    Graph graph = convolution();
    graph.node(1).setParameter("bias", at::zeros({3}));
    const Graph lowered = lowerInt8(graph, {{0.5, 3, 0, 127}, {0.25, 64, 0, 255}});
    const at::Tensor weight = lowered.node(1).parameter("weight");
    REQUIRE(weight.scalar_type() == at::kQInt8);
    REQUIRE(weight.sizes() == at::IntArrayRef{3, 4, 1, 1});
    CHECK(weight.q_per_channel_axis() == 0);
    // 63.5 / 127, 254 / 127, and 2^-24 for the channel of zeros with no bias.
    CHECK(
        weight.q_per_channel_scales().equal(at::tensor({0.5, 2.0, 1.0 / 16'777'216}, at::kDouble)));
    CHECK(weight.q_per_channel_zero_points().equal(at::zeros({3}, at::kLong)));
    // 3.2 / 2 = 1.6, rounded to 2.
    CHECK(integers(weight) == std::vector<int>{127, -63, 0, 1, -127, 2, 0, 2, 0, 0, 0, 0});
}

TEST_CASE("lowering gives every node its parameters and leaves the given graph alone") {
    const Graph graph = convolution();
    const std::vector<QuantParams> params{{0.5, 3, 0, 127}, {0.25, 64, 0, 255}};
    const Graph lowered = lowerInt8(graph, params);
    CHECK(lowered.quantized());
    CHECK(lowered.node(0).quant == params[0]);
    CHECK(lowered.node(1).quant == params[1]);
    CHECK_FALSE(graph.quantized());
    CHECK(graph.node(1).parameter("weight").scalar_type() == at::kFloat);
}

TEST_CASE("biases become int32 in steps of the input's scale times the weight's") {
    Graph graph = convolution();
    graph.node(1).setParameter("bias", at::tensor({0.63F, -2.5F, -1.5F}));
    const Graph lowered = lowerInt8(graph, {{0.5, 3, 0, 127}, {0.25, 64, 0, 255}});
    const at::Tensor bias = lowered.node(1).parameter("bias");
    REQUIRE(bias.scalar_type() == at::kQInt32);
    // Steps of 0.5 * 0.5 and 0.5 * 2; 2.5 lies in the middle and goes to the even one. The third
    // channel has no weights: its steps are 2^-20 of its bias, and its scale 1.5 / 2^20 / 0.5.
    CHECK(bias.q_per_channel_scales().equal(at::tensor({0.25, 1.0, 1.5 / 1'048'576}, at::kDouble)));
    CHECK(bias.int_repr().equal(at::tensor({3, -2, -1'048'576}, at::kInt)));
    CHECK(bias.dequantize().equal(at::tensor({0.75F, -2.0F, -1.5F})));
    const at::Tensor weight = lowered.node(1).parameter("weight");
    CHECK(
        weight.q_per_channel_scales().equal(at::tensor({0.5, 2.0, 3.0 / 1'048'576}, at::kDouble)));
    CHECK(weight.int_repr()[2].count_nonzero().item<int64_t>() == 0);

    SECTION("with one scale for the weight, one for the bias") {
        const Graph single =
            lowerInt8(graph, {{0.5, 3, 0, 127}, {0.25, 64, 0, 255}}, [](const Node& node) {
                return quantizedWeight(node.parameter("weight"),
                                       tensorScale(node.parameter("weight")));
            });
        CHECK(single.node(1).parameter("bias").q_scale() == 1.0);  // 0.5 * 254 / 127
    }
    SECTION("a weight of zeros has one scale, by the largest bias") {
        graph.node(1).setParameter("weight", at::zeros({3, 4, 1, 1}));
        const Graph silent =
            lowerInt8(graph, {{0.5, 3, 0, 127}, {0.25, 64, 0, 255}}, [](const Node& node) {
                return quantizedWeight(node.parameter("weight"),
                                       tensorScale(node.parameter("weight")));
            });
        CHECK(silent.node(1).parameter("weight").q_scale() == 5.0 / 1'048'576);
        const at::Tensor fitted = silent.node(1).parameter("bias");
        CHECK(fitted.int_repr()[1].item<int>() == -1'048'576);
        CHECK(fitted.dequantize()[1].item<float>() == -2.5F);
        CHECK(fitted.dequantize()[0].item<float>() == Approx(0.63).margin(2.5 / 2'097'152));
    }
    SECTION("one that 32 bits do not hold stays float, and so does that of a float weight") {
        const std::vector<QuantParams> fine{{1e-10, 3, 0, 127}, {0.25, 64, 0, 255}};
        CHECK(lowerInt8(graph, fine)
                  .node(1)
                  .parameter("bias")
                  .equal(graph.node(1).parameter("bias")));
        const Graph kept = lowerInt8(graph, {{0.5, 3, 0, 127}, {0.25, 64, 0, 255}},
                                     [](const Node&) { return at::Tensor(); });
        CHECK(kept.node(1).parameter("bias").equal(graph.node(1).parameter("bias")));
        CHECK_FALSE(kept.node(1).hasIntegerWeight());
    }
}

TEST_CASE("pruned weights stay exactly zero in int8") {
    GraphBuilder builder({"small", 8, 3, 4, 4, ""}, 7);
    builder.conv("conv", builder.input(), 16, 3);
    Graph graph = builder.finish();
    const at::Tensor weight = graph.node(1).parameter("weight");
    const at::Tensor mask = weight.abs() < 0.05;
    graph.node(1).setParameter("weight", weight.masked_fill(mask, 0));
    const Graph lowered = lowerInt8(graph, {QuantParams{}, QuantParams{}});
    const at::Tensor values = lowered.node(1).parameter("weight");
    CHECK(mask.sum().item<int64_t>() > 0);
    CHECK(values.int_repr().masked_select(mask).abs().sum().item<int64_t>() == 0);
    CHECK(values.dequantize().masked_select(mask).equal(at::zeros({mask.sum().item<int64_t>()})));
}

TEST_CASE("lowering wants parameters for every node") {
    CHECK_THROWS_AS(lowerInt8(convolution(), {QuantParams{}}), Error);
}

}  // namespace secateur::test
