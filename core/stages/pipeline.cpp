#include "core/stages/pipeline.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/analysis/paired_interval.h"
#include "core/base/error.h"
#include "core/base/machine.h"
#include "core/base/parallel.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/speed_stage.h"
#include "core/stages/split_images.h"
#include "core/stages/stages.h"
#include "core/stages/training_stage.h"
#include "core/study/settings.h"

namespace secateur {

namespace {

class Pipeline {
 public:
    Pipeline(Study& study, const ImageData& data, const PipelineOptions& options,
             const PipelineHooks& hooks, const RunContext& context)
        : m_study(study),
          m_data(data),
          m_options(options),
          m_hooks(hooks),
          m_context(context),
          m_test(spreadImages(data, "test", options.testImages, options.seed)) {}

    void run(const Variant& baseline) {
        const Evaluation reference = measure(baseline);
        sweep(baseline);
        PruneRecipe recipe;
        recipe.amount = m_options.amount;
        const Variant pruned = pruneVariant(m_study, baseline.id, recipe);
        measure(pruned);
        const Variant repaired = finetuned(pruned);
        measure(repaired);
        const Variant int8 = quantized(repaired);
        if (needsQat(dropBetween(reference, measure(int8)))) {
            measure(trainedQuantized(repaired));
        }
        measureSpeeds();
    }

 private:
    ImageList drawn(const std::string& split, int64_t count) const {
        return drawnImages(m_data, split, count, m_options.seed);
    }

    Evaluation measure(const Variant& variant) {
        const StoredEvaluation evaluation =
            evaluateVariant(m_study, variant.id, m_data, m_test, m_options.workers, m_context);
        m_measured.push_back(variant.id);
        if (m_hooks.measured) {
            m_hooks.measured(variant, evaluation);
        }
        return evaluation.result;
    }

    /// Of all networks of this pipeline, unless they are in the study's latest run.
    void measureSpeeds() {
        SpeedOptions options = m_options.speed;
        options.workers = m_options.workers;
        const SpeedRun latest = latestSpeedRun(m_study).value_or(SpeedRun());
        const bool known =
            latest.processor == processorName() &&
            std::all_of(m_measured.begin(), m_measured.end(), [&](int64_t variant) {
                const std::vector<SpeedFigure> figures = latest.of(variant);
                return !figures.empty() && figures.back().workers == workerCount(options.workers);
            });
        if (!known) {
            measureSpeed(m_study, m_measured, m_data, options, m_context);
        }
    }

    void sweep(const Variant& variant) {
        SweepOptions options;
        options.workers = m_options.workers;
        const SweepResult result = sweepVariant(m_study, variant.id, m_data,
                                                drawn("held-out", m_options.sensitivityImages),
                                                options, m_hooks.sweepChanged, m_context);
        if (m_hooks.swept) {
            m_hooks.swept(result);
        }
    }

    Variant finetuned(const Variant& pruned) {
        TrainingPlan plan;
        plan.kind = "fine-tuned";
        plan.parent = pruned.id;
        plan.options = m_options.finetune;
        plan.options.seed = m_options.seed;
        plan.options.workers = m_options.workers;
        plan.images = drawn("train", m_options.finetuneImages);
        return trainVariant(m_study, plan, m_data, m_context).last;
    }

    Variant quantized(const Variant& repaired) {
        QuantizeOptions options = m_options.quantize;
        options.workers = m_options.workers;
        return quantizeVariant(m_study, repaired.id, m_data,
                               drawn("train", options.calibrationImages), options, m_context);
    }

    /// Decides, and says so in the study.
    bool needsQat(const PairedDrop& drop) {
        const bool beyond = 100 * drop.drop > m_options.tolerance;
        const bool needed =
            m_options.qat == QatMode::Always || (m_options.qat == QatMode::Auto && beyond);
        const std::string why = fmt::format(
            "after PTQ the network is {:.2f} points below the baseline, {} the "
            "tolerance of {:g} points",
            100 * drop.drop, beyond ? "beyond" : "within", m_options.tolerance);
        const bool asked = m_options.qat != QatMode::Auto;
        const std::string decision =
            fmt::format("{}: {}",
                        needed ? (asked ? "done, as asked" : "done")
                               : (asked ? "left out, as asked" : "not needed"),
                        why);
        setSetting(m_study, setting::kPipelineQat, decision);
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
        plan.training.options.workers = m_options.workers;
        plan.training.images = drawn("train", m_options.qatImages);
        plan.training.heldOut = drawn("held-out", m_options.qatHeldOutImages);
        plan.qat = m_options.qatOptions;
        plan.quantize = m_options.quantize;
        plan.quantize.workers = m_options.workers;
        plan.calibration = drawn("train", plan.quantize.calibrationImages);
        return qatVariant(m_study, plan, m_data, m_context);
    }

    Study& m_study;
    const ImageData& m_data;
    const PipelineOptions& m_options;
    const PipelineHooks& m_hooks;
    const RunContext& m_context;
    const ImageList m_test;
    std::vector<int64_t> m_measured;  ///< variants
};

}  // namespace

TrainOptions fineTuneDefaults() {
    TrainOptions options;
    options.epochs = 5;
    options.learningRate = 0.001;
    options.schedule = ScheduleKind::Constant;
    return options;
}

PipelineOptions::PipelineOptions()
    : finetune(fineTuneDefaults()), qatTraining(QatPlan::qatTraining().options) {}

const char* qatModeName(QatMode mode) {
    switch (mode) {
        case QatMode::Auto:
            return "auto";
        case QatMode::Always:
            return "always";
        case QatMode::Never:
            return "never";
    }
    throw Error(ErrorCode::Internal, "unknown mode of quantization-aware training");
}

QatMode qatModeFromName(const std::string& name) {
    for (const QatMode mode : {QatMode::Auto, QatMode::Always, QatMode::Never}) {
        if (name == qatModeName(mode)) {
            return mode;
        }
    }
    throw Error(ErrorCode::InvalidArgument, "unknown mode of quantization-aware training",
                {"", "auto, always or never", name});
}

void runPipeline(Study& study, int64_t baseline, const ImageData& data,
                 const PipelineOptions& options, const PipelineHooks& hooks,
                 const RunContext& context) {
    if (!data.train) {
        throw Error(ErrorCode::NotFound, "the data set has no train split",
                    {data.location, "", ""});
    }
    Pipeline(study, data, options, hooks, context).run(requireVariant(study, baseline));
}

}  // namespace secateur
