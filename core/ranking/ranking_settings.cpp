#include "core/ranking/ranking_settings.h"

#include <cmath>

#include "core/base/machine.h"
#include "core/base/parallel.h"
#include "core/base/setting.h"
#include "core/train/train_options.h"

namespace secateur {

const SettingsOf<RankingOptions>& rankingOptionSettings() {
    using O = RankingOptions;
    using S = SettingOf<O>;
    static const SettingsOf<O> all{
        S::images(
            {"test_images", "", "Test &images", "Every network and every cut classifies these."},
            &O::testImages),
        S::number(
            {"tolerance", "--tolerance", "&Tolerance in points", "How much top-1 a cut may cost."},
            &O::tolerance, {.low = 0, .high = 100, .decimals = 2}),
        S::number({"step", "--step", "", "Cuts are multiples of this share."}, &O::step,
                  {.low = 0, .high = 1, .openLow = true, .openHigh = true}),
        S::count(
            {"finetune_images", "--finetune-images", "&Fine-tuning images",
             "Training images of the equal repair after each cut; 0 measures cuts without any."},
            &O::finetuneImages, {.low = 0, .high = 1e12}),
        S::count({"finetune_epochs", "--finetune-epochs", "Fine-tuning &epochs",
                  "How often each of them is seen."},
                 &O::finetuneEpochs, trainSettings().at("epochs").range),
        S::number({"finetune_rate", "--finetune-rate", "", "The learning rate of it."},
                  &O::finetuneRate, trainSettings().at("learning_rate").range),
        S::count({"calibration_images", "--calibration", "",
                  "Training images on which the ranges of INT8 are observed."},
                 &O::calibrationImages, {.low = 1, .high = 1e12}),
        S::count({"speed_images", "--speed-images", "", "Images that FP32 and INT8 take turns on."},
                 &O::speedImages, {.low = 1, .high = 1e12}),
    };
    return all;
}

RankingSettings rankingSettings(const RankingOptions& options, const ImageData& data) {
    RankingSettings settings{options, data.digest, data.name, processorName()};
    settings.options.workers = workerCount(options.workers);
    return settings;
}

int64_t cutSteps(double step) {
    constexpr double kRounding = 1e-9;
    return static_cast<int64_t>(std::ceil(1.0 / step - kRounding)) - 1;
}

int64_t searchSteps(double step) {
    return static_cast<int64_t>(std::ceil(std::log2(static_cast<double>(cutSteps(step) + 1))));
}

int64_t expectedMeasurements(const RankingOptions& options) {
    constexpr int64_t kWithoutLevels = 5;  // top-1, INT8 twice, speed, whether channels can be cut
    const int64_t searches = options.finetuneImages > 0 ? 4 : 2;
    return kWithoutLevels + searches * searchSteps(options.step);
}

double cutLevel(int64_t step, const RankingOptions& options) {
    return static_cast<double>(step) * options.step;
}

bool withinPoints(const RankingResult& result, double points) {
    constexpr double kRounding = 1e-9;
    return 100.0 * static_cast<double>(result.lost - result.gained) <=
           points * static_cast<double>(result.count) + kRounding;
}

}  // namespace secateur
