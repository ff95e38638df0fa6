#include <cmath>
#include <limits>

#include "core/io/state_dict.h"
#include "tests/support/io_support.h"

using namespace secateur;
using namespace secateur::test;

namespace {

Graph smallGraph() {
    Graph graph;
    graph.spec.name = "small";
    Node input;
    input.name = "input";
    input.op = Input{16, 4, 4};
    graph.add(input);
    Node conv;
    conv.name = "conv1";
    conv.op = Conv2d{.inChannels = 16, .outChannels = 32, .fused = {}};
    conv.inputs = {0};
    conv.parameters = {{"weight", at::zeros({32, 16, 1, 1})}};
    graph.add(conv);
    Node bn;
    bn.name = "bn1";
    bn.op = BatchNorm2d{32};
    bn.inputs = {1};
    bn.parameters = {{"weight", at::ones({32})},
                     {"bias", at::zeros({32})},
                     {"running_mean", at::zeros({32}), false},
                     {"running_var", at::ones({32}), false},
                     {"num_batches_tracked", at::zeros({}, at::kLong), false}};
    graph.add(bn);
    return graph;
}

StateDict stateOf(const Graph& graph, const std::string& prefix = "") {
    StateDict state;
    for (const auto& [name, tensor] : graph.stateDict()) {
        state.tensors.emplace_back(prefix + name, tensor + 1);
    }
    return state;
}

}  // namespace

TEST_CASE("a state_dict fills a copy and leaves the graph alone", "[io][state_dict]") {
    const Graph graph = smallGraph();
    for (const char* prefix : {"", "module."}) {
        const Graph loaded = loadStateDict(graph, stateOf(graph, prefix), "a.pth");
        CHECK(loaded.node(1).parameter("weight").sum().item<float>() == 32 * 16);
        CHECK(loaded.node(2).parameter("num_batches_tracked").item<int64_t>() == 1);
        CHECK(graph.node(1).parameter("weight").sum().item<float>() == 0);
        CHECK(loaded.spec == graph.spec);
        CHECK_FALSE(loaded.node(2).parameters[2].trainable);
    }
}

TEST_CASE("loaded parameters are fresh float32 row-major tensors", "[io][state_dict]") {
    const Graph graph = smallGraph();
    StateDict state = stateOf(graph);
    const at::Tensor original = at::rand({16, 32, 1, 1}).transpose(0, 1);
    state.tensors[0].second = original;
    state.tensors[1].second = state.tensors[1].second.to(at::kHalf);
    state.tensors[2].second = state.tensors[2].second.to(at::kDouble);
    const Graph loaded = loadStateDict(graph, state, "a.pth");
    CHECK(loaded.node(1).parameter("weight").is_contiguous());
    CHECK(at::equal(loaded.node(1).parameter("weight"), original));
    CHECK(loaded.node(1).parameter("weight").data_ptr() != original.data_ptr());
    CHECK(loaded.node(2).parameter("weight").scalar_type() == at::kFloat);
    CHECK(loaded.node(2).parameter("bias").scalar_type() == at::kFloat);
    CHECK(loaded.node(2).parameter("running_mean").data_ptr() !=
          state.tensors[3].second.data_ptr());
}

TEST_CASE("the batch counter may be absent, float, or of one element", "[io][state_dict]") {
    const Graph graph = smallGraph();
    StateDict state = stateOf(graph);
    state.tensors.back().second = at::full({1}, 7.0);
    const Graph loaded = loadStateDict(graph, state, "a.pth");
    CHECK(loaded.node(2).parameter("num_batches_tracked").item<int64_t>() == 7);
    CHECK(loaded.node(2).parameter("num_batches_tracked").dim() == 0);
    state.tensors.pop_back();
    CHECK(loadStateDict(graph, state, "a.pth")
              .node(2)
              .parameter("num_batches_tracked")
              .item<int64_t>() == 0);
}

TEST_CASE("one message lists all that is missing, extra and misshaped", "[io][state_dict]") {
    const Graph graph = smallGraph();
    StateDict state = stateOf(graph);
    state.tensors[0].second = at::zeros({32, 32, 1, 1});
    state.tensors[1].first = "bn9.weight";
    state.tensors[2].second = at::zeros({32}, at::kLong);
    const Error error = errorOf([&] { loadStateDict(graph, state, "a.pth"); });
    CHECK(error.code() == ErrorCode::Mismatch);
    CHECK(error.what() == std::string("a.pth does not fit the network small:\n"
                                      "conv1.weight: expected [32, 16, 1, 1], got [32, 32, 1, 1]\n"
                                      "bn1.weight: missing, expected [32]\n"
                                      "bn1.bias: expected a floating-point tensor, got Long\n"
                                      "bn9.weight: not in the network, got [32]"));
}

TEST_CASE("values that are not finite are refused by name", "[io][state_dict]") {
    const Graph graph = smallGraph();
    const double bad[] = {std::nan(""), std::numeric_limits<double>::infinity(), 1e300};
    for (const double value : bad) {
        StateDict state = stateOf(graph);
        state.tensors[3].second = at::full({32}, value, at::kDouble);
        const Error error = errorOf([&] { loadStateDict(graph, state, "a.pth"); });
        CHECK(error.code() == ErrorCode::CorruptData);
        CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring("bn1.running_mean"));
        CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring("a.pth"));
    }
}
