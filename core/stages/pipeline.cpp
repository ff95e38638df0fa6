#include "core/stages/pipeline.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/analysis/drop_text.h"
#include "core/analysis/paired_interval.h"
#include "core/base/error.h"
#include "core/base/machine.h"
#include "core/base/parallel.h"
#include "core/stages/network_source.h"
#include "core/stages/pipeline_progress.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/recalibrate_stage.h"
#include "core/stages/speed_stage.h"
#include "core/stages/split_images.h"
#include "core/stages/stages.h"
#include "core/stages/training_stage.h"
#include "core/study/settings.h"

namespace secateur {

namespace {

class Pipeline {
 public:
    Pipeline(const StageContext& stage, const PipelineOptions& options, const PipelineHooks& hooks)
        : m_stage(stage),
          m_options(options),
          m_hooks(hooks),
          m_progress(pipelineWork(options, {})),
          m_test(spreadImages(stage.data, Split::Test, options.testImages, options.seed)) {
        m_stage.run.onProgress = [this, &stage](Progress progress) {
            const double share = m_progress.share(progress);
            if (m_hooks.advanced) {
                m_hooks.advanced(share);
            }
            progress.stage = fmt::format("step {}/{}, {}", m_progress.step(), m_progress.count(),
                                         progress.stage);
            stage.run.report(progress);
        };
    }

    void run(const Variant& baseline) {
        m_counts = countsOf(baseline);
        m_progress = PipelineProgress(pipelineWork(m_options, m_counts));
        next();
        const Evaluation reference = measure(baseline);
        next();
        sweep(baseline);
        next();
        PruneRecipe recipe;
        recipe.amount = m_options.amount;
        const Variant pruned = pruneVariant(m_stage.study, baseline.id, recipe);
        measure(pruned);
        const Variant repaired = finetuned(recalibrated(pruned));
        measure(repaired);
        const Variant int8 = quantized(repaired);
        if (needsQat(dropBetween(reference, measure(int8)))) {
            next();
            m_progress.expect(qatWork(m_options, m_counts));
            measure(trainedQuantized(repaired));
        }
        m_progress.enter(m_progress.count());  // what was left out counts as done
        measureSpeeds();
    }

 private:
    ImageList drawn(Split split, int64_t count) const {
        return drawnImages(m_stage.data, split, count, m_options.seed);
    }

    void next() { m_progress.enter(m_progress.step() + 1); }

    PipelineCounts countsOf(const Variant& baseline) const {
        const auto count = [&](Split split) {
            return static_cast<int64_t>(
                splitImages(m_stage.data, split, m_options.seed).indices.size());
        };
        const GraphCost cost = variantCost(m_stage.study, baseline.id, &m_stage.data);
        return {count(Split::Train), count(Split::HeldOut), count(Split::Test),
                std::count_if(cost.layers.begin(), cost.layers.end(),
                              [](const LayerCost& layer) { return layer.weights > 0; })};
    }

    Evaluation measure(const Variant& variant) {
        const StoredEvaluation evaluation = evaluateVariant(m_stage, variant.id, m_test);
        m_measured.push_back(variant.id);
        if (m_hooks.measured) {
            m_hooks.measured(variant, evaluation);
        }
        return evaluation.result;
    }

    /// Of all networks of this pipeline, unless they are in the study's latest run.
    void measureSpeeds() {
        const SpeedRun latest = latestSpeedRun(m_stage.study).value_or(SpeedRun());
        const bool known =
            latest.processor == processorName() &&
            std::all_of(m_measured.begin(), m_measured.end(), [&](int64_t variant) {
                const std::vector<SpeedFigure> figures = latest.of(variant);
                return !figures.empty() && figures.back().workers == workerCount(m_stage.workers);
            });
        if (!known) {
            measureSpeed(m_stage, m_measured, m_options.speed);
        }
    }

    void sweep(const Variant& variant) {
        const SweepResult result =
            sweepVariant(m_stage, variant.id, drawn(Split::HeldOut, m_options.sensitivityImages),
                         SweepOptions(), m_hooks.sweepChanged);
        if (m_hooks.swept) {
            m_hooks.swept(result);
        }
    }

    /// Measured too; the network itself where there is nothing to recalibrate.
    Variant recalibrated(const Variant& pruned) {
        if (!m_options.recalibrate) {
            return pruned;
        }
        next();
        if (!canRecalibrate(m_stage.study, pruned.id)) {
            return pruned;
        }
        const Variant made = recalibrateVariant(m_stage, pruned.id, {}, m_options.seed);
        measure(made);
        return made;
    }

    Variant finetuned(const Variant& pruned) {
        next();
        TrainingPlan plan;
        plan.kind = TrainingKind::FineTuned;
        plan.keepZeros = true;
        plan.parent = pruned.id;
        plan.options = m_options.finetune;
        plan.options.seed = m_options.seed;
        plan.images = drawn(Split::Train, m_options.finetuneImages);
        return trainVariant(m_stage, plan).last;
    }

    Variant quantized(const Variant& repaired) {
        next();
        const QuantizeOptions& options = m_options.quantize;
        return quantizeVariant(m_stage, repaired.id, drawn(Split::Train, options.calibrationImages),
                               options);
    }

    /// Decides, and says so in the study.
    bool needsQat(const PairedDrop& drop) {
        const bool beyond = 100 * drop.drop > m_options.tolerancePoints;
        const bool needed =
            m_options.qat == QatMode::Always || (m_options.qat == QatMode::Auto && beyond);
        const std::string why = fmt::format(
            "after PTQ the network is {} points below the baseline, {} the "
            "tolerance of {:g} points",
            dropText(drop), beyond ? "beyond" : "within", m_options.tolerancePoints);
        const bool asked = m_options.qat != QatMode::Auto;
        const std::string decision =
            fmt::format("{}: {}",
                        needed ? (asked ? "done, as asked" : "done")
                               : (asked ? "left out, as asked" : "not needed"),
                        why);
        setSetting(m_stage.study, setting::kPipelineQat, decision);
        if (m_hooks.qatDecided) {
            m_hooks.qatDecided(decision);
        }
        return needed;
    }

    Variant trainedQuantized(const Variant& repaired) {
        QatPlan plan;
        plan.training.parent = repaired.id;
        plan.training.options = m_options.qatTraining;
        plan.training.options.seed = m_options.seed;
        plan.training.images = drawn(Split::Train, m_options.qatImages);
        plan.training.heldOut = drawn(Split::HeldOut, m_options.qatHeldOutImages);
        plan.qat = m_options.qatOptions;
        plan.quantize = m_options.quantize;
        plan.calibration = drawn(Split::Train, plan.quantize.calibrationImages);
        return qatVariant(m_stage, plan);
    }

    StageContext m_stage;  ///< reports say which step of the whole they are of
    const PipelineOptions& m_options;
    const PipelineHooks& m_hooks;
    PipelineCounts m_counts;
    PipelineProgress m_progress;
    const ImageList m_test;
    std::vector<int64_t> m_measured;  ///< variants
};

}  // namespace

PipelineOptions::PipelineOptions()
    : finetune(fineTuneDefaults()), qatTraining(QatPlan::qatTraining().options) {}

const SettingsOf<PipelineOptions>& pipelineSettings() {
    using O = PipelineOptions;
    using S = SettingOf<O>;
    static const SettingsOf<O> all{
        S::share({"amount", "--amount", "Pruning &amount",
                  "The share of all weights that become zero, in one ranking by magnitude (L1)."},
                 &O::amount),
        S::number({"tolerance", "--tolerance", "&Tolerance, points",
                   "The drop of top-1 up to which a ratio counts as safe."},
                  &O::tolerancePoints, {.low = 0, .high = 100, .decimals = 2}),
        S::images({"test_images", "", "T&est images", "On these every network is measured."},
                  &O::testImages),
        S::images({"sensitivity_images", "--sensitivity-images", "S&weep images",
                   "Held-out images on which the sensitivity sweep measures each point."},
                  &O::sensitivityImages),
        S::flag({"recalibrate", "--recalibrate,!--no-recalibrate", "Re&calibrate",
                 "Estimate the batch statistics of the pruned network anew before it is "
                 "fine-tuned."},
                &O::recalibrate),
        S::images({"finetune_images", "--finetune-images", "Fine-tuning &images",
                   "Training images on which the pruned network is repaired."},
                  &O::finetuneImages),
        S::choice({"qat", "--qat", "&QAT",
                   "Quantization-aware training after post-training quantization: where that "
                   "loses more than the tolerance (auto), always, or never."},
                  &O::qat,
                  {{QatMode::Auto, "Where it is needed"},
                   {QatMode::Always, "Always"},
                   {QatMode::Never, "Never"}}),
        S::images(
            {"qat_images", "--qat-images", "", "Training images of quantization-aware training."},
            &O::qatImages),
        S::count(
            {"qat_epochs", "--qat-epochs", "", "Epochs of quantization-aware training."},
            [](auto& o) -> auto& { return o.qatTraining.epochs; },
            trainSettings().at("epochs").range),
        S::number(
            {"qat_learning_rate", "--qat-lr", "", "Learning rate of quantization-aware training."},
            [](auto& o) -> auto& { return o.qatTraining.learningRate; },
            trainSettings().at("learning_rate").range),
        S::images({"qat_held_out_images", "--qat-held-out-images", "",
                   "Held-out images that choose its epoch."},
                  &O::qatHeldOutImages),
    };
    return all;
}

void runPipeline(const StageContext& stage, int64_t baseline, const PipelineOptions& options,
                 const PipelineHooks& hooks) {
    if (!stage.data.train) {
        throw Error(ErrorCode::NotFound, "the data set has no train split",
                    {stage.data.location, "", ""});
    }
    Pipeline(stage, options, hooks).run(requireVariant(stage.study, baseline));
}

}  // namespace secateur
