#include "core/stages/gradual_stage.h"

#include <cmath>

#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/prune/unstructured.h"
#include "core/stages/stages.h"
#include "core/study/study.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"
#include "tests/support/stopped_training.h"

using namespace secateur;
using namespace secateur::test;

namespace {

constexpr double kWeights = 3 * 8 * 9 + 8 * 8 * 9 + 32 * 4;  // of tinyNetwork(), one of them zero

GradualPlan tinyPlan(int64_t steps) {
    GradualPlan plan;
    plan.steps = steps;
    plan.recalibrate = 48;
    plan.training.options.epochs = 1;
    plan.training.options.batchSize = 16;
    plan.training.options.microBatch = 8;
    plan.training.options.learningRate = 0.05;
    plan.training.options.checkpointSeconds = 0.0;
    plan.training.images = {Split::Train, allIndices()};
    return plan;
}

GradualPlan weightPlan() {
    GradualPlan plan = tinyPlan(3);
    PruneRecipe recipe;
    recipe.amount = 0.6;
    plan.cut = recipe;
    return plan;
}

GradualPlan channelPlan() {
    GradualPlan plan = tinyPlan(4);
    ChannelRecipe recipe;
    recipe.scope = PruneScope::Layer;
    recipe.amount = 0.5;
    plan.cut = recipe;
    return plan;
}

std::vector<std::string> digestsOf(Study& study) {
    std::vector<std::string> digests;
    for (const Variant& variant : listVariants(study)) {
        digests.push_back(variant.digest);
    }
    return digests;
}

}  // namespace

TEST_CASE("the cubic schedule cuts most at first", "[gradual]") {
    CHECK(cubicShare(0.0, 0.8, 1, 4) == Approx(0.4625));  // 0.8 (1 - 0.75^3)
    CHECK(cubicShare(0.0, 0.8, 2, 4) == Approx(0.7));
    CHECK(cubicShare(0.0, 0.8, 3, 4) == Approx(0.7875));
    CHECK(cubicShare(0.0, 0.8, 4, 4) == 0.8);
    CHECK(cubicShare(0.5, 0.9, 1, 2) == Approx(0.85));
}

TEST_CASE("single weights go step by step, and what is zero stays zero", "[gradual]") {
    Study study;
    const ImageData data = quadrantImages();
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
    GradualPlan plan = weightPlan();
    SECTION("by magnitude") {}
    SECTION("at random") {
        std::get<PruneRecipe>(plan.cut).criterion = PruneCriterion::Random;
    }
    const std::vector<GradualStep> steps = cutGradually({study, data, 2}, root, plan);
    REQUIRE(steps.size() == 3);
    Masks before;
    for (size_t i = 0; i < steps.size(); ++i) {
        const double share = cubicShare(1 / kWeights, 0.6, static_cast<int64_t>(i) + 1, 3);
        CHECK(steps[i].share == Approx(share));
        REQUIRE(steps[i].networks.size() == 3);
        CHECK_FALSE(steps[i].networks.front().accuracy);
        for (const auto& [variant, accuracy] : steps[i].networks) {
            CHECK(variant.zeros == static_cast<int64_t>(std::nearbyint(share * kWeights)));
        }
        CHECK(steps[i].networks[0].variant.kind == VariantKind::Pruned);
        CHECK(steps[i].networks[1].variant.kind == VariantKind::Recalibrated);
        CHECK(steps[i].result().kind == VariantKind::FineTuned);
        CHECK(steps[i].networks[0].variant.parent == (i == 0 ? root : steps[i - 1].result().id));
        const Masks masks = masksOfZeros(loadVariant(study, steps[i].result().id));
        for (const auto& [name, mask] : before) {
            CHECK(masks.at(name).masked_select(mask.eq(0)).eq(0).all().item<bool>());
        }
        before = masks;
    }
    // From a network that is cut already: the cubic goes on from there.
    std::get<PruneRecipe>(plan.cut).amount = 0.5;
    CHECK_THROWS_WITH(cutGradually({study, data, 2}, steps.back().result().id, plan),
                      Catch::Matchers::ContainsSubstring("zero already"));
    std::get<PruneRecipe>(plan.cut).amount = 0.9;
    plan.steps = 2;
    const auto more = cutGradually({study, data, 2}, steps.back().result().id, plan);
    CHECK(more.front().share == Approx(0.9 - 0.3 / 8).margin(1e-3));
}

TEST_CASE("channels go in equal steps, ranked in the network as it is by then", "[gradual]") {
    Study study;
    const ImageData data = quadrantImages();
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
    GradualPlan plan = channelPlan();
    plan.training.heldOut = {Split::HeldOut, {0, 1, 2, 3, 4, 5, 6, 7}};
    int64_t told = 0;
    const auto steps =
        cutGradually({study, data, 2}, root, plan, [&](const GradualStep&) { ++told; });
    CHECK(told == 4);
    for (int64_t i = 0; i < 4; ++i) {
        const GradualStep& step = steps[static_cast<size_t>(i)];
        CHECK(step.share == Approx(0.125 * static_cast<double>(i + 1)));
        const Graph graph = loadVariant(study, step.result().id);
        for (const char* layer : {"conv1", "conv2"}) {
            CHECK(graph.node(graph.require(layer)).parameter("weight").size(0) == 7 - i);
        }
        for (const auto& [variant, accuracy] : step.networks) {
            CHECK(accuracy == evaluateVariant({study, data, 2}, variant.id, plan.training.heldOut)
                                  .result.accuracy());
        }
    }
    // Multiples only at the end: 8, 8, 8 and then 4.
    Study other;
    importNetwork(other, tinyNetwork(), "tiny");
    std::get<ChannelRecipe>(plan.cut).roundTo = 4;
    const auto rounded = cutGradually({other, data, 2}, root, plan);
    const Graph graph = loadVariant(other, rounded.back().result().id);
    CHECK(graph.node(graph.require("conv1")).parameter("weight").size(0) == 4);
}

TEST_CASE("a gradual cut that was stopped anywhere goes on to the same networks", "[gradual]") {
    const ImageData data = quadrantImages();
    for (const GradualPlan& plan : {weightPlan(), channelPlan()}) {
        Study whole;
        const int64_t root = importNetwork(whole, tinyNetwork(), "tiny").id;
        cutGradually({whole, data, 2}, root, plan);
        Study stopped;
        importNetwork(stopped, tinyNetwork(), "tiny");
        int interruptions = 0;
        for (bool finished = false; !finished; ++interruptions) {
            REQUIRE(interruptions < 60);
            int reports = 0;
            const StopWhen stop([&](const Progress&) { return ++reports > 3; });
            try {
                cutGradually({stopped, data, 2, stop.context}, root, plan);
                finished = true;
            } catch (const Cancelled&) {
            }
        }
        CHECK(interruptions > 3);
        CHECK(digestsOf(stopped) == digestsOf(whole));
    }
}

TEST_CASE("a gradual cut has steps", "[gradual]") {
    Study study;
    const ImageData data = quadrantImages();
    const int64_t root = importNetwork(study, tinyNetwork(), "tiny").id;
    GradualPlan plan = weightPlan();
    plan.steps = 0;
    CHECK_THROWS_AS(cutGradually({study, data, 2}, root, plan), Error);
}
