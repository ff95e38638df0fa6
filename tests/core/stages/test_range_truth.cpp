#include <memory>

#include "core/passes/fold_batchnorm.h"
#include "core/stages/layer_ranges.h"
#include "core/stages/network_source.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/stages.h"
#include "core/study/study.h"
#include "tests/support/catch.h"
#include "tests/support/noise_images.h"
#include "tests/support/random_norms.h"

using namespace secateur;
using namespace secateur::test;

namespace {

const ImageList kCalibration{Split::Train, {0, 1, 2, 3, 4, 5, 6, 7}};

void checkOutputs(const NetworkRanges& shown, const Graph& file) {
    for (const Node& node : file.nodes()) {
        INFO(node.name);
        const RangeChoice* choice = shown.find(node.name, ClipTarget::Activations);
        REQUIRE(choice != nullptr);
        CHECK(choice->params == *node.quant);
        CHECK_FALSE(choice->reason.empty());
    }
}

void checkWeights(const NetworkRanges& shown, const Graph& file) {
    for (const NodeId id : file.weightedNodes()) {
        INFO(file.node(id).name);
        const at::Tensor& weight = file.node(id).parameter("weight");
        const RangeChoice* choice = shown.find(file.node(id).name, ClipTarget::Weights);
        REQUIRE(choice != nullptr);
        REQUIRE(choice->perChannel == (weight.qscheme() == at::kPerChannelAffine));
        CHECK(at::tensor(choice->scales, at::kDouble)
                  .equal(choice->perChannel ? weight.q_per_channel_scales().to(at::kDouble)
                                            : at::tensor({weight.q_scale()}, at::kDouble)));
    }
}

/// Noise, whose digest no other test has.
ImageData noiseData() {
    ImageData data;
    data.name = "noise";
    data.digest = "noise-32";
    for (int label = 0; label < 10; ++label) {
        data.classNames.push_back(std::to_string(label));
    }
    data.normalisation = {{0.5, 0.5, 0.5}, {0.25, 0.25, 0.25}};
    data.train = std::make_shared<MemoryDataset>(noiseImages(8, 3, 32));
    data.test = data.train;
    return data;
}

/// Untrained, with normalisations that let the signal through, and a channel of zeros in each
/// layer.
Graph shapedNetwork(const std::string& model, const ImageData& data) {
    Graph graph = randomNetwork(model, &data, 5);
    randomiseNorms(graph, at::arange(2 * 3 * 32 * 32, at::kFloat).sin().view({2, 3, 32, 32}), 7);
    for (const NodeId id : graph.weightedNodes()) {  // pruning leaves such channels
        Node& node = graph.node(id);
        at::Tensor weight = node.parameter("weight").clone();
        weight[0].zero_();
        node.setParameter("weight", weight);
    }
    return graph;
}

/// A range was chosen by hand.
void clipSomething(Study& study, int64_t network) {
    const Graph folded = foldBatchNorm(loadVariant(study, network));
    const std::vector<NodeId> layers = folded.weightedNodes();
    setClip(study, network, {folded.node(layers[2]).name, ClipTarget::Activations, {-0.25, 0.75}});
}

}  // namespace

TEST_CASE("the ranges that are shown are those of the INT8 file, in every network by every recipe",
          "[ranges]") {
    const ImageData data = noiseData();
    for (const char* model : {"mobilenet_v2_cifar", "vgg16_cifar", "resnet18_cifar",
                              "densenet121_cifar", "efficientnet_b0_cifar"}) {
        Study study;
        const int64_t network = importNetwork(study, shapedNetwork(model, data), model).id;
        clipSomething(study, network);
        for (const QuantRecipe& recipe : predefinedRecipes()) {
            INFO(model << ", " << recipe.name);
            const NetworkRanges shown = collectRanges({study, data}, network, kCalibration, recipe);
            CHECK(shown.missing.empty());
            const Variant int8 =
                quantizeVariant({study, data}, network, kCalibration, recipe.options);
            const Graph file = loadVariant(study, int8.id);
            checkOutputs(shown, file);
            checkWeights(shown, file);
            const NetworkRanges stored = networkRanges(study, int8.id, recipe);
            checkOutputs(stored, file);
            checkWeights(stored, file);
            REQUIRE(stored.choices.size() == shown.choices.size());
            for (size_t i = 0; i < shown.choices.size(); ++i) {
                CHECK(stored.choices[i].layer == shown.choices[i].layer);
                CHECK(stored.choices[i].reason == shown.choices[i].reason);
            }
        }
    }
}
