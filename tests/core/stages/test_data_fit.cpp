#include "core/stages/data_fit.h"

#include <future>

#include "core/analysis/evaluator.h"
#include "core/base/error.h"
#include "core/data/padded_dataset.h"
#include "core/io/safetensors.h"
#include "core/models/registry.h"
#include "core/stages/channel_stage.h"
#include "core/stages/layer_ranges.h"
#include "core/stages/network_source.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/stages.h"
#include "core/stages/sweep_stage.h"
#include "core/stages/training_stage.h"
#include "core/study/measurements.h"
#include "core/study/settings.h"
#include "core/study/study.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"
#include "tests/support/scratch.h"

using namespace secateur;
using namespace secateur::test;

namespace {

/// Takes 12x12 and nothing else: its linear layer reads 3x3 pixels.
Graph largerNetwork() {
    GraphBuilder b({"test", 3, 4, 12, 12, "relu"}, 2);
    NodeId x = b.activation("act1", b.batchNorm("bn1", b.conv("conv1", b.input(), 8, 3)),
                            ActivationKind::Relu);
    x = b.activation("act2", b.batchNorm("bn2", b.conv("conv2", x, 8, 3, 4)), ActivationKind::Relu);
    b.linear("linear", b.flatten("flat", x, 9), 4);
    return b.finish();
}

Graph pooledNetwork() {
    GraphBuilder b({"test", 3, 4, 8, 8, "relu"}, 2);
    const NodeId x = b.batchNorm("bn1", b.conv("conv1", b.input(), 8, 3));
    b.linear("linear", b.flatten("flat", b.globalAvgPool("pool", x)), 4);
    return b.finish();
}

constexpr const char* kNote = "images padded from 8x8 to 12x12 with black";

struct Listener {
    std::vector<std::string> said;
    RunContext context;
    Listener() {
        context.onMessage = [this](const std::string& line) { said.push_back(line); };
    }
};

}  // namespace

TEST_CASE("a network that takes the images gets them as they are", "[data_fit]") {
    const ImageData data = quadrantImages();
    Listener listener;
    CHECK(fitData(tinyNetwork(), data, listener.context).test == data.test);
    CHECK(listener.said.empty());
    CHECK(fitNote(tinyNetwork(), data).empty());
    ImageData gray = data;
    gray.classNames.pop_back();
    CHECK_THROWS_AS(fitData(tinyNetwork(), gray, {}), Error);
}

TEST_CASE("a network of one channel is given a folder's images in grey", "[data_fit]") {
    ImageData data = quadrantImages();
    GraphBuilder b({"test", 1, 4, 8, 8, "relu"}, 2);
    b.linear("linear", b.flatten("flat", b.globalAvgPool("pool", b.conv("conv", b.input(), 8, 3))),
             4);
    const Graph network = b.finish();
    CHECK_THROWS_AS(fitData(network, data, {}), Error);  // of another kind than a folder
    std::promise<Normalisation> constants;
    constants.set_value({{0.4}, {0.2}});
    data.greyNormalisation = constants.get_future().share();
    Listener listener;
    const ImageData fitted = fitData(network, data, listener.context);
    CHECK(fitted.test->channels() == 1);
    CHECK(listener.said ==
          std::vector<std::string>{"images read in grey, for a network of one channel"});

    Study study;
    const int64_t id = importNetwork(study, network, "grey").id;
    const StoredEvaluation stored =
        evaluateVariant({study, data, 1, {}}, id, {Split::Test, allIndices()});
    const Evaluation direct = evaluate(network, *fitted.test, {{0.4}, {0.2}}, allIndices(), {}, {});
    CHECK(stored.result.predictions == direct.predictions);
    CHECK(fitData(tinyNetwork(), data, {}).test == data.test);
}

TEST_CASE("images that do not fit do not become the study's", "[data_fit]") {
    ImageData data = quadrantImages();
    data.asked = "/quadrants";
    data.classNames.pop_back();
    Study study;
    const int64_t id = importNetwork(study, tinyNetwork(), "tiny").id;
    const ImageList images{Split::Test, allIndices()};
    CHECK_THROWS_AS(evaluateVariant({study, data, 1, {}}, id, images), Error);
    CHECK_THROWS_AS(activationHistograms({study, data, 1, {}}, id, images, {}), Error);
    CHECK(listData(study).empty());
    CHECK_FALSE(keptImages(study));

    data.classNames = {"0", "1", "2", "3"};
    data.options.normalisation = NormalisationChoice::Half;
    data.options.crop = 8;
    data.options.exifRotation = true;
    data.options.mean = "0.5, 0.4";
    evaluateVariant({study, data, 1, {}}, id, images);
    const std::optional<KeptImages> kept = keptImages(study);
    REQUIRE(kept);
    CHECK(kept->location == "/quadrants");
    CHECK(kept->options.normalisation == NormalisationChoice::Half);
    CHECK(kept->options.crop == 8);
    CHECK(kept->options.exifRotation);
    CHECK(kept->options.mean == "0.5, 0.4");
    setSetting(study, "data.crop", "-3");
    CHECK_THROWS_AS(keptImages(study), Error);
}

TEST_CASE("images smaller than the network's input are padded in every stage", "[data_fit]") {
    const ImageData data = quadrantImages();
    const ImageList images{Split::Train, allIndices()};
    Study study;
    const Graph network = largerNetwork();
    const int64_t id = importNetwork(study, network, "larger").id;
    Listener listener;

    const StoredEvaluation evaluation =
        evaluateVariant({study, data, 1, listener.context}, id, {Split::Test, allIndices()});
    CHECK(listener.said == std::vector<std::string>{kNote});
    const Evaluation direct = evaluate(network, *paddedData(data, 12, 12).test, data.normalisation,
                                       allIndices(), {1, 8}, {});
    CHECK(evaluation.result.predictions == direct.predictions);
    // What is recorded are the images, not what was made of them.
    CHECK(listImages(study).front().digest == imageListDigest(data, {Split::Test, allIndices()}));

    SweepOptions options;
    options.levels = {0.5};
    CHECK(sweepVariant({study, data}, id, images, options).points.size() == 4);
    CHECK(activationHistograms({study, data, 1}, id, images).contains("linear"));
    const Variant int8 = quantizeVariant({study, data}, id, images, {});
    CHECK(int8.note.find(kNote) != std::string::npos);
    CHECK(evaluateVariant({study, data, 1}, int8.id, images).result.count() == kImages);

    TrainingPlan plan;
    plan.options.epochs = 1;
    plan.options.batchSize = 16;
    plan.options.augmentation = {2, true};
    plan.images = images;
    plan.heldOut = {Split::HeldOut, {0, 1, 2, 3}};
    const Variant trained = trainVariant({study, data}, plan, network).last;
    CHECK(trained.note.find(kNote) != std::string::npos);
}

TEST_CASE("a network is built no smaller than it can be", "[data_fit]") {
    const ImageData data = quadrantImages();
    CHECK(randomNetwork("vgg16_cifar", &data, 0).input().height == 32);
    CHECK(randomNetwork("resnet18_cifar", &data, 0).input().height == 8);
    CHECK(randomNetwork("mobilenet_v2_cifar", &data, 0).input().width == 8);
}

TEST_CASE("tensors of modules that the original does not use are ignored", "[data_fit]") {
    const Scratch scratch;
    const std::string file = scratch / "efficientnet.safetensors";
    Graph graph = buildModel(modelEntry("efficientnet_b0_cifar").defaults, 3);
    StateDict state{graph.stateDict(), {}};
    state.tensors.emplace_back("layers.0.conv1.weight", at::ones({32, 32, 1, 1}));
    state.tensors.emplace_back("layers.0.bn1.weight", at::ones({32}));
    writeSafetensors(file, state);
    Listener listener;
    Study study;
    const Variant variant =
        importCheckpoint(study, {file, "efficientnet_b0_cifar"}, nullptr, listener.context);
    REQUIRE(listener.said.size() == 2);
    CHECK(listener.said.front().find("layers.0.bn1, layers.0.conv1") != std::string::npos);
    CHECK(listener.said.back() == "assumed: strides for small images");
    CHECK(variant.note.find("layers.0.bn1, layers.0.conv1") != std::string::npos);
    CHECK(loadVariant(study, variant.id)
              .node(1)
              .parameter("weight")
              .equal(graph.node(1).parameter("weight")));

    state.tensors.emplace_back("layers.1.conv4.weight", at::ones({1, 1, 1, 1}));
    writeSafetensors(file, state);
    CHECK_THROWS_AS(readNetwork({file, "efficientnet_b0_cifar"}, nullptr), Error);
}

TEST_CASE("shapes and costs are of the images", "[data_fit]") {
    // Twice the side is four times the multiply-adds of the convolution: 8 * 8 * 8 * 27 at 8x8.
    // The linear layer's 8 * 4 stay.
    const Graph network = pooledNetwork();
    CHECK(costOn(network, {}).macs == 13824 + 32);
    const GraphCost twice = costOn(network, ImageSize{16, 16});
    CHECK(twice.layers.front().output == FeatureShape{3, 16, 16});
    CHECK(twice.macs == 4 * 13824 + 32);
    CHECK(costOn(network, ImageSize{4, 4}).macs == 13824 + 32);  // padded to what it takes
    // One that takes a single size costs what it costs there.
    CHECK(costOn(largerNetwork(), ImageSize{20, 20}).layers.front().output ==
          FeatureShape{3, 12, 12});
}

TEST_CASE("a stored network's cost follows the data, else what was measured last", "[data_fit]") {
    Study study;
    const int64_t id = importNetwork(study, pooledNetwork(), "pooled").id;
    const ImageData small = quadrantImages();
    ImageData large = paddedData(small, 16, 16);
    large.digest = "another";
    CHECK_FALSE(newestImageSize(study));
    CHECK(variantCost(study, id).layers.front().output[1] == 8);
    recordImages(study, large, {Split::Test, {0}});
    CHECK(newestImageSize(study) == ImageSize{16, 16});
    CHECK(variantCost(study, id).layers.front().output[1] == 16);
    CHECK(variantCost(study, id, &small).layers.front().output[1] == 8);
    CHECK(slimVariant(study, id, {}).before.macs == 4 * 13824 + 32);
}
