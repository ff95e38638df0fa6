#include "core/stages/quantize_stage.h"
#include "core/stages/stages.h"
#include "core/stages/sweep_stage.h"
#include "core/stages/training_stage.h"

#include <algorithm>

#include "core/analysis/evaluator.h"
#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/study/study.h"
#include "core/study/training_store.h"
#include "core/train/trainer.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"
#include "tests/support/scratch.h"
#include "tests/support/stopped_training.h"

using namespace secateur;
using namespace secateur::test;

namespace {

TrainingPlan tinyPlan() {
    TrainingPlan plan;
    plan.options.epochs = 3;
    plan.options.batchSize = 16;
    plan.options.microBatch = 8;
    plan.options.learningRate = 0.05;
    plan.options.checkpointSeconds = 0.0;  // after every step
    plan.images = {Split::Train, allIndices()};
    plan.heldOut = {Split::HeldOut, {0, 1, 2, 3, 4, 5, 6, 7}};
    return plan;
}

}  // namespace

TEST_CASE("an evaluation is measured once", "[study]") {
    Study study;
    const ImageData data = quadrantImages();
    const int64_t id = importNetwork(study, tinyNetwork(), "tiny").id;
    const ImageList images{Split::Test, {5, 1, 2, 40}};
    const StoredEvaluation first = evaluateVariant({study, data, 1}, id, images);
    const Evaluation direct =
        evaluate(tinyNetwork(), *data.test, data.normalisation, images.indices, {1, 8}, {});
    CHECK(first.result.predictions == direct.predictions);
    CHECK(first.result.labels == std::vector<int32_t>{1, 1, 2, 0});
    CHECK(first.result.confidences == direct.confidences);
    CHECK(direct.confidences.size() == 4);
    CHECK(first.result.correct == direct.correct);
    const StoredEvaluation again = evaluateVariant({study, data, 1}, id, images);
    CHECK(again.result.seconds == first.result.seconds);  // it was not timed a second time
    evaluateVariant({study, data, 2}, id, images);        // speed is another with two workers
    CHECK(listEvaluations(study).size() == 2);
    CHECK(listImages(study).size() == 1);
    CHECK(listImages(study).front().indices == images.indices);
}

TEST_CASE("a sweep that was stopped goes on and ends with the same points", "[study]") {
    const ImageData data = quadrantImages();
    const ImageList images{Split::HeldOut, allIndices()};
    SweepOptions options;
    options.levels = {0.25, 0.5, 0.9};

    Study whole;
    const int64_t id = importNetwork(whole, tinyNetwork(), "tiny").id;
    const SweepResult expected = sweepVariant({whole, data, 2}, id, images, options);
    CHECK(expected.points.size() == 12);  // three layers and global
    CHECK(expected.knownBefore == 0);

    const Scratch folder;
    {
        Study study(folder / "a.secateur");
        importNetwork(study, tinyNetwork(), "tiny");
        std::stop_source source;
        RunContext context;
        context.stop = source.get_token();
        const auto stopAtTwo = [&](const std::vector<SensitivityPoint>& points) {
            if (points.size() == 2) {
                source.request_stop();
            }
        };
        CHECK_THROWS_AS(sweepVariant({study, data, 2, context}, 1, images, options, stopAtTwo),
                        Cancelled);
    }
    Study study(folder / "a.secateur");
    size_t told = 0;
    const SweepResult resumed =
        sweepVariant({study, data, 2}, 1, images, options,
                     [&](const std::vector<SensitivityPoint>& points) { told = points.size(); });
    CHECK(resumed.knownBefore >= 2);
    CHECK(resumed.knownBefore < 12);
    CHECK(told == 12);
    REQUIRE(resumed.points.size() == expected.points.size());
    for (const SensitivityPoint& point : expected.points) {
        bool found = false;
        for (const SensitivityPoint& other : resumed.points) {
            found = found ||
                    (other.target.text() == point.target.text() &&
                     other.level.number == point.level.number && other.correct == point.correct &&
                     other.lost == point.lost && other.gained == point.gained &&
                     other.prunedWeights == point.prunedWeights);
        }
        INFO(point.target.text() << " " << point.level.number);
        CHECK(found);
    }
}

TEST_CASE("a sweep is refused before anything is measured", "[study]") {
    Study study;
    const ImageData data = quadrantImages();
    const int64_t id = importNetwork(study, tinyNetwork(), "tiny").id;
    SweepOptions options;
    options.levels = {1.0};
    CHECK_THROWS_AS(sweepVariant({study, data, 2}, id, {Split::Test, {1}}, options), Error);
    options.levels = {0.5};
    options.layers = {"conv9"};
    CHECK_THROWS_AS(sweepVariant({study, data, 2}, id, {Split::Test, {1}}, options), Error);
    CHECK(listEvaluations(study).empty());
}

TEST_CASE("a training that was stopped goes on and ends bit-equal", "[study]") {
    const ImageData data = quadrantImages();
    const TrainingPlan plan = tinyPlan();
    Study whole;
    const TrainingOutcome expected = trainVariant({whole, data, 2}, plan, tinyNetwork());

    const Scratch folder;
    {
        Study study(folder / "a.secateur");
        int reports = 0;
        const StopWhen stop(
            [&](const Progress&) { return ++reports >= 6; });  // in epoch 2 of 4 steps
        CHECK_THROWS_AS(trainVariant({study, data, 2, stop.context}, plan, tinyNetwork()),
                        Cancelled);
        REQUIRE(listTrainings(study).size() == 1);
        CHECK(listTrainings(study).front().epochs.size() == 1);
        CHECK(listVariants(study).empty());
    }
    Study study(folder / "a.secateur");
    const TrainingOutcome resumed = trainVariant({study, data, 2}, plan, tinyNetwork());
    CHECK(resumed.last.digest == expected.last.digest);
    CHECK(resumed.best.has_value() == expected.best.has_value());
    const StoredTraining training = listTrainings(study).front();
    CHECK(training.lastVariant == resumed.last.id);
    REQUIRE(training.epochs.size() == 3);
    for (size_t e = 0; e < 3; ++e) {
        CHECK(training.epochs[e].loss == listTrainings(whole).front().epochs[e].loss);
        CHECK(training.epochs[e].accuracy == listTrainings(whole).front().epochs[e].accuracy);
    }
    CHECK_FALSE(loadTrainState(study, training.id));  // needed no longer
    CHECK(trainVariant({study, data, 2}, plan, tinyNetwork()).last.id == resumed.last.id);
    CHECK(listTrainings(study).size() == 1);
}

TEST_CASE("the best epoch is kept beside the last", "[study]") {
    Study study;
    const ImageData data = quadrantImages();
    TrainingPlan plan = tinyPlan();
    plan.options.learningRate = 0.9;  // falls apart after a good start
    plan.options.epochs = 6;
    plan.options.schedule = ScheduleKind::Constant;
    const TrainingOutcome outcome = trainVariant({study, data, 2}, plan, tinyNetwork());
    const std::vector<EpochRecord> epochs = listTrainings(study).front().epochs;
    const auto best = std::max_element(
        epochs.begin(), epochs.end(),
        [](const EpochRecord& a, const EpochRecord& b) { return a.accuracy < b.accuracy; });
    const auto accuracyOf = [&](const Variant& variant) {
        return evaluateVariant({study, data, 2}, variant.id, plan.heldOut).result.accuracy();
    };
    CHECK(accuracyOf(outcome.last) == Approx(epochs.back().accuracy));
    REQUIRE(outcome.best.has_value() == (best->epoch != 6));
    if (outcome.best) {
        CHECK(accuracyOf(*outcome.best) == Approx(best->accuracy));
        CHECK(outcome.best->kind == VariantKind::Trained);
    }
}

TEST_CASE("fine-tuning near the first network of the line names it, and says why it stopped",
          "[study]") {
    Study study;
    const ImageData data = quadrantImages();
    const Variant root = importNetwork(study, tinyNetwork(), "tiny");
    const Variant pruned = pruneVariant(study, root.id, {});
    TrainingPlan plan = tinyPlan();
    plan.kind = TrainingKind::FineTuned;
    plan.keepZeros = true;
    plan.parent = pruned.id;
    const Variant plain = trainVariant({study, data, 2}, plan).last;
    CHECK(plain.recipe.find("distance") == std::string::npos);  // as older programs wrote it
    CHECK(plain.recipe.find("patience") == std::string::npos);
    plan.options.distanceWeight = 2.0;
    const Variant near = trainVariant({study, data, 2}, plan).last;
    CHECK(near.recipe.find("\"teacher\":\"" + root.digest) != std::string::npos);
    CHECK(near.note.find("distance to baseline weighted 2 at temperature 4") != std::string::npos);
    CHECK(near.digest != plain.digest);
    CHECK(near.zeros == pruned.zeros);
    plan.options.distanceWeight = 0.0;
    plan.options.epochs = 40;
    plan.options.patience = 1;
    const Variant stopped = trainVariant({study, data, 2}, plan).last;
    CHECK(stopped.note.find("; stopped after epoch ") != std::string::npos);
    CHECK(listTrainings(study).back().epochs.size() < 40);
    CHECK(trainVariant({study, data, 2}, plan).last.id == stopped.id);
    plan.heldOut = {};
    CHECK_THROWS_WITH(trainVariant({study, data, 2}, plan),
                      Catch::Matchers::ContainsSubstring("needs held-out images"));
    TrainingPlan rootless = tinyPlan();
    rootless.options.distanceWeight = 1.0;
    CHECK_THROWS_WITH(trainVariant({study, data, 2}, rootless, tinyNetwork()),
                      Catch::Matchers::ContainsSubstring("no network to stay near"));
}

TEST_CASE("prune, fine-tune, quantize: a family, zeros kept", "[study]") {
    Study study;
    const ImageData data = quadrantImages();
    TrainingPlan plan = tinyPlan();
    const Variant baseline = trainVariant({study, data, 2}, plan, tinyNetwork()).last;
    PruneRecipe recipe;
    recipe.amount = 0.5;
    const Variant pruned = pruneVariant(study, baseline.id, recipe);
    plan.kind = TrainingKind::FineTuned;
    plan.keepZeros = true;
    plan.parent = pruned.id;
    plan.heldOut = {};
    const Variant tuned = trainVariant({study, data, 2}, plan, loadVariant(study, pruned.id)).last;
    CHECK(tuned.parent == pruned.id);
    CHECK(tuned.zeros == pruned.zeros);
    const Variant int8 =
        quantizeVariant({study, data, 2}, tuned.id, {Split::Train, allIndices()}, {});
    CHECK(int8.parent == tuned.id);
    CHECK(int8.encoding == Encoding::Int8);
    CHECK(int8.zeros >= tuned.zeros);
    CHECK(quantizeVariant({study, data, 2}, tuned.id, {Split::Train, allIndices()}, {}).id ==
          int8.id);
    CHECK_THROWS_AS(quantizeVariant({study, data, 2}, int8.id, {Split::Train, allIndices()}, {}),
                    Error);
    CHECK(
        evaluateVariant({study, data, 2}, int8.id, {Split::Test, allIndices()}).result.accuracy() >
        0.9);
}

TEST_CASE("a network for other classes or channels is refused", "[study]") {
    Study study;
    const int64_t id = importNetwork(study, tinyNetwork(), "tiny").id;
    ImageData data = quadrantImages();
    data.location = "a/folder";
    data.classNames.pop_back();
    CHECK_THROWS_WITH(evaluateVariant({study, data, 1}, id, {Split::Test, {0}}),
                      Catch::Matchers::ContainsSubstring("a/folder (expected 4 classes, got 3)"));
    CHECK_THROWS_AS(trainVariant({study, data, 2}, tinyPlan(), tinyNetwork()), Error);
    CHECK_THROWS_AS(quantizeVariant({study, data, 2}, id, {Split::Train, {0}}, {}), Error);
    data.classNames = {"0", "1", "2", "3", "4"};
    CHECK_THROWS_AS(quantizeVariant({study, data, 2}, id, {Split::Train, {0}}, {}), Error);
    CHECK(listTrainings(study).empty());
}

TEST_CASE("a pruning that did nothing, and one that emptied layers, says so", "[study]") {
    Study study;
    const int64_t id = importNetwork(study, tinyNetwork(), "tiny").id;
    PruneRecipe recipe;
    recipe.scope = PruneScope::Layer;
    recipe.amount = 0.5;
    const Variant half = pruneVariant(study, id, recipe);
    CHECK(half.remarks().empty());
    // Word for word: studies find what they have by it.
    CHECK(half.recipe ==
          R"({"amount":0.5,"layers":[],"method":"l1_unstructured","plan":{},"scope":"layer"})");
    const Variant again = pruneVariant(study, half.id, recipe);
    REQUIRE(again.remarks().size() == 1);
    CHECK(again.zeros == half.zeros);
    CHECK(again.remarks().front().starts_with("nothing changed"));
    recipe.scope = PruneScope::Plan;
    recipe.plan = {{"conv1", 0.999}, {"linear", 0.5}};  // 215.8 of 216 weights
    CHECK(pruneVariant(study, id, recipe).remarks() ==
          std::vector<std::string>{"nothing is left of conv1"});
    CHECK(requireVariant(study, again.id).remarks() == again.remarks());  // it is stored
}

TEST_CASE("a training that did nothing, and one that diverged, says so", "[study]") {
    const ImageData data = quadrantImages();
    Study study;
    TrainingPlan plan = tinyPlan();
    plan.heldOut = {Split::HeldOut, allIndices()};
    const Variant good = trainVariant({study, data, 2}, plan, tinyNetwork()).last;
    CHECK(good.remarks().empty());
    plan.kind = TrainingKind::FineTuned;
    plan.parent = good.id;
    plan.options.epochs = 1;
    plan.options.learningRate = 1e-30;
    plan.options.weightDecay = 0.0;
    const Variant idle = trainVariant({study, data, 2}, plan).last;
    REQUIRE(idle.remarks().size() == 1);
    CHECK(idle.remarks().front().starts_with("no weight changed"));
    plan.options.learningRate = 5.0;
    plan.options.schedule = ScheduleKind::Constant;
    const Variant broken = trainVariant({study, data, 2}, plan).last;
    INFO(broken.note);
    REQUIRE(broken.remarks().size() == 1);
    CHECK(broken.remarks().front().starts_with("diverged: 100.00 % of the held-out images"));
}

TEST_CASE("measured plans of a network, on the images asked for", "[study]") {
    const ImageData data = quadrantImages();
    Study study;
    const int64_t id = importNetwork(study, tinyNetwork(), "tiny").id;
    PruneRecipe recipe;
    recipe.scope = PruneScope::Plan;
    recipe.plan = {{"conv1", 0.5}};
    const Variant plan = pruneVariant(study, id, recipe);
    const Variant other = pruneVariant(study, plan.id, recipe);  // of another network
    const Variant global = pruneVariant(study, id, {});          // not a plan
    const ImageList images{Split::HeldOut, allIndices()};
    const StoredEvaluation before = evaluateVariant({study, data, 1}, id, images);
    const auto measured = [&] {
        return measuredPlans(listVariants(study), listEvaluations(study), id, before.images);
    };
    for (const Variant& variant : {other, global}) {
        evaluateVariant({study, data, 1}, variant.id, images);
    }
    evaluateVariant({study, data, 1}, plan.id, {Split::Test, {0, 1}});
    CHECK(measured().empty());
    const StoredEvaluation after = evaluateVariant({study, data, 1}, plan.id, images);
    REQUIRE(measured().size() == 1);
    CHECK(measured().front().ratios == recipe.plan);
    CHECK(measured().front().name == plan.name);
    CHECK(measured().front().drop.drop == dropBetween(before.result, after.result).drop);

    // A recipe of a stranger's study.
    for (const char* recipe : {"[]", "{", R"({"scope": "plan", "plan": [1]})",
                               R"({"scope": "plan", "plan": {"conv1": "half"}})"}) {
        INFO(recipe);
        std::vector<Variant> damaged = listVariants(study);
        for (Variant& variant : damaged) {
            variant.recipe = variant.id == plan.id ? recipe : variant.recipe;
        }
        CHECK_THROWS_WITH(measuredPlans(damaged, listEvaluations(study), id, before.images),
                          Catch::Matchers::ContainsSubstring("the recipe of " + plan.name));
    }
}
