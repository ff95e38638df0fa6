#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/io/checkpoint.h"
#include "core/io/graph_json.h"
#include "core/io/json_defaults.h"
#include "core/io/model_file.h"
#include "core/io/safetensors.h"
#include "core/io/sparse_encoding.h"
#include "core/io/state_dict.h"
#include "tests/core/io/peer_checkpoints.h"
#include "tests/support/io_support.h"
#include "tests/support/sample_graphs.h"

using namespace secateur;
using namespace secateur::test;

namespace {

/// As in tests/peers/io_read_safetensors.py.
double weightedSum(const at::Tensor& tensor) {
    const at::Tensor flat = tensor.reshape(-1).to(at::kDouble);
    return (flat * (at::arange(flat.numel()) % 7 + 1)).sum().item<double>();
}

/// Nine of ten weights of every convolution and linear layer are zero, one of them -0.0.
Graph sparseGraph() {
    Graph graph = everyOperation().clone();
    for (const NodeId id : graph.weightedNodes()) {
        at::Tensor weight = graph.node(id).parameter("weight");
        at::Tensor flat = weight.view({-1});
        for (int64_t i = 0; i < flat.numel(); ++i) {
            if (i % 10 != 3) {
                flat[i] = i == 4 ? -0.0 : 0.0;
            }
        }
    }
    return graph;
}

/// As it stands in a file, but for the checksum, which would notice every change by itself.
StateDict stateOf(const Graph& graph) {
    StateDict state = parseSafetensors(serializeModel(graph), "x");
    state.metadata.erase("secateur.checksum");
    return state;
}

}  // namespace

TEST_CASE("a float model comes back bit by bit", "[io][model_file]") {
    const TemporaryFolder folder;
    const std::string path = folder.file("net.safetensors");
    const Graph graph = everyOperation();
    const int64_t size = writeModel(path, graph);
    CHECK(size == static_cast<int64_t>(std::filesystem::file_size(path)));
    const Graph again = readModel(path);
    checkSameGraph(graph, again);
    CHECK(serializeModel(again) == readFile(path));

    // The same file is a checkpoint with PyTorch's names.
    const StateDict state = readCheckpoint(path);
    CHECK(state.metadata.at("format") == "pt");
    CHECK(state.metadata.at("secateur.encoding") == "float");
    checkSameGraph(graph, loadStateDict(graph, state, path));
}

TEST_CASE("an INT8 model comes back with the same integers and scales", "[io][model_file]") {
    for (const bool exact : {true, false}) {
        const Graph graph = quantizedGraph(exact);
        const Graph again = parseModel(serializeModel(graph), "x");
        checkSameGraph(graph, again);
        checkSameGraph(graph, parseModel(serializeSparseModel(graph), "x"));

        const StateDict state = stateOf(graph);
        CHECK(state.metadata.at("secateur.encoding") == "int8");
        CHECK(state.find("conv1.weight")->scalar_type() == at::kChar);
        CHECK(state.find("conv1.weight_scale")->scalar_type() ==
              (exact ? at::kFloat : at::kDouble));
        CHECK((state.find("conv1.weight_zero_point") == nullptr) == exact);
        CHECK(state.find("linear.weight_scale")->dim() == 0);
        CHECK(state.find("conv1.bias")->scalar_type() == at::kInt);
    }
}

TEST_CASE("sparse encoding packs zeros and keeps every bit", "[io][model_file]") {
    const Graph graph = sparseGraph();
    const std::vector<uint8_t> bytes = serializeSparseModel(graph);
    const StateDict stored = parseSafetensors(bytes, "x");
    // linear.weight: 720 elements, 72 kept and -0.0, whose bits are not all zero.
    REQUIRE(stored.find("linear.weight.bitmask") != nullptr);
    CHECK(stored.find("linear.weight.bitmask")->numel() == 90);
    CHECK(stored.find("linear.weight.values")->numel() == 73);
    CHECK(stored.find("linear.weight.bitmask")->data_ptr<uint8_t>()[0] == 0b00011000);
    CHECK(stored.find("linear.bias") != nullptr);

    const Graph again = parseModel(bytes, "x");
    checkSameGraph(graph, again);
    CHECK(std::signbit(again.node(again.output()).parameter("weight").view({-1})[4].item<float>()));
    CHECK(serializeModel(again) == serializeModel(graph));
}

TEST_CASE("sparse encoding leaves alone what it would not make smaller", "[io][model_file]") {
    StateDict state;
    at::Tensor half = at::ones({2000});
    half.slice(0, 0, 1000).zero_();
    at::Tensor dense = at::ones({2000});
    dense.slice(0, 0, 999).zero_();
    state.tensors = {{"half", half},
                     {"dense", dense},
                     {"small", at::zeros({4})},
                     {"empty", at::empty({0})},
                     {"zeros", at::zeros({1000}, at::kChar)},
                     {"halves", at::zeros({1000}, at::kHalf)}};
    const StateDict encoded = encodeSparse(state);
    CHECK(encoded.find("half.values")->numel() == 1000);
    CHECK(encoded.find("dense") != nullptr);
    CHECK(encoded.find("small") != nullptr);
    CHECK(encoded.find("empty") != nullptr);
    CHECK(encoded.find("zeros.bitmask")->numel() == 125);
    CHECK(encoded.find("halves.values")->numel() == 0);
    const StateDict decoded = decodeSparse(encoded, "x");
    REQUIRE(decoded.tensors.size() == state.tensors.size());
    for (size_t i = 0; i < state.tensors.size(); ++i) {
        CHECK(decoded.tensors[i].first == state.tensors[i].first);
        CHECK(identical(decoded.tensors[i].second, state.tensors[i].second));
    }
    CHECK(decoded.metadata == state.metadata);
}

TEST_CASE("a damaged sparse tensor is refused", "[io][model_file]") {
    StateDict state;
    state.tensors = {{"a", at::zeros({1001})}};
    const StateDict good = encodeSparse(state);
    const std::function<void(StateDict&)> cases[] = {
        [](StateDict& s) { s.metadata["secateur.sparse"] = "["; },
        [](StateDict& s) { s.metadata["secateur.sparse"] = "{\"a\":[1009]}"; },
        [](StateDict& s) { s.metadata["secateur.sparse"] = "{\"a\":[-1]}"; },
        [](StateDict& s) { s.metadata["secateur.sparse"] = "{\"a\":[1099511627776,1048576]}"; },
        [](StateDict& s) { s.metadata["secateur.sparse"] = "{\"a\":[1001],\"b\":[1]}"; },
        [](StateDict& s) { s.tensors[0].second.data_ptr<uint8_t>()[3] = 1; },
        [](StateDict& s) { s.tensors[0].second.data_ptr<uint8_t>()[125] = 2; },
        [](StateDict& s) { s.tensors[0].second = at::zeros({126}); },
        [](StateDict& s) { s.tensors[1].second = at::ones({1}); },
        [](StateDict& s) { s.tensors.pop_back(); },
        [](StateDict& s) { s.tensors.erase(s.tensors.begin()); },
    };
    for (const auto& change : cases) {
        StateDict bad = good;
        for (auto& [name, tensor] : bad.tensors) {
            tensor = tensor.clone();
        }
        change(bad);
        CHECK(errorOf([&] { decodeSparse(bad, "x"); }).code() == ErrorCode::CorruptData);
    }
}

TEST_CASE("a model file that contradicts its graph is refused", "[io][model_file]") {
    const std::function<void(StateDict&)> cases[] = {
        [](StateDict& s) { s.tensors.erase(s.tensors.begin()); },
        [](StateDict& s) { s.tensors.emplace_back("extra", at::ones({1})); },
        [](StateDict& s) {
            s.tensors[0].second = at::ones({4, 2, 1, 2}, at::kChar);
        },
        [](StateDict& s) {
            s.tensors[0].second = at::ones({4, 2, 1, 1});
        },
        [](StateDict& s) { s.tensors[1].first = "conv1.weight_scales"; },
        [](StateDict& s) { s.tensors[1].second = at::ones({5}); },
        [](StateDict& s) { s.tensors[1].second = at::zeros({4}); },
        [](StateDict& s) { s.tensors[1].second = at::full({4}, std::nan("")); },
        [](StateDict& s) { s.tensors[2].second = at::full({4}, 1000, at::kInt); },
        [](StateDict& s) { s.tensors[2].second = at::zeros({3}, at::kInt); },
        [](StateDict& s) { s.metadata["secateur.graph"] = "{"; },
    };
    for (const auto& change : cases) {
        StateDict state = stateOf(quantizedGraph(false));
        change(state);
        CHECK(errorOf([&] { parseModel(serializeSafetensors(state), "x"); }).code() ==
              ErrorCode::CorruptData);
    }
    StateDict weightsOnly = stateOf(everyOperation());
    weightsOnly.metadata.erase("secateur.graph");
    CHECK(errorOf([&] { parseModel(serializeSafetensors(weightsOnly), "x"); }).code() ==
          ErrorCode::Unsupported);
}

TEST_CASE("a damaged INT8 file says what is wrong with it", "[io][model_file]") {
    const struct {
        std::function<void(StateDict&)> change;
        const char* says;
    } cases[] = {
        {[](StateDict& s) { s.tensors[1].second = at::ones({5}); }, "one scale for each channel"},
        {[](StateDict& s) { s.tensors.erase(s.tensors.begin() + 1); }, "scales are missing"},
        {[](StateDict& s) { s.tensors.erase(s.tensors.begin() + 2); }, "content has changed"},
        {[](StateDict& s) { s.tensors[0].second[1][1] += 1; }, "content has changed"},
        {[](StateDict& s) { s.metadata["secateur.encoding"] = "float"; }, "content has changed"},
    };
    for (const auto& c : cases) {
        StateDict state = parseSafetensors(serializeModel(quantizedGraph(false)), "x");
        REQUIRE(state.tensors[2].first == "conv1.weight_zero_point");
        c.change(state);
        const Error error =
            errorOf([&] { parseModel(serializeSafetensors(state), "net.safetensors"); });
        INFO(error.what());
        CHECK(error.code() == ErrorCode::CorruptData);
        CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring(c.says));
        CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring("net.safetensors"));
    }
}

TEST_CASE("values that nothing can be computed with are refused by name, in every encoding",
          "[io][model_file]") {
    const auto check = [](const Graph& graph, const std::string& tensor) {
        for (const auto& bytes : {serializeModel(graph), serializeSparseModel(graph)}) {
            const Error error = errorOf([&] { parseModel(bytes, "net.safetensors"); });
            CHECK(error.code() == ErrorCode::CorruptData);
            CHECK(error.context().where == "net.safetensors");
            CHECK(error.context().got == tensor);
            // To look at it, it can be opened.
            CHECK(parseModel(bytes, "net.safetensors", Values::Any).size() == graph.size());
        }
    };
    for (const double bad : {std::nan(""), -HUGE_VAL}) {
        Graph graph = sparseGraph();
        graph.node(1).parameters[0].value.view({-1})[2] = bad;
        graph.node(2).parameters[2].value[1] = bad;
        check(graph, "conv1.weight, bn1.running_mean");
        Graph quantized = quantizedGraph(true);  // its bias as older files have it
        quantized.node(1).setParameter("bias", at::full({4}, bad, at::kFloat));
        check(quantized, "conv1.bias");
    }
    Graph graph = everyOperation().clone();
    graph.node(2).parameters[3].value[3] = 0.0;
    CHECK(parseModel(serializeModel(graph), "x").size() == graph.size());
    graph.node(2).parameters[3].value[3] = -1e-6;
    check(graph, "bn1.running_var");
}

TEST_CASE("no flipped byte of a tensor and no truncation goes unnoticed", "[io][damage]") {
    const std::vector<uint8_t> bytes = serializeModel(quantizedGraph(true));
    uint64_t header = 0;
    std::memcpy(&header, bytes.data(), sizeof(header));
    for (size_t i = sizeof(header) + header; i < bytes.size(); ++i) {
        std::vector<uint8_t> changed = bytes;
        changed[i] ^= 0x10;
        CHECK(errorOf([&] { parseModel(changed, "x"); }).code() == ErrorCode::CorruptData);
    }
    for (const size_t length : {size_t{0}, size_t{4}, bytes.size() / 2, bytes.size() - 1}) {
        const std::vector<uint8_t> cut(bytes.begin(), bytes.begin() + static_cast<long>(length));
        CHECK(errorOf([&] { parseModel(cut, "x"); }).code() == ErrorCode::CorruptData);
    }
}

TEST_CASE("model files of the first version are read", "[io][model_file]") {
    // It wrote every field, and no checksum.
    const Graph graph = quantizedGraph(true);
    StateDict state = stateOf(graph);
    nlohmann::json old = graphToJson(graph);
    addDefaults(old);
    old["version"] = 1;
    state.metadata["secateur.graph"] = old.dump();
    checkSameGraph(parseModel(serializeSafetensors(state), "x"), graph);
}

TEST_CASE("damaged model files give an Error or a graph", "[io][damage]") {
    const std::vector<uint8_t> originals[] = {serializeModel(everyOperation()),
                                              serializeSparseModel(sparseGraph()),
                                              serializeModel(quantizedGraph(false))};
    for (const std::vector<uint8_t>& bytes : originals) {
        for (int round = 0; round < 700; ++round) {
            INFO("round " << round);
            Random random = Random::derived(20240004, static_cast<uint64_t>(round));
            std::vector<uint8_t> changed = bytes;
            changed[random.below(changed.size())] = static_cast<uint8_t>(random.next());
            changed.resize(random.below(4) == 0 ? random.below(bytes.size()) : bytes.size());
            succeedsOrThrowsError([&] { parseModel(changed, "damaged"); });
        }
    }
    SUCCEED("2100 files");
}

TEST_CASE("other readers of safetensors see the same tensors", "[io][model_file]") {
    const TemporaryFolder folder;
    const std::string path = folder.file("net.safetensors");
    const Graph graph = sparseGraph();
    for (const bool sparse : {false, true}) {
        const auto bytes = sparse ? serializeSparseModel(graph) : serializeModel(graph);
        writeFile(path, bytes.data(), bytes.size());
        const nlohmann::json seen = nlohmann::json::parse(
            outputOf("python3 \"" SECATEUR_SOURCE_DIR "/tests/peers/io_read_safetensors.py\" \"" +
                     path + "\""));
        CHECK(seen["metadata"]["format"] == "pt");
        CHECK(nlohmann::json::parse(seen["metadata"]["secateur.graph"].get<std::string>())
                  .contains("nodes"));
        const auto state = graph.stateDict();
        REQUIRE(seen["tensors"].size() == state.size());
        for (const auto& [name, tensor] : state) {
            INFO(name);
            const nlohmann::json& entry = seen["tensors"][name];
            CHECK(entry["shape"].get<std::vector<int64_t>>() == tensor.sizes().vec());
            CHECK(entry["sum"].get<double>() == Approx(weightedSum(tensor)).epsilon(1e-12));
        }
    }
}
