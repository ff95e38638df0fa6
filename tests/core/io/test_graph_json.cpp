#include <cfloat>
#include <functional>

#include "core/graph/shapes.h"
#include "core/io/graph_json.h"
#include "tests/support/io_support.h"
#include "tests/support/sample_graphs.h"

using namespace secateur;
using namespace secateur::test;
using nlohmann::json;

namespace {

/// The error of a graph whose JSON was changed.
Error changedError(const std::function<void(json&)>& change) {
    json value = graphToJson(everyOperation());
    change(value);
    return errorOf([&] { graphFromJson(value, "net.safetensors"); });
}

}  // namespace

TEST_CASE("a graph's structure comes back from JSON text", "[io][graph_json]") {
    const Graph graph = everyOperation();
    const json value = graphToJson(graph);
    const Graph again = graphFromJson(json::parse(value.dump()), "x");
    CHECK(graphToJson(again) == value);
    CHECK(again.spec == graph.spec);
    const auto& conv = std::get<Conv2d>(again.node(1).op);
    CHECK(conv.fused == ActivationKind::Relu6);
    CHECK(conv.kernel == std::array<int64_t, 2>{3, 3});
    CHECK(std::get<BatchNorm2d>(again.node(2).op).eps == 1e-3);
    CHECK(std::get<AvgPool2d>(again.node(again.require("avg")).op).padding ==
          std::array<int64_t, 2>{1, 0});
    CHECK_FALSE(std::get<AvgPool2d>(again.node(again.require("avg")).op).countIncludePad);
    CHECK(std::get<MaxPool2d>(again.node(again.require("max")).op).ceilMode);
    CHECK(std::get<Conv2d>(again.node(4).op).dilation == std::array<int64_t, 2>{2, 2});
    CHECK(std::get<Activation>(again.node(again.require("leaky")).op).slope == 0.2);
    CHECK(std::get<Activation>(again.node(again.require("clipped")).op).low == -0.5);
    CHECK(std::get<Activation>(again.node(again.require("clipped")).op).high == FLT_MAX);
    CHECK(std::get<Upsample2d>(again.node(again.require("larger")).op).scale ==
          std::array<int64_t, 2>{1, 2});
    CHECK(std::get<Pad2d>(again.node(again.require("padded")).op).sides[1] == 1);
    CHECK(std::get<SelectChannels>(again.node(9).op).channels ==
          std::vector<int64_t>{0, 2, 4, 6, 1, 3, 5, 7});
    CHECK(std::get<LayerNorm2d>(again.node(11).op).eps == 1e-4);
    CHECK(again.node(1).role == "expand");
    CHECK(again.node(5).inputs == std::vector<NodeId>{3, 4});
    CHECK_FALSE(again.node(2).parameters[2].trainable);
    CHECK(again.node(1).parameter("weight").sizes() == graph.node(1).parameter("weight").sizes());
    CHECK(again.node(2).parameter("num_batches_tracked").scalar_type() == at::kLong);
}

TEST_CASE("a normalisation's rectifier is written where there is one", "[io][graph_json]") {
    Graph graph = everyOperation();
    CHECK_FALSE(graphToJson(graph)["nodes"][2]["attributes"].contains("fused"));
    std::get<BatchNorm2d>(graph.node(2).op).fused = ActivationKind::Relu;
    const Graph again = graphFromJson(json::parse(graphToJson(graph).dump()), "x");
    CHECK(fusedActivation(again.node(2).op) == ActivationKind::Relu);
}

TEST_CASE("quantization comes back from JSON text exactly", "[io][graph_json]") {
    const Graph graph = quantizedGraph(false);
    const Graph again = graphFromJson(json::parse(graphToJson(graph).dump()), "x");
    CHECK(again.quantized());
    for (NodeId id = 0; id < graph.size(); ++id) {
        CHECK(again.node(id).quant == graph.node(id).quant);
    }
}

TEST_CASE("what most nodes have in common is not written", "[io][graph_json]") {
    const json value = graphToJson(everyOperation());
    CHECK_FALSE(value["nodes"][1]["attributes"].contains("stride"));
    CHECK(value["nodes"][1]["attributes"]["padding"] == json{1, 1});
    CHECK(value["nodes"][4]["attributes"]["groups"] == 4);
    CHECK(value["nodes"][13]["attributes"].contains("stride"));  // a pool's has no usual value
    CHECK_FALSE(value["nodes"][1]["parameters"][0].contains("trainable"));
    CHECK(value["nodes"][2]["parameters"][2]["trainable"] == false);
    const json quantized = graphToJson(quantizedGraph(true));
    CHECK_FALSE(quantized["nodes"][0]["quant"].contains("quant_max"));
    CHECK(quantized["nodes"][1]["quant"]["quant_max"] == 127);
}

TEST_CASE("a damaged graph says where", "[io][graph_json]") {
    const struct {
        std::function<void(json&)> change;
        const char* says;
    } cases[] = {
        {[](json& j) { j = 3; }, "an object"},
        {[](json& j) { j.erase("nodes"); }, "nodes"},
        {[](json& j) { j["nodes"] = json::array(); }, "at least one node"},
        {[](json& j) { j["nodes"] = "x"; }, "a list"},
        {[](json& j) { j["spec"]["channels"] = -1; }, "spec: channels"},
        {[](json& j) { j["spec"]["name"] = 1; }, "spec: name"},
        {[](json& j) { j["nodes"][3].erase("name"); }, "nodes 3: name"},
        {[](json& j) { j["nodes"][3]["name"] = "bn1"; }, "no other node"},
        {[](json& j) { j["nodes"][3]["inputs"] = {3}; }, "nodes 3: inputs"},
        {[](json& j) { j["nodes"][3]["inputs"] = {-1}; }, "nodes 3: inputs"},
        {[](json& j) { j["nodes"][3]["inputs"] = json::array(); }, "expected 1 input, got 0"},
        {[](json& j) {
             j["nodes"][3]["inputs"] = {1, 2};
         },
         "expected 1 input, got 2"},
        {[](json& j) { j["nodes"][5]["inputs"] = {3}; }, "sum (expected 2 inputs, got 1)"},
        {[](json& j) { j["nodes"][5]["inputs"] = std::vector<int>(5000, 3); }, "got 5000"},
        {[](json& j) {
             j["nodes"][7]["inputs"] = {5, 6, 6};
         },
         "scaled (expected 2 inputs, got 3)"},
        {[](json& j) { j["nodes"][8]["inputs"] = json::array(); }, "joined (expected 1 to 4096"},
        {[](json& j) { j["nodes"][0]["inputs"] = {0}; }, "nodes 0: inputs"},
        {[](json& j) {
             j["nodes"][1]["attributes"]["stride"] = {0, 1};
         },
         "stride"},
        {[](json& j) { j["nodes"][1]["attributes"]["stride"] = {1}; }, "two numbers"},
        {[](json& j) { j["nodes"][1]["attributes"]["groups"] = 3; }, "groups"},
        {[](json& j) { j["nodes"][1]["attributes"]["out_channels"] = 5; }, "parameters"},
        {[](json& j) { j["nodes"][1]["attributes"]["bias"] = "yes"; }, "true or false"},
        {[](json& j) { j["nodes"][1]["attributes"]["in_channels"] = 1.5; }, "in_channels"},
        {[](json& j) { j["nodes"][1]["attributes"]["in_channels"] = UINT64_MAX; }, "in_channels"},
        {[](json& j) { j["nodes"][1]["parameters"].erase(0); }, "weight [4, 2, 3, 3]"},
        {[](json& j) { j["nodes"][1]["parameters"][1]["slot"] = "weight"; }, "each slot once"},
        {[](json& j) {
             j["nodes"][0]["parameters"] = {{{"slot", "x"},
                                             {"shape", std::vector<int64_t>(5, 1 << 20)},
                                             {"dtype", "float32"},
                                             {"trainable", true}}};
         },
         "fits into memory"},
        {[](json& j) { j["nodes"][2]["attributes"]["eps"] = nullptr; }, "eps"},
        {[](json& j) { j["nodes"][2]["attributes"]["channels"] = 8; }, "parameters"},
        {[](json& j) { j["nodes"][1]["op"] = "input"; }, "channels"},
        {[](json& j) { j["nodes"][0]["op"] = "flatten"; }, "an input first"},
        {[](json& j) {
             j["nodes"][8]["inputs"] = {7, 6};
         },
         "contradicts itself"},
        {[](json& j) {
             j["nodes"][1]["quant"] = {{"scale", 0}};
         },
         "quant"},
        {[](json& j) {
             j["nodes"][1]["quant"] = {
                 {"scale", 0.0}, {"zero_point", 0}, {"quant_min", 0}, {"quant_max", 255}};
         },
         "a positive number"},
    };
    for (const auto& c : cases) {
        const Error error = changedError(c.change);
        INFO(error.what());
        CHECK(error.code() == ErrorCode::CorruptData);
        CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring(c.says));
        CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring("net.safetensors"));
    }
}

TEST_CASE("what a later version may know is unsupported, not damaged", "[io][graph_json]") {
    const std::function<void(json&)> cases[] = {
        [](json& j) { j["version"] = 3; },
        [](json& j) { j["nodes"][3]["op"] = "transformer"; },
        [](json& j) { j["nodes"][3]["attributes"]["kind"] = "mish"; },
        [](json& j) { j["nodes"][1]["parameters"][0]["dtype"] = "float8"; },
    };
    for (const auto& change : cases) {
        CHECK(changedError(change).code() == ErrorCode::Unsupported);
    }
}

TEST_CASE("sizes beyond all memory are refused, not computed past the end of int64",
          "[io][graph_json]") {
    // Each doubles the channels of the one before: 2^32 after 32, 2^63 after 63.
    for (const int doublings : {31, 32, 63, 70}) {
        Graph graph;
        graph.spec = {"sample", 1, 3, 1, 1, ""};
        graph.add({"input", Input{1, 1, 1}, {}, {}, "", "", {}});
        for (NodeId id = 0; id < doublings; ++id) {
            graph.add({"c" + std::to_string(id), Concat{}, {id, id}, {}, "", "", {}});
        }
        if (doublings <= 32) {
            CHECK(inferShapes(graph).back()[0] == int64_t{1} << doublings);
            continue;
        }
        const Error error = errorOf([&] { graphFromJson(graphToJson(graph), "x"); });
        CHECK(error.code() == ErrorCode::CorruptData);
        CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring("c32"));
    }
    const Error padded = changedError([](json& j) {
        for (const int pool : {13, 14}) {  // 2^20 pixels on each side, twice
            j["nodes"][pool]["attributes"]["padding"] = {1 << 20, 1 << 20};
        }
    });
    CHECK(padded.code() == ErrorCode::CorruptData);
    CHECK_THAT(padded.what(), Catch::Matchers::ContainsSubstring("max"));
}
