#include "core/base/error.h"
#include "core/graph/builder.h"
#include "core/graph/cost.h"
#include "core/graph/graph.h"
#include "core/graph/shapes.h"
#include "tests/support/catch.h"

using namespace secateur;
using Catch::Matchers::ContainsSubstring;

namespace {

/// 3x8x8 -> conv 4x4x4 -> bn -> relu -> + depthwise -> pool -> flatten -> 5 classes.
Graph smallGraph() {
    GraphBuilder b({"test", 3, 5, 8, 8, "relu"}, 1);
    NodeId x = b.conv("conv", b.input(), 4, 3, 2);
    x = b.activation("act", b.batchNorm("bn", x), ActivationKind::Relu);
    const NodeId dw = b.conv("dw", x, 4, 3, 1, 4, "depthwise", true);
    x = b.add("sum", dw, x);
    b.linear("linear", b.flatten("flat", b.globalAvgPool("pool", x)), 5);
    return b.finish();
}

ErrorCode codeOf(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.code();
    }
    FAIL("no error was thrown");
    return ErrorCode::Internal;
}

}  // namespace

TEST_CASE("Graph::add refuses duplicate names and inputs that are not earlier") {
    Graph graph;
    graph.add({"input", Input{1, 4, 4}, {}, {}, "", "", {}});
    CHECK_THROWS_WITH(graph.add({"input", Flatten{}, {0}, {}, "", "", {}}),
                      ContainsSubstring("duplicate") && ContainsSubstring("input"));
    for (const NodeId bad : {-1, 1, 7}) {
        CHECK(codeOf([&] {
                  graph.add({"x", Flatten{}, {bad}, {}, "", "", {}});
              }) == ErrorCode::Internal);
    }
    CHECK(graph.size() == 1);
    CHECK(graph.add({"x", Flatten{}, {0}, {}, "", "", {}}) == 1);
}

TEST_CASE("nodes are found by name, and an unknown layer is an error with candidates") {
    const Graph graph = smallGraph();
    CHECK(graph.node(graph.require("dw")).role == "depthwise");
    CHECK_FALSE(graph.find("nothing").has_value());
    CHECK(codeOf([&] { graph.require("nothing"); }) == ErrorCode::NotFound);
    CHECK_THROWS_WITH(graph.require("conv.weight"), ContainsSubstring("one of conv"));
    CHECK(codeOf([&] { graph.node(1).parameter("nothing"); }) == ErrorCode::Internal);
}

TEST_CASE("consumers and last use follow the edges") {
    const Graph graph = smallGraph();
    const NodeId act = graph.require("act");
    const NodeId dw = graph.require("dw");
    const NodeId sum = graph.require("sum");
    CHECK(graph.consumers()[static_cast<size_t>(act)] == std::vector<NodeId>{dw, sum});
    CHECK(graph.lastUse()[static_cast<size_t>(act)] == sum);
    CHECK(graph.lastUse()[static_cast<size_t>(graph.output())] == graph.output());
    CHECK(graph.weightedNodes() == std::vector<NodeId>{1, dw, graph.require("linear")});
}

TEST_CASE("a clone shares no tensor, a copy shares all") {
    const Graph graph = smallGraph();
    Graph copy = graph;
    Graph clone = graph.clone();
    CHECK(copy.node(1).parameter("weight").data_ptr() ==
          graph.node(1).parameter("weight").data_ptr());
    CHECK(clone.node(1).parameter("weight").data_ptr() !=
          graph.node(1).parameter("weight").data_ptr());
    CHECK(clone.node(1).parameter("weight").equal(graph.node(1).parameter("weight")));
    CHECK_FALSE(graph.quantized());
}

TEST_CASE("shapes are computed by hand") {
    const Graph graph = smallGraph();
    const std::vector<FeatureShape> shapes = inferShapes(graph);
    const std::vector<FeatureShape> expected{{3, 8, 8}, {4, 4, 4}, {4, 4, 4}, {4, 4, 4}, {4, 4, 4},
                                             {4, 4, 4}, {4, 1, 1}, {4, 1, 1}, {5, 1, 1}};
    CHECK((shapes == expected));
}

TEST_CASE("inputs that do not fit are named") {
    Graph graph;
    graph.add({"input", Input{3, 8, 8}, {}, {}, "", "", {}});
    SECTION("channels") {
        graph.add(
            {"conv", Conv2d{4, 8, {3, 3}, {1, 1}, {1, 1}, 1, false, {}}, {0}, {}, "", "", {}});
        CHECK_THROWS_WITH(inferShapes(graph), ContainsSubstring("conv (expected 4 channels"));
    }
    SECTION("an image smaller than the window") {
        graph.add({"pool", MaxPool2d{{9, 9}, {1, 1}, {0, 0}}, {0}, {}, "", "", {}});
        CHECK_THROWS_WITH(inferShapes(graph), ContainsSubstring("pool (expected at least 9"));
    }
    SECTION("more padding than half a window") {
        graph.add({"pool", MaxPool2d{{3, 3}, {1, 1}, {1, 2}}, {0}, {}, "", "", {}});
        CHECK_THROWS_WITH(inferShapes(graph), ContainsSubstring("pool (expected a padding of"));
    }
    SECTION("unequal summands") {
        graph.add({"half", MaxPool2d{}, {0}, {}, "", "", {}});
        graph.add({"sum", Add{}, {0, 1}, {}, "", "", {}});
        CHECK_THROWS_WITH(inferShapes(graph), ContainsSubstring("[3, 8, 8], got [3, 4, 4]"));
    }
    SECTION("features") {
        graph.add({"linear", Linear{10, 2, true, {}}, {0}, {}, "", "", {}});
        CHECK(codeOf([&] { inferShapes(graph); }) == ErrorCode::Mismatch);
    }
    SECTION("no input") {
        graph.add({"flat", Flatten{}, {}, {}, "", "", {}});
        CHECK(codeOf([&] { inferShapes(graph); }) == ErrorCode::Mismatch);
    }
}

TEST_CASE("costs are computed by hand") {
    Graph graph = smallGraph();
    graph.node(1).parameter("weight").view({-1}).narrow(0, 0, 10).zero_();
    const GraphCost cost = computeCost(graph);
    REQUIRE(cost.layers.size() == static_cast<size_t>(graph.size()));
    const LayerCost& conv = cost.layers[1];
    CHECK(conv.weights == 4 * 3 * 9);
    CHECK(conv.parameters == 4 * 3 * 9);
    CHECK(conv.macs == 4 * 4 * 4 * 3 * 9);
    CHECK(conv.zeros == 10);
    CHECK(conv.sparsity() == Approx(10.0 / 108.0));
    CHECK(conv.input == FeatureShape{3, 8, 8});
    const LayerCost& dw = cost.layers[static_cast<size_t>(graph.require("dw"))];
    CHECK(dw.weights == 36);
    CHECK(dw.parameters == 40);
    CHECK(dw.macs == 4 * 4 * 4 * 9);
    CHECK(cost.layers.back().macs == 20);
    // convolution + normalisation (running statistics are no parameters) + depthwise + linear
    CHECK(cost.parameters == 108 + 8 + 40 + 25);
    CHECK(cost.weights == 108 + 36 + 20);
    CHECK(cost.zeros == 10);
    CHECK(cost.macs == 1728 + 576 + 20);
}
