#include "core/stages/channel_stage.h"

#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/prune/unstructured.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/stages.h"
#include "core/stages/sweep_stage.h"
#include "core/stages/training_stage.h"
#include "core/study/study.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"

using namespace secateur;
using namespace secateur::test;

namespace {

TrainingPlan plan(TrainingKind kind, std::optional<int64_t> parent) {
    TrainingPlan plan;
    plan.kind = kind;
    plan.keepZeros = kind == TrainingKind::FineTuned;
    plan.parent = parent;
    plan.options.epochs = 3;
    plan.options.batchSize = 16;
    plan.options.microBatch = 8;
    plan.options.learningRate = 0.05;
    plan.images = {Split::Train, allIndices()};
    return plan;
}

double accuracyOf(Study& study, const Variant& variant) {
    return evaluateVariant({study, quadrantImages(), 1}, variant.id, {Split::Test, allIndices()})
        .result.accuracy();
}

std::vector<std::vector<int64_t>> widthsOf(Study& study, const Variant& variant) {
    std::vector<std::vector<int64_t>> widths;
    const Graph graph = loadVariant(study, variant.id);
    for (const NodeId id : graph.weightedNodes()) {
        widths.push_back(graph.node(id).parameter("weight").sizes().vec());
    }
    return widths;
}

}  // namespace

TEST_CASE("a slim variant: its recipe, its widths, what could not be cut", "[channel_stage]") {
    Study study;
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
    const std::vector<GroupInfo> groups = listChannelGroups(study, root);
    REQUIRE(groups.size() == 4);
    CHECK(groups[1].name == "conv1");
    CHECK(groups[1].width == 8);
    CHECK(groups[0].fixed == "the network's input");

    ChannelRecipe recipe;
    CHECK(recipe.scope == PruneScope::Global);  // as sweeps cut
    recipe.scope = PruneScope::Layer;
    const SlimResult slim = slimVariant(study, root, recipe);
    CHECK(slim.variant.kind == VariantKind::Slimmed);
    CHECK(slim.variant.parent == root);
    CHECK(slim.variant.recipe ==
          R"({"amount":0.5,"criterion":"l1","groups":[],"method":"channels","plan":{},"roles":[],)"
          R"("round_to":1,"scope":"layer"})");
    CHECK(slim.variant.note.find("whole channels by l1, layer, 0.5") == 0);
    REQUIRE(slim.groups.size() == 4);
    CHECK(slim.groups[0].reason == "the network's input");
    CHECK(slim.groups[1].widthAfter == 4);
    CHECK(slim.groups[2].widthAfter == 4);
    CHECK(slim.groups[3].widthAfter == 4);
    CHECK(slim.groups[3].reason == "the network's output");
    // conv1 4*3*9, bn 2*4, conv2 4*4*9, bn 2*4, linear 4*16+4.
    CHECK(slim.after.parameters == 108 + 8 + 144 + 8 + 68);
    CHECK(slim.variant.parameters == slim.after.parameters);
    CHECK(slim.after.macs == 64 * 108 + 4 * 144 + 64);
    CHECK(slim.after.bytes < slim.before.bytes);
    CHECK(slimVariant(study, root, recipe).variant.id == slim.variant.id);
    recipe.roundTo = 8;
    CHECK(slimVariant(study, root, recipe).variant.parameters == slim.before.parameters);
    recipe.groups = {"conv9"};
    CHECK_THROWS_WITH(slimVariant(study, root, recipe),
                      Catch::Matchers::ContainsSubstring("no such channel group"));
}

TEST_CASE("what a cut comes to is foretold, and nothing is stored", "[channel_stage]") {
    Study study;
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
    ChannelRecipe recipe;
    recipe.scope = PruneScope::Layer;
    const CutForecast forecast = forecastCut(study, root, recipe).value();
    CHECK(forecast.after.parameters == 108 + 8 + 144 + 8 + 68);  // as above, half of each
    CHECK(listVariants(study).size() == 1);
    const SlimResult slim = slimVariant(study, root, recipe);
    CHECK(forecast.before.macs == slim.before.macs);
    CHECK(forecast.after.macs == slim.after.macs);
    CHECK(forecast.after.bytes == slim.after.bytes);

    recipe.criterion = PruneCriterion::Taylor;  // looks at images: only widths that it settles
    CHECK(forecastCut(study, root, recipe)->after.macs == slim.after.macs);
    recipe.scope = PruneScope::Global;
    CHECK_FALSE(forecastCut(study, root, recipe));
    recipe.amount = 2.0;
    recipe.criterion = PruneCriterion::L1;
    CHECK_THROWS_AS(forecastCut(study, root, recipe), Error);
}

TEST_CASE("a ranking by images names them in the recipe", "[channel_stage]") {
    Study study;
    const ImageData data = quadrantImages();
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
    const StageContext stage{study, data, 1};
    ChannelRecipe recipe;
    recipe.criterion = PruneCriterion::Taylor;
    recipe.rankingImages = 12;
    CHECK_THROWS_WITH(slimVariant(study, root, recipe),
                      Catch::Matchers::ContainsSubstring("looks at images"));
    const SlimResult slim = slimVariant(stage, root, recipe);
    CHECK(slim.variant.note.find(", ranked on 12 train images") != std::string::npos);
    CHECK(slim.variant.recipe.find("\"images\":\"") != std::string::npos);
    CHECK(slim.variant.recipe.find("\"ranking_images\":12") != std::string::npos);
    CHECK(slim.after.parameters < slim.before.parameters);
    CHECK(slimVariant(stage, root, recipe).variant.id == slim.variant.id);
    recipe.seed = 1;  // other images
    CHECK(slimVariant(stage, root, recipe).variant.id != slim.variant.id);
    recipe.criterion = PruneCriterion::L1;  // which looks at none
    CHECK(slimVariant(stage, root, recipe).variant.id ==
          slimVariant(study, root, recipe).variant.id);

    PruneRecipe weights;
    weights.criterion = PruneCriterion::Wanda;
    weights.rankingImages = 12;
    CHECK_THROWS_WITH(pruneVariant(study, root, weights),
                      Catch::Matchers::ContainsSubstring("looks at images"));
    const Variant pruned = pruneVariant(stage, root, weights);
    CHECK(pruned.note.find("global magnitude times input, 0.7, ranked on 12") == 0);
    CHECK(pruneVariant(stage, root, weights).id == pruned.id);
    const Variant random = pruneVariant(stage, root, {.criterion = PruneCriterion::Random});
    CHECK(pruneVariant(study, root, {.criterion = PruneCriterion::Random, .seed = 1}).id !=
          random.id);
    CHECK(pruneVariant(stage, root, {}).recipe ==
          R"({"amount":0.7,"layers":[],"method":"l1_unstructured","plan":{},"scope":"global"})");

    SweepOptions sweep;
    sweep.kind = PerturbationKind::Channels;
    sweep.criterion = PruneCriterion::Taylor;
    sweep.rankingImages = 12;
    sweep.levels = {0.5};
    const ImageList images{Split::HeldOut, allIndices()};
    const SweepResult swept = sweepVariant(stage, root, images, sweep);
    CHECK(swept.points.size() == 3);
    CHECK(sweepVariant(stage, root, images, sweep).knownBefore == 3);
    sweep.seed = 1;
    CHECK(sweepVariant(stage, root, images, sweep).knownBefore == 0);
}

TEST_CASE("a reconstructed cut is another variant", "[channel_stage]") {
    Study study;
    const ImageData data = quadrantImages();
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
    const StageContext stage{study, data, 1};
    ChannelRecipe recipe;
    const Variant plain = slimVariant(stage, root, recipe).variant;
    recipe.reconstruct = 20;
    CHECK_THROWS_WITH(slimVariant(study, root, recipe),
                      Catch::Matchers::ContainsSubstring("a reconstruction looks at images"));
    const SlimResult made = slimVariant(stage, root, recipe);
    CHECK(made.variant.id != plain.id);
    CHECK(made.variant.parameters == plain.parameters);
    CHECK(made.variant.note.find(", reconstructed on 20 train images: 2 layers missed ") !=
          std::string::npos);
    CHECK(slimVariant(stage, root, recipe).variant.id == made.variant.id);
    recipe.seed = 1;  // other images
    CHECK(slimVariant(stage, root, recipe).variant.id != made.variant.id);
    const Graph before = loadVariant(study, plain.id);
    const Graph after = loadVariant(study, made.variant.id);
    const auto weight = [](const Graph& graph, const char* layer) {
        return graph.node(graph.require(layer)).parameter("weight");
    };
    CHECK(weight(after, "conv1").equal(weight(before, "conv1")));  // lost no inputs
    CHECK_FALSE(weight(after, "linear").equal(weight(before, "linear")));
}

TEST_CASE("channels and single weights combine in both orders, through fine-tuning and INT8",
          "[channel_stage]") {
    Study study;
    const ImageData data = quadrantImages();
    const Variant root =
        trainVariant({study, data, 1}, plan(TrainingKind::Trained, {}), tinyNetwork()).last;
    PruneRecipe weights;
    weights.amount = 0.4;
    const Variant slim = slimVariant(study, root.id, {}).variant;
    const Variant slimThenPruned = pruneVariant(study, slim.id, weights);
    const Variant pruned = pruneVariant(study, root.id, weights);
    const Variant prunedThenSlim = slimVariant(study, pruned.id, {}).variant;
    CHECK(slimThenPruned.zeros > 0);
    CHECK(prunedThenSlim.zeros > 0);
    CHECK(widthsOf(study, slimThenPruned) == widthsOf(study, slim));
    for (const Variant& start : {slim, slimThenPruned, prunedThenSlim}) {
        INFO(start.name);
        const Variant tuned =
            trainVariant({study, data, 1}, plan(TrainingKind::FineTuned, start.id)).last;
        CHECK(widthsOf(study, tuned) == widthsOf(study, start));
        CHECK(tuned.zeros >= start.zeros);
        const Masks masks = masksOfZeros(loadVariant(study, start.id));
        const Graph after = loadVariant(study, tuned.id);
        for (const auto& [name, mask] : masks) {
            const std::string layer = name.substr(0, name.rfind('.'));
            const at::Tensor& weight = after.node(after.require(layer)).parameter("weight");
            CHECK((weight * (1 - mask)).eq(0).all().item<bool>());
        }
        CHECK(accuracyOf(study, tuned) > 0.9);
        const Variant int8 =
            quantizeVariant({study, data, 1}, tuned.id, {Split::Train, allIndices()}, {});
        CHECK(accuracyOf(study, int8) > 0.9);
        CHECK_THROWS_WITH(slimVariant(study, int8.id, {}),
                          Catch::Matchers::ContainsSubstring("quantized already"));
    }
}

TEST_CASE("a sweep of channels is kept and found again", "[channel_stage]") {
    Study study;
    const ImageData data = quadrantImages();
    const ImageList images{Split::HeldOut, allIndices()};
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
    SweepOptions options;
    options.kind = PerturbationKind::Channels;
    options.levels = {0.25, 0.5};
    CHECK(sweepVariant({study, data, 1}, root, images, options).points.size() == 6);
    CHECK(sweepVariant({study, data, 1}, root, images, options).knownBefore == 6);
    options.criterion = PruneCriterion::BnScale;
    CHECK(sweepVariant({study, data, 1}, root, images, options).knownBefore == 0);
    const auto sweeps = listSweeps(study);
    REQUIRE(sweeps.size() == 2);
    CHECK(sweeps[0].kind == PerturbationKind::Channels);
    CHECK(sweeps[0].criterion == "l1");
    CHECK(sweeps[1].criterion == "bn-scale");
    // A slim network is swept like any other, of single weights too.
    const int64_t slim = slimVariant(study, root, {}).variant.id;
    CHECK(sweepVariant({study, data, 1}, slim, images, options).points.size() == 6);
    options.kind = PerturbationKind::Prune;
    options.criterion = PruneCriterion::L1;
    CHECK(sweepVariant({study, data, 1}, slim, images, options).points.size() == 8);
}
