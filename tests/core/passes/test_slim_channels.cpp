#include "core/passes/slim_channels.h"

#include "core/base/error.h"
#include "core/graph/cost.h"
#include "tests/support/catch.h"
#include "tests/support/hand_graph.h"
#include "tests/support/masked_channels.h"

namespace secateur::test {

namespace {

/// The removal of expand's channels 1 and 6, and of the residual's channel 3, by hand.
ChannelRemoval byHand(const Graph& graph) {
    ChannelRemoval removal;
    const auto at = [&](const std::string& name) -> RemovedChannels& {
        return removal[graph.require(name)];
    };
    at("stem").outputs = at("stem.bn").outputs = {3};
    at("expand") = {{1, 6}, {3}};
    at("expand.bn").outputs = at("dw").outputs = at("dw.bn").outputs = {1, 6};
    at("project") = {{3}, {1, 6}};
    at("project.bn").outputs = {3};
    at("linear").inputs = {3};
    return removal;
}

}  // namespace

TEST_CASE("a slim network has smaller tensors of the same values", "[slim_channels]") {
    const Graph graph = invertedResidual();
    const Graph slim = slimChannels(graph, byHand(graph));
    REQUIRE(slim.size() == graph.size());
    const auto weight = [](const Graph& g, const std::string& name) {
        return g.node(g.require(name)).parameter("weight");
    };
    const at::Tensor rows = at::tensor({0, 2, 3, 4, 5, 7}, at::kLong);
    CHECK(weight(slim, "expand").equal(weight(graph, "expand").index({rows}).narrow(1, 0, 3)));
    CHECK(weight(slim, "dw").equal(weight(graph, "dw").index({rows})));
    CHECK(weight(slim, "dw.bn").equal(weight(graph, "dw.bn").index({rows})));
    CHECK(weight(slim, "project").sizes() == at::IntArrayRef({3, 6, 1, 1}));
    CHECK(weight(slim, "linear").equal(weight(graph, "linear").narrow(1, 0, 3)));
    const auto& dw = std::get<Conv2d>(slim.node(slim.require("dw")).op);
    CHECK(dw.groups == 6);
    CHECK(dw.inChannels == 6);
    CHECK(dw.outChannels == 6);
    CHECK(dw.depthwise());
    CHECK(std::get<BatchNorm2d>(slim.node(slim.require("expand.bn")).op).channels == 6);
    CHECK(std::get<Linear>(slim.node(slim.require("linear")).op).inFeatures == 3);
    // stem 3*3, expand 3*6, dw 6, project 6*3, each a BN of two vectors; linear 2*3+2.
    CHECK(computeCost(slim).parameters == 9 + 18 + 6 + 18 + 2 * (3 + 6 + 6 + 3) + 8);
    CHECK(weight(graph, "expand").size(0) == 8);  // what it was made from is as it was
}

TEST_CASE("a mask takes the columns of those that read, nothing else", "[slim_channels]") {
    const Graph graph = invertedResidual();
    const Graph masked = maskChannels(graph, byHand(graph));
    for (NodeId id = 0; id < graph.size(); ++id) {
        for (const Parameter& parameter : graph.node(id).parameters) {
            at::Tensor expected = parameter.value.clone();
            const std::string name = graph.node(id).name;
            if (parameter.slot == "weight" && (name == "expand" || name == "linear")) {
                expected.select(1, 3).zero_();
            } else if (parameter.slot == "weight" && name == "project") {
                expected.select(1, 1).zero_();
                expected.select(1, 6).zero_();
            }
            INFO(name << "." << parameter.slot);
            CHECK(masked.node(id).parameter(parameter.slot).equal(expected));
        }
    }
}

TEST_CASE("a convolution of several groups loses whole groups", "[slim_channels]") {
    HandGraph g(3, 4);
    const NodeId a = g.conv("a", 0, 3, 4);
    const NodeId b = g.conv("grouped", a, 4, 6, 2);
    const Graph graph = g.finish(b, 6);
    const ChannelRemoval removal{
        {a, {{0, 1}, {}}}, {b, {{0, 1, 2}, {}}}, {graph.require("linear"), {{}, {0, 1, 2}}}};
    const Graph slim = slimChannels(graph, removal);
    const auto& conv = std::get<Conv2d>(slim.node(b).op);
    CHECK(conv.groups == 1);
    CHECK(conv.inChannels == 2);
    CHECK(conv.outChannels == 3);
    CHECK(
        slim.node(b).parameter("weight").equal(graph.node(b).parameter("weight").narrow(0, 3, 3)));
}

TEST_CASE("weights that go are counted", "[slim_channels]") {
    const Graph graph = invertedResidual();
    const RemovedWeights count = countRemovedWeights(graph, byHand(graph));
    CHECK(count.weights == 12 + 32 + 8 + 32 + 8);
    CHECK(count.removed == (12 - 9) + (32 - 18) + (8 - 6) + (32 - 18) + (8 - 6));
}

TEST_CASE("what cannot be removed is refused", "[slim_channels]") {
    const Graph graph = invertedResidual();
    ChannelRemoval removal = byHand(graph);
    removal[graph.require("expand.bn")].outputs = {1};
    CHECK_THROWS_AS(slimChannels(graph, removal), Error);
    removal = byHand(graph);
    removal[graph.require("stem")].outputs = {0, 1, 2, 3};
    CHECK_THROWS_WITH(slimChannels(graph, removal),
                      Catch::Matchers::ContainsSubstring("left without channels"));
    HandGraph g(4, 4);
    const Graph grouped = g.finish(g.conv("grouped", 0, 4, 4, 2), 4);
    CHECK_THROWS_WITH(slimChannels(grouped, {{1, {{0}, {}}}}),
                      Catch::Matchers::ContainsSubstring("2 groups"));
    Graph quantized = graph;
    quantized.node(1).quant = QuantParams();
    CHECK_THROWS_AS(slimChannels(quantized, byHand(graph)), Error);
}

}  // namespace secateur::test
