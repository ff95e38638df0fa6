#include "core/ranking/ranking_settings.h"

#include <algorithm>
#include <cmath>

#include "core/base/machine.h"
#include "core/base/parallel.h"
#include "core/base/setting.h"
#include "core/prune/criterion.h"
#include "core/train/train_options.h"

namespace secateur {

namespace {

/// Of channels, those that look at no images.
std::vector<std::pair<PruneCriterion, const char*>> rankings() {
    std::vector<std::pair<PruneCriterion, const char*>> all;
    for (const CriterionTraits& traits : pruneCriteria()) {
        if (traits.channels && !traits.images) {
            all.emplace_back(traits.criterion, traits.title);
        }
    }
    return all;
}

}  // namespace

const SettingsOf<RankingOptions>& rankingOptionSettings() {
    using O = RankingOptions;
    using S = SettingOf<O>;
    static const SettingsOf<O> all{
        S::images(
            {"test_images", "", "Test &images", "Every network and every cut classifies these."},
            &O::testImages),
        S::count({"held_out_images", "--held-out-images", "&Held-out images",
                  "Images of train, held out of training, by which a cut's size is chosen; the "
                  "test images measure the chosen one."},
                 &O::heldOutImages, {.low = 1, .high = 1e12}),
        S::number(
            {"tolerance", "--tolerance", "&Tolerance in points", "How much top-1 a cut may cost."},
            &O::tolerance, {.low = 0, .high = 100, .decimals = 2}),
        S::number({"step", "--step", "", "Cuts are multiples of this share."}, &O::step,
                  {.low = 0, .high = 1, .openLow = true, .openHigh = true}),
        S::choice({"channel_ranking", "--channel-ranking", "",
                   "Which channels of a network go first, in one ranking over all groups."},
                  &O::channelRanking, rankings()),
        S::count(
            {"recalibration_images", "--recalibrate", "&Recalibration images",
             "Training images on which the batch normalisations of a cut network are estimated "
             "anew; 0 measures cuts as they are."},
            &O::recalibrationImages, {.low = 0, .high = 1e12}),
        S::count({"curve_images", "--curve-images", "C&urve images",
                  "Held-out images on which every group of channels is measured by itself, "
                  "recalibrated on half as many training images: widths are planned by that; 0 "
                  "plans none."},
                 &O::curveImages, {.low = 0, .high = 1e12}),
        S::plain({"curve_levels", "--curve-levels", "",
                  "Shares of a group's channels at which it is measured."},
                 SettingKind::Numbers, &O::curveLevels,
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
    constexpr int64_t kWithoutLevels = 6;  // top-1 and INT8 twice, speed, are channels to be cut
    const bool planned = options.curveImages > 0;
    const int64_t searches = (planned ? 3 : 2) * (options.finetuneImages > 0 ? 2 : 1);
    return kWithoutLevels + searches * (searchSteps(options.step) + 1) +
           (planned ? static_cast<int64_t>(options.curveLevels.size()) : 0);
}

double cutLevel(int64_t step, const RankingOptions& options) {
    return static_cast<double>(step) * options.step;
}

int64_t curveRecalibration(const RankingOptions& options) {
    constexpr int64_t kFewest = 2;
    return options.curveImages > 0
               ? std::min(std::max(options.curveImages / 2, kFewest), options.recalibrationImages)
               : 0;
}

bool withinPoints(const RankingResult& result, double points) {
    constexpr double kRounding = 1e-9;
    return result.failure.empty() && 100.0 * static_cast<double>(result.lost - result.gained) <=
                                         points * static_cast<double>(result.count) + kRounding;
}

}  // namespace secateur
