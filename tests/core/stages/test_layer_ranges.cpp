#include "core/stages/layer_ranges.h"
#include "core/study/clips.h"
#include "core/study/histogram_store.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/passes/fold_batchnorm.h"
#include "core/quant/weight_error.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/stages.h"
#include "core/study/study.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"
#include "tests/support/scratch.h"

using namespace secateur;
using namespace secateur::test;
using Catch::Matchers::ContainsSubstring;

namespace {

const ImageList kCalibration{Split::Train, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}};

template <class Call>
ErrorCode codeOf(const Call& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    FAIL("it was not refused");
    return ErrorCode::Internal;
}

std::string noteOf(Study& study, int64_t parent) {
    return quantizeVariant({study, quadrantImages()}, parent, kCalibration, {}).note;
}

}  // namespace

TEST_CASE("weight histograms are of the folded layer, whole and by channel", "[study]") {
    const Graph folded = foldBatchNorm(tinyNetwork());
    for (const NodeId node : folded.weightedNodes()) {
        const at::Tensor weight = folded.node(node).parameter("weight");
        const WeightHistogram found = weightHistogram(folded, folded.node(node).name);
        INFO(found.layer);
        CHECK(found.layer == folded.node(node).name);
        CHECK(found.all.bins() == 2048);
        CHECK(found.all.total() == weight.numel());
        CHECK(found.all.minimum() == weight.min().item<double>());
        CHECK(found.all.maximum() == weight.max().item<double>());
        REQUIRE(static_cast<int64_t>(found.channels.size()) == weight.size(0));
        REQUIRE(found.perChannel.size() == found.channels.size());
        for (int64_t channel = 0; channel < weight.size(0); ++channel) {
            const auto index = static_cast<size_t>(channel);
            CHECK(found.channels[index].low == weight[channel].min().item<double>());
            CHECK(found.channels[index].high == weight[channel].max().item<double>());
            CHECK(found.perChannel[index].bins() == 128);
            CHECK(found.perChannel[index].total() == weight[channel].numel());
        }
    }
    CHECK(codeOf([&] { weightHistogram(folded, "conv9"); }) == ErrorCode::NotFound);
    CHECK(codeOf([&] { weightHistogram(folded, "flat"); }) == ErrorCode::InvalidArgument);
}

TEST_CASE("pruned weights are counted as zeros", "[study]") {
    Study study;
    const int64_t id = importNetwork(study, tinyNetwork(), "tiny").id;
    PruneRecipe recipe;
    recipe.scope = PruneScope::Layer;
    recipe.amount = 0.5;
    const int64_t pruned = pruneVariant(study, id, recipe).id;
    const NetworkRanges ranges = networkRanges(study, pruned, predefinedRecipes().front());
    CHECK(weightHistogram(*ranges.graph, "conv1").all.zeros() == 108);  // of 8 * 3 * 9
}

TEST_CASE("activation histograms are measured once and stored", "[study]") {
    const Scratch folder;
    const ImageData data = quadrantImages();
    ActivationHistograms measured;
    {
        Study study(folder / "a.secateur");
        importNetwork(study, tinyNetwork(), "tiny");
        measured = activationHistograms({study, data, 2}, 1, kCalibration);
    }
    REQUIRE(measured.size() == 4);
    CHECK(measured.at("input").values.total() == 12 * 3 * 8 * 8);
    CHECK(measured.at("conv1").values.total() == 12 * 8 * 8 * 8);
    CHECK(measured.at("conv1").values.minimum() >= 0.0);
    CHECK_FALSE(measured.at("conv1").relu6);
    Study study(folder / "a.secateur");
    RunContext context;
    context.onProgress = [](const Progress&) { FAIL("they were measured again"); };
    const auto again = activationHistograms({study, data, 1, context}, 1, kCalibration);
    REQUIRE(again.size() == measured.size());
    for (const auto& [layer, histogram] : measured) {
        INFO(layer);
        CHECK(again.at(layer).name == layer);
        CHECK(again.at(layer).values == histogram.values);
        CHECK(again.at(layer).relu6 == histogram.relu6);
        CHECK(again.at(layer).movingAverage == histogram.movingAverage);
    }
    // Other images, or another variant, are another measurement.
    int64_t reports = 0;
    context.onProgress = [&](const Progress&) { ++reports; };
    const auto fewer =
        activationHistograms({study, data, 1, context}, 1, {Split::Train, {0, 1, 2}});
    CHECK(fewer.at("linear").values.total() == 12);
    CHECK(reports == 1);
    PruneRecipe recipe;
    activationHistograms({study, data, 1, context}, pruneVariant(study, 1, recipe).id,
                         kCalibration);
    CHECK(reports == 3);
}

TEST_CASE("a cancelled measurement of histograms stores nothing", "[study]") {
    Study study;
    const ImageData data = quadrantImages();
    const int64_t id = importNetwork(study, tinyNetwork(), "tiny").id;
    std::stop_source source;
    RunContext context;
    context.stop = source.get_token();
    context.onProgress = [&](const Progress&) { source.request_stop(); };
    CHECK_THROWS_AS(activationHistograms({study, data, 1, context}, id, kCalibration), Cancelled);
    study.transact([](SQLite::Database& database) {
        CHECK(database.execAndGet("SELECT count(*) FROM activation_histogram").getInt() == 0);
    });
    CHECK(activationHistograms({study, data, 1}, id, kCalibration).size() == 4);
}

TEST_CASE("a damaged histogram in a study is named", "[study]") {
    Study study;
    const ImageData data = quadrantImages();
    const int64_t id = importNetwork(study, tinyNetwork(), "tiny").id;
    activationHistograms({study, data, 1}, id, kCalibration);
    study.transact([](SQLite::Database& database) {
        database.exec("UPDATE activation_histogram SET histogram = x'0011' WHERE layer = 'conv2'");
    });
    try {
        activationHistograms({study, data, 1}, id, kCalibration);
        FAIL("it was read");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::CorruptData);
        CHECK_THAT(error.what(), ContainsSubstring("table activation_histogram, row"));
    }
}

TEST_CASE("an INT8 network that came as it is shows its scales over its own weights", "[study]") {
    Study study;
    const int64_t parent = importNetwork(study, tinyNetwork(), "tiny").id;
    const Graph int8 =
        loadVariant(study, quantizeVariant({study, quadrantImages()}, parent, kCalibration, {}).id);
    Study other;
    const NetworkRanges ranges =
        networkRanges(other, importNetwork(other, int8, "net.onnx").id, {});
    const RangeChoice* choice = ranges.find("conv1", ClipTarget::Weights);
    REQUIRE(choice != nullptr);
    CHECK(choice->reason == "as the file has it");
    const Node& node = int8.node(int8.require("conv1"));
    CHECK(choice->scales[1] == node.parameter("weight").q_per_channel_scales()[1].item<double>());
    REQUIRE(ranges.graph);
    CHECK(weightHistogram(*ranges.graph, "conv1").all.maximum() ==
          node.parameter("weight").dequantize().max().item<double>());
}

TEST_CASE("an INT8 variant shows what it holds and why, over its parent's values", "[study]") {
    Study study;
    const ImageData data = quadrantImages();
    const int64_t id = importNetwork(study, tinyNetwork(), "tiny").id;
    setClip(study, id, {"conv1", ClipTarget::Activations, {0.0, 0.5}});
    const Variant int8 = quantizeVariant({study, data}, id, kCalibration, {});
    const NetworkRanges ranges = networkRanges(study, int8.id, {});
    CHECK(ranges.stored);
    CHECK(ranges.network == "baseline");
    CHECK(ranges.images == 12);
    const Graph lowered = loadVariant(study, int8.id);
    const RangeChoice* conv1 = ranges.find("conv1", ClipTarget::Activations);
    REQUIRE(conv1 != nullptr);
    CHECK(conv1->params == *lowered.node(lowered.require("conv1")).quant);
    CHECK(conv1->reason == "by hand");
    CHECK(conv1->range.high == Approx(0.5));
    CHECK(ranges.find("input", ClipTarget::Activations)->reason == "extremes of the images");
    CHECK(ranges.find("conv2", ClipTarget::Weights)->reason == "min-max, per channel");
    // As the FP32 network's page says it before.
    const NetworkRanges before = networkRanges(study, id, predefinedRecipes().front());
    CHECK(conv1->sqnrDb == before.find("conv1", ClipTarget::Activations)->sqnrDb);
    CHECK(ranges.find("conv2", ClipTarget::Weights)->sqnrDb ==
          before.find("conv2", ClipTarget::Weights)->sqnrDb);

    // Made by an older program.
    study.transact([](SQLite::Database& database) { database.exec("DELETE FROM range_reason"); });
    const NetworkRanges old = networkRanges(study, int8.id, {});
    CHECK(old.find("conv1", ClipTarget::Activations)->reason == "not recorded");
    CHECK(old.find("conv1", ClipTarget::Activations)->params == conv1->params);

    CHECK(codeOf([&] { weightErrors(study, int8.id); }) == ErrorCode::InvalidArgument);
    CHECK(codeOf([&] {
              activationHistograms({study, data, 1}, int8.id, kCalibration);
          }) == ErrorCode::InvalidArgument);
    CHECK(codeOf([&] { weightErrors(study, 99); }) == ErrorCode::NotFound);
    CHECK(codeOf([&] { networkRanges(study, 99, {}); }) == ErrorCode::NotFound);
}

TEST_CASE("what would be taken had nobody chosen is known too", "[study]") {
    Study study;
    const ImageData data = quadrantImages();
    const int64_t id = importNetwork(study, tinyNetwork(), "tiny").id;
    const QuantRecipe& recipe = predefinedRecipes().front();
    const RangeChoice plain = *collectRanges({study, data, 1}, id, kCalibration, recipe)
                                   .find("conv1", ClipTarget::Activations);
    setClip(study, id, {"conv1", ClipTarget::Activations, {0.0, 0.5}});
    const NetworkRanges ranges = networkRanges(study, id, recipe);
    const RangeChoice* clipped = ranges.find("conv1", ClipTarget::Activations);
    CHECK(clipped->rule == RangeRule::ByHand);
    CHECK(clipped->range == ClipRange{0.0, 0.5});
    CHECK(clipped->automatic == plain.range);
    CHECK(clipped->automaticReason == "min-max");
}

TEST_CASE("what quantization would observe anew is said to be missing until it is collected",
          "[study]") {
    Study study;
    const ImageData data = quadrantImages();
    const int64_t id = importNetwork(study, tinyNetwork(), "tiny").id;
    const QuantRecipe& recipe = predefinedRecipes().front();
    CHECK(networkRanges(study, id, recipe).missing.empty());  // nothing is known yet
    collectRanges({study, data, 1}, id, kCalibration, recipe);
    CHECK(networkRanges(study, id, recipe).activations.size() == 4);
    setClip(study, id, {"conv2", ClipTarget::Weights, {-0.01, 0.01}});
    const NetworkRanges clipped = networkRanges(study, id, recipe);
    CHECK(clipped.activations.empty());
    CHECK_THAT(clipped.missing, ContainsSubstring("clipped by hand"));
    CHECK(clipped.find("conv2", ClipTarget::Weights)->rule == RangeRule::ByHand);
    CHECK(collectRanges({study, data, 1}, id, kCalibration, recipe).missing.empty());
    CHECK(networkRanges(study, id, recipe).activations.size() == 4);  // they are stored
    // What an equalizing recipe makes of weights hangs on the images.
    const QuantRecipe& equalized = predefinedRecipes()[3];
    collectRanges({study, data, 1}, id, kCalibration, equalized);
    const NetworkRanges again = networkRanges(study, id, equalized);
    CHECK(again.find("conv2", ClipTarget::Activations) != nullptr);
    CHECK(again.find("conv2", ClipTarget::Weights) == nullptr);
    CHECK_THAT(again.missing, ContainsSubstring("equalizes"));
}

TEST_CASE("errors of weights, layer by layer", "[study]") {
    Study study;
    const int64_t id = importNetwork(study, tinyNetwork(), "tiny").id;
    const std::vector<WeightError> errors = weightErrors(study, id);
    REQUIRE(errors.size() == 3);
    const Graph folded = foldBatchNorm(tinyNetwork());
    for (const WeightError& error : errors) {
        INFO(error.layer);
        const at::Tensor weight = folded.node(folded.require(error.layer)).parameter("weight");
        CHECK(error.perChannelDb == perChannelSqnrDb(weight));
        CHECK(error.perTensorDb == perTensorSqnrDb(weight));
        CHECK(error.perChannelDb > 35.0);
    }
    CHECK(errors.front().layer == "conv1");
}

TEST_CASE("clips are kept, replaced, cleared, and inherited whole", "[study]") {
    const Scratch folder;
    const ClipChoice conv{"conv1", ClipTarget::Activations, {0.0, 4.1}};
    const ClipChoice weights{"conv1", ClipTarget::Weights, {-0.5, 0.5}};
    {
        Study study(folder / "a.secateur");
        importNetwork(study, tinyNetwork(), "tiny");
        setClip(study, 1, {"conv1", ClipTarget::Activations, {0.0, 9.0}});
        setClip(study, 1, conv);
        setClip(study, 1, weights);
        pruneVariant(study, 1, {});
    }
    Study study(folder / "a.secateur");
    CHECK((listClips(study, 1) == std::vector<ClipChoice>{conv, weights}));
    CHECK(listClips(study, 2).empty());
    CHECK(clipsInForce(study, 2).owner->id == 1);
    CHECK((clipsInForce(study, 2).clips == listClips(study, 1)));
    const ClipChoice own{"linear", ClipTarget::Activations, {-3.0, 3.0}};
    setClip(study, 2, own);
    CHECK((clipsInForce(study, 2).clips == std::vector<ClipChoice>{own}));
    clearClip(study, 2, "linear", ClipTarget::Weights);  // there is none
    CHECK(clipsInForce(study, 2).clips.size() == 1);
    clearClip(study, 2, "linear", ClipTarget::Activations);
    clearClip(study, 1, "conv1", ClipTarget::Activations);
    CHECK((clipsInForce(study, 2).clips == std::vector<ClipChoice>{weights}));
    clearClip(study, 1, "conv1", ClipTarget::Weights);
    CHECK(clipsInForce(study, 2).clips.empty());
    CHECK_FALSE(clipsInForce(study, 2).owner.has_value());
    CHECK(codeOf([&] { setClip(study, 9, conv); }) == ErrorCode::NotFound);
    CHECK(codeOf([&] {
              setClip(study, 1, {"conv1", ClipTarget::Weights, {1.0, 1.0}});
          }) == ErrorCode::InvalidArgument);
}

TEST_CASE("quantization uses the clips of the variant or its nearest ancestor", "[study]") {
    Study study;
    const ImageData data = quadrantImages();
    const int64_t base = importNetwork(study, tinyNetwork(), "tiny").id;
    const int64_t pruned = pruneVariant(study, base, {}).id;
    const auto quantize = [&](int64_t parent) {
        return quantizeVariant({study, data}, parent, kCalibration, {});
    };
    const auto top = [&](const Variant& variant, const char* layer) {
        const Graph graph = loadVariant(study, variant.id);
        return graph.node(graph.require(layer)).quant->realMax();
    };
    const Variant plain = quantize(pruned);
    CHECK(plain.recipe.find("\"activation_clips\":{}") != std::string::npos);
    CHECK(plain.note.find("by hand") == std::string::npos);

    setClip(study, base, {"conv1", ClipTarget::Activations, {0.0, 0.5}});
    const Variant inherited = quantize(pruned);
    CHECK(inherited.id != plain.id);
    CHECK(top(inherited, "conv1") == Approx(0.5));
    CHECK(top(inherited, "conv2") == Approx(top(plain, "conv2")));
    CHECK_THAT(inherited.recipe, ContainsSubstring(R"("activation_clips":{"conv1":[0.0,0.5]})"));
    CHECK_THAT(inherited.note, ContainsSubstring("ranges chosen by hand (in baseline): "
                                                 "activations of conv1 0 to 0.5"));

    setClip(study, pruned, {"linear", ClipTarget::Weights, {-0.01, 0.01}});
    const Variant own = quantize(pruned);
    CHECK(top(own, "conv1") == Approx(top(plain, "conv1")));  // the ancestor's are not mixed in
    const Graph graph = loadVariant(study, own.id);
    const at::Tensor weight = graph.node(graph.require("linear")).parameter("weight").dequantize();
    CHECK(weight.abs().max().item<double>() == Approx(0.01).epsilon(1e-3));
    CHECK_THAT(noteOf(study, pruned), ContainsSubstring("weights of linear -0.01 to 0.01"));

    clearClip(study, pruned, "linear", ClipTarget::Weights);
    CHECK(quantize(pruned).id == inherited.id);  // known already
    clearClip(study, base, "conv1", ClipTarget::Activations);
    CHECK(quantize(pruned).id == plain.id);

    setClip(study, base, {"conv9", ClipTarget::Weights, {-1.0, 1.0}});
    CHECK(codeOf([&] { quantize(base); }) == ErrorCode::NotFound);
}
