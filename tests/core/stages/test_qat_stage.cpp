#include <algorithm>

#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/stages/pipeline.h"
#include "core/stages/qat_stage.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/stages.h"
#include "core/stages/training_stage.h"
#include "core/study/settings.h"
#include "core/study/study.h"
#include "core/study/training_store.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"
#include "tests/support/scratch.h"
#include "tests/support/stopped_training.h"

using namespace secateur;
using namespace secateur::test;

namespace {

TrainOptions quickOptions(int64_t epochs) {
    TrainOptions options;
    options.epochs = epochs;
    options.batchSize = 16;
    options.microBatch = 8;
    options.learningRate = 0.05;
    options.checkpointSeconds = 0.0;  // after every step
    return options;
}

const ImageList kHeldOut{Split::HeldOut, {0, 1, 2, 3, 4, 5, 6, 7}};

/// A pruned network that has learned its classes, as a variant.
Variant prunedVariant(Study& study, const ImageData& data) {
    TrainingPlan plan;
    plan.options = quickOptions(6);
    plan.images = {Split::Train, allIndices()};
    const Variant trained = trainVariant({study, data, 2}, plan, tinyNetwork()).last;
    PruneRecipe recipe;
    recipe.amount = 0.4;
    return pruneVariant(study, trained.id, recipe);
}

QatPlan tinyPlan(int64_t parent) {
    QatPlan plan;
    plan.training.parent = parent;
    plan.training.options = quickOptions(3);
    plan.training.options.learningRate = 0.02;
    plan.training.images = {Split::Train, allIndices()};
    plan.training.heldOut = kHeldOut;
    plan.calibration = {Split::Train, allIndices()};
    return plan;
}

}  // namespace

TEST_CASE("QAT makes an INT8 variant of its best converted epoch", "[study][qat]") {
    Study study;
    const ImageData data = quadrantImages();
    const Variant pruned = prunedVariant(study, data);
    const QatPlan plan = tinyPlan(pruned.id);
    const Variant int8 = qatVariant({study, data, 2}, plan);
    CHECK(int8.kind == VariantKind::Int8);
    CHECK(int8.encoding == Encoding::Int8);
    CHECK(int8.name == "int8-qat");
    CHECK(int8.parent == pruned.id);
    CHECK(int8.zeros >= pruned.zeros);
    CHECK_THAT(int8.recipe, Catch::Matchers::ContainsSubstring("\"method\":\"qat\""));
    CHECK_THAT(int8.note, Catch::Matchers::ContainsSubstring("QAT of pruned"));
    CHECK(qatVariant({study, data, 2}, plan).id == int8.id);  // it is there already

    const StoredTraining training = listTrainings(study).back();
    CHECK(training.kind == TrainingKind::Qat);
    CHECK(training.lastVariant == int8.id);
    REQUIRE(training.epochs.size() == 3);
    const auto best = std::max_element(
        training.epochs.begin(), training.epochs.end(),
        [](const EpochRecord& a, const EpochRecord& b) { return a.accuracy < b.accuracy; });
    CHECK(evaluateVariant({study, data, 2}, int8.id, kHeldOut).result.accuracy() ==
          Approx(best->accuracy));
    CHECK_FALSE(training.epochs[0].quantization.value().observersFrozen);
    CHECK(training.epochs[1].quantization.value().observersFrozen);
    CHECK(training.epochs[1].quantization.value().normsFrozen);
    CHECK(training.epochs[2].quantization.value().simulatedAccuracy > 0.5);
    CHECK(training.epochs[2].quantization.value().scales.size() == 3);

    // PTQ, from which it started, is a variant beside it.
    const Variant ptq =
        quantizeVariant({study, data, 2}, pruned.id, plan.calibration, plan.quantize);
    CHECK(ptq.id < int8.id);
    CHECK(ptq.digest != int8.digest);
}

TEST_CASE("where training only harms, PTQ's network is kept and the note says so", "[study][qat]") {
    Study study;
    const ImageData data = quadrantImages();
    QatPlan plan = tinyPlan(prunedVariant(study, data).id);
    plan.training.options.learningRate = 1000.0;
    plan.training.options.epochs = 2;
    const Variant int8 = qatVariant({study, data, 2}, plan);
    const Variant ptq =
        quantizeVariant({study, data, 2}, *plan.training.parent, plan.calibration, plan.quantize);
    const double before = evaluateVariant({study, data, 2}, ptq.id, kHeldOut).result.accuracy();
    const std::vector<EpochRecord> epochs = listTrainings(study).back().epochs;
    REQUIRE(epochs.size() == 2);
    for (const EpochRecord& epoch : epochs) {
        REQUIRE(epoch.accuracy < before);
    }
    CHECK(int8.digest == ptq.digest);
    CHECK_THAT(int8.note, Catch::Matchers::ContainsSubstring("PTQ's network was kept"));
}

TEST_CASE("QAT that was stopped goes on and ends with the same file", "[study][qat]") {
    const ImageData data = quadrantImages();
    Study whole;
    const Variant expected = qatVariant({whole, data, 2}, tinyPlan(prunedVariant(whole, data).id));
    const std::vector<EpochRecord> epochs = listTrainings(whole).back().epochs;
    for (const int64_t images : {32, 112}) {  // in the first epoch of 64, and in the second
        const Scratch folder;
        {
            Study study(folder / "a.secateur");
            const Variant pruned = prunedVariant(study, data);
            const StopWhen stop([images](const Progress& progress) {
                return progress.stage.starts_with("train epoch") && progress.done >= images;
            });
            CHECK_THROWS_AS(qatVariant({study, data, 2, stop.context}, tinyPlan(pruned.id)),
                            Cancelled);
            CHECK(listTrainings(study).back().epochs.size() == (images < 64 ? 0 : 1));
        }
        Study study(folder / "a.secateur");
        const int64_t pruned = requireVariant(study, "pruned").id;
        const Variant resumed = qatVariant({study, data, 2}, tinyPlan(pruned));
        CHECK(resumed.digest == expected.digest);
        const std::vector<EpochRecord> again = listTrainings(study).back().epochs;
        REQUIRE(again.size() == epochs.size());
        for (size_t e = 0; e < epochs.size(); ++e) {
            CHECK(again[e].loss == epochs[e].loss);
            CHECK(again[e].accuracy == epochs[e].accuracy);
            CHECK(again[e].quantization == epochs[e].quantization);
        }
    }
}

TEST_CASE("other settings are another QAT; what cannot be trained is refused", "[study][qat]") {
    Study study;
    const ImageData data = quadrantImages();
    const Variant pruned = prunedVariant(study, data);
    const QatPlan plan = tinyPlan(pruned.id);
    const Variant int8 = qatVariant({study, data, 2}, plan);
    QatPlan other = plan;
    other.qat.observedEpochs = 0;
    CHECK(qatVariant({study, data, 2}, other).id != int8.id);
    CHECK(listTrainings(study).size() == 3);
    other.quantize.equalize = true;  // then the folded network is trained
    other.quantize.correctBias = true;
    other.quantize.weightScales = WeightScales::PerTensor;
    const Variant equalized = qatVariant({study, data, 2}, other);
    CHECK(evaluateVariant({study, data, 2}, equalized.id, kHeldOut).result.accuracy() > 0.8);
    other = plan;
    other.training.heldOut = {};
    CHECK_THROWS_AS(qatVariant({study, data, 2}, other), Error);
    other = plan;
    other.training.parent.reset();
    CHECK_THROWS_AS(qatVariant({study, data, 2}, other), Error);
    other = plan;
    other.training.parent = int8.id;
    CHECK_THROWS_WITH(qatVariant({study, data, 2}, other),
                      Catch::Matchers::ContainsSubstring("quantized already"));
}

TEST_CASE("the pipeline goes on to QAT where PTQ is beyond the tolerance", "[study][qat]") {
    ImageData data = quadrantImages();
    const auto decision = [&](QatMode mode, double tolerance) {
        Study study;
        const int64_t id = importNetwork(study, tinyNetwork(), "tiny").id;
        PipelineOptions options;
        options.amount = 0.3;
        options.tolerancePoints = tolerance;
        options.sensitivityImages = 2;
        options.finetune = quickOptions(1);
        options.qatTraining = quickOptions(1);
        options.qat = mode;
        std::string told;
        PipelineHooks hooks;
        hooks.qatDecided = [&](const std::string& text) { told = text; };
        RunContext context;
        std::vector<std::string> steps;
        context.onProgress = [&](const Progress& progress) {
            const std::string step = progress.stage.substr(0, progress.stage.find(','));
            if (steps.empty() || steps.back() != step) {
                steps.push_back(step);
            }
        };
        runPipeline({study, data, 2, context}, id, options, hooks);
        // Evaluation, sweep, pruning, recalibration, fine-tuning, INT8, QAT where it can be, speed.
        const std::string all = mode == QatMode::Never ? "/7" : "/8";
        CHECK(steps.front() == "step 1" + all);
        CHECK(steps.back() == (mode == QatMode::Never ? "step 7" : "step 8") + all);
        CHECK(std::is_sorted(steps.begin(), steps.end()));
        const std::vector<Variant> variants = listVariants(study);
        const bool trained = std::any_of(variants.begin(), variants.end(),
                                         [](const Variant& v) { return v.name == "int8-qat"; });
        CHECK(listSettings(study).at(setting::kPipelineQat) == told);
        return std::pair(trained, told.substr(0, told.find(':')));
    };
    CHECK(decision(QatMode::Auto, 100) == std::pair(false, std::string("not needed")));
    CHECK(decision(QatMode::Auto, -100) == std::pair(true, std::string("done")));
    CHECK(decision(QatMode::Always, 100) == std::pair(true, std::string("done, as asked")));
    CHECK(decision(QatMode::Never, -100) == std::pair(false, std::string("left out, as asked")));
    CHECK(enumFromName<QatMode>(enumName(QatMode::Always)) == QatMode::Always);
    CHECK_THROWS_AS(enumFromName<QatMode>("perhaps"), Error);
}
