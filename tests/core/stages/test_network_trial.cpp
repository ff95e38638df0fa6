#include "core/stages/network_trial.h"

#include <numeric>

#include "core/base/random.h"
#include "core/data/memory_dataset.h"
#include "core/exec/float_executor.h"
#include "core/models/registry.h"
#include "core/passes/fold_batchnorm.h"
#include "tests/support/catch.h"

using namespace secateur;

namespace {

constexpr int64_t kSide = 8;
constexpr int64_t kImages = 96;

ModelSpec specOf(const std::string& activation, const std::string& strides = "") {
    ModelSpec spec = modelEntry(strides.empty() ? "mobilenet_v2_cifar" : "mobilenet_v2").defaults;
    spec.classes = 10;
    spec.height = spec.width = kSide;
    spec.activation = activation;
    spec.strides = strides;
    return spec;
}

/// Noise images of which `network` is right about every one: its answers are their labels.
ImageData imagesOf(Graph& network) {
    std::vector<uint8_t> pixels(kImages * kSide * kSide * 3);
    Random random(5);
    for (uint8_t& pixel : pixels) {
        pixel = static_cast<uint8_t>(random.uniform() * 256);
    }
    ImageData data;
    data.classNames.resize(10, "class");
    data.normalisation = {{0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}};
    const at::Tensor bytes =
        at::from_blob(pixels.data(), {kImages, kSide, kSide, 3}, at::kByte).to(at::kFloat);
    const at::Tensor images = ((bytes / 255 - 0.5) / 0.5).permute({0, 3, 1, 2}).contiguous();
    const at::Tensor logits = FloatExecutor(foldBatchNorm(network)).run(images);
    // So that no class wins everywhere.
    network.node(network.output())
        .setParameter("bias", network.node(network.output()).parameter("bias") - logits.mean(0));
    const at::Tensor answers = (logits - logits.mean(0)).argmax(1);
    std::vector<uint8_t> labels;
    for (int64_t i = 0; i < kImages; ++i) {
        labels.push_back(static_cast<uint8_t>(answers[i].item<int64_t>()));
    }
    data.test = std::make_shared<MemoryDataset>(MemoryDataset::Shape{3, kSide, kSide},
                                                std::move(pixels), std::move(labels));
    return data;
}

/// One whose activations go far beyond 6.
Graph network(const ModelSpec& spec) {
    Graph graph = buildModel(spec, 3);
    for (NodeId id = 0; id < graph.size(); ++id) {
        Node& node = graph.node(id);
        if (std::holds_alternative<BatchNorm2d>(node.op)) {
            node.setParameter("weight", node.parameter("weight") * 4);
        }
    }
    return graph;
}

/// The same parameters, read with another activation or other strides.
std::shared_ptr<const Graph> readAs(const Graph& graph, const ModelSpec& spec) {
    auto other = std::make_shared<Graph>(buildModel(spec, std::nullopt));
    for (NodeId id = 0; id < other->size(); ++id) {
        for (Parameter& parameter : other->node(id).parameters) {
            parameter.value =
                graph.node(graph.require(other->node(id).name)).parameter(parameter.slot);
        }
    }
    return other;
}

}  // namespace

TEST_CASE("an assumed activation that does not fit is found by trying", "[network_trial]") {
    Graph trained = network(specOf("relu"));
    const ImageData data = imagesOf(trained);
    const TriedNetwork tried =
        settleNetwork(readAs(trained, specOf("relu6")), {}, &data, std::nullopt, 0, {});
    CHECK(tried.graph->spec.activation == "relu");
    REQUIRE(tried.notes.size() == 2);
    CHECK(tried.notes[0] == "assumed: ReLU6, normalisation half");
    CHECK_THAT(tried.notes[1],
               Catch::Matchers::StartsWith("tried on 96 test images (there are no others): ReLU is "
                                           "taken, 100.0 % right where the assumed form has "));
}

TEST_CASE("what was given is not tried", "[network_trial]") {
    Graph trained = network(specOf("relu"));
    ImageData data = imagesOf(trained);
    data.normalisationGiven = true;
    const TriedNetwork tried =
        settleNetwork(readAs(trained, specOf("relu6")), specOf("relu6"), &data, 0.9, 0, {});
    CHECK(tried.graph->spec.activation == "relu6");
    CHECK(tried.notes.empty());
}

TEST_CASE("strides that do not fit are found, better constants are named", "[network_trial]") {
    Graph trained = network(specOf("relu6", kCifarStrides));
    ImageData data = imagesOf(trained);
    const TriedNetwork tried = settleNetwork(readAs(trained, specOf("relu6", kImagenetStrides)), {},
                                             &data, std::nullopt, 0, {});
    CHECK(tried.graph->spec.strides == kCifarStrides);
    data.normalisation = {{0, 0, 0}, {1, 1, 1}};
    const ModelSpec given = specOf("relu6", kCifarStrides);
    const TriedNetwork named = settleNetwork(readAs(trained, given), given, &data, 0.95, 0, {});
    REQUIRE_FALSE(named.notes.empty());
    CHECK(named.notes.front() == "assumed: normalisation none");
    CHECK_THAT(named.notes[1],
               Catch::Matchers::ContainsSubstring("normalisation half fits better"));
}

TEST_CASE("near chance, where nothing fits better, is said", "[network_trial]") {
    Graph trained = network(specOf("relu6", kCifarStrides));
    ImageData data = imagesOf(trained);
    data.normalisationGiven = true;
    const ModelSpec spec = specOf("relu6", kCifarStrides);
    const auto notesOf = [&](const Graph& graph) {
        return settleNetwork(readAs(graph, spec), {}, &data, std::nullopt, 0, {}).notes;
    };
    CHECK(notesOf(trained) == std::vector<std::string>{"assumed: ReLU6, strides for small images"});
    const Graph other = buildModel(spec, 8);
    REQUIRE(notesOf(other).size() == 2);
    CHECK_THAT(notesOf(other)[1], Catch::Matchers::StartsWith("near chance: ") &&
                                      Catch::Matchers::EndsWith(
                                          "% right on 96 test images (there are no others), and no "
                                          "other form that was tried is clearly better"));
}

TEST_CASE("a checkpoint's claim is a percentage or a fraction", "[network_trial]") {
    CHECK(claimedAccuracy({{"acc", "86.5"}}) == 0.865);
    CHECK(claimedAccuracy({{"best_acc1", "0.5"}, {"epoch", "3"}}) == 0.5);
    CHECK_FALSE(claimedAccuracy({{"loss", "0.3"}}));
    CHECK_FALSE(claimedAccuracy({{"acc", "text"}}));
}
