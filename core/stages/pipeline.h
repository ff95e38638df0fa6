#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/analysis/speed.h"
#include "core/base/enum_names.h"
#include "core/quant/quantize_options.h"
#include "core/stages/qat_stage.h"
#include "core/stages/stage_context.h"
#include "core/stages/sweep_stage.h"
#include "core/train/train_options.h"

namespace secateur {

/// Whether the pipeline trains with fake quantization after PTQ. Auto: where PTQ's network is more
/// than the tolerance below the baseline.
enum class QatMode { Auto, Always, Never };
template <>
inline constexpr auto kEnumNames<QatMode> = enumNames<QatMode>(
    "mode of quantization-aware training",
    {{QatMode::Auto, "auto"}, {QatMode::Always, "always"}, {QatMode::Never, "never"}});

/// The pipeline's settings; counts of 0 mean all images.
struct PipelineOptions {
    double amount = 0.7;           ///< global L1 pruning ratio
    double tolerancePoints = 2.0;  ///< of top-1
    int64_t testImages = 0;
    int64_t sensitivityImages = 1000;  ///< held-out images of the sweep
    bool recalibrate = true;           ///< before fine-tuning, where there are statistics
    int64_t finetuneImages = 0;
    TrainOptions finetune;  ///< defaults are fineTuneDefaults()
    QuantizeOptions quantize;
    QatMode qat = QatMode::Auto;
    TrainOptions qatTraining;  ///< defaults are those of QatPlan
    QatOptions qatOptions;
    int64_t qatImages = 0;
    int64_t qatHeldOutImages = 2000;  ///< choose the epoch
    SpeedOptions speed;               ///< of the end, when all networks are there
    uint64_t seed = 0;

    PipelineOptions();
};

/// Those of the pipeline itself; its stages have their own (trainSettings, quantizeSettings).
const SettingsOf<PipelineOptions>& pipelineSettings();

/// What the caller wants to know while it goes; each may be empty.
struct PipelineHooks {
    std::function<void(const Variant&, const StoredEvaluation&)> measured;   ///< after each variant
    std::function<void(const std::vector<SensitivityPoint>&)> sweepChanged;  ///< at every point
    std::function<void(const SweepResult&)> swept;
    std::function<void(const std::string&)> qatDecided;  ///< with why, in words
    /// How much of all its work is done, in [0, 1]; with every report of progress, on its thread.
    std::function<void(double)> advanced;
};

/// baseline -> sweep -> pruned -> recalibrated -> fine-tuned -> INT8 (PTQ) -> INT8 (QAT) where it
/// is called for, every network measured on the same test images, and at the end their speeds
/// together. All of it is in the study (why there was QAT or not as the setting kPipelineQat), and
/// what is there is not done again. Throws Error(NotFound) without a train split, Cancelled, and
/// the errors of the stages.
void runPipeline(const StageContext& stage, int64_t baseline, const PipelineOptions& options,
                 const PipelineHooks& hooks);

}  // namespace secateur
