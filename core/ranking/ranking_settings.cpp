#include "core/ranking/ranking_settings.h"

#include <cmath>

#include "core/base/error.h"
#include "core/base/machine.h"
#include "core/base/parallel.h"

namespace secateur {

using nlohmann::json;

json comparisonSettings(const ComparisonOptions& options, const ImageData& data) {
    return {{"data", data.digest},
            {"data_name", data.name},
            {"processor", processorName()},
            {"workers", workerCount(options.workers)},
            {"seed", options.seed},
            {"test_images", options.testImages},
            {"tolerance", options.tolerance},
            {"step", options.step},
            {"finetune_images", options.finetuneImages},
            {"finetune_epochs", options.finetuneEpochs},
            {"finetune_rate", options.finetuneRate},
            {"calibration_images", options.calibrationImages},
            {"speed_images", options.speedImages}};
}

ComparisonOptions comparisonOptions(const json& settings, const std::string& study) {
    try {
        ComparisonOptions options;
        options.workers = settings.at("workers").get<int>();
        options.seed = settings.at("seed").get<uint64_t>();
        options.testImages = settings.at("test_images").get<int64_t>();
        options.tolerance = settings.at("tolerance").get<double>();
        options.step = settings.at("step").get<double>();
        options.finetuneImages = settings.at("finetune_images").get<int64_t>();
        options.finetuneEpochs = settings.at("finetune_epochs").get<int64_t>();
        options.finetuneRate = settings.at("finetune_rate").get<double>();
        options.calibrationImages = settings.at("calibration_images").get<int64_t>();
        options.speedImages = settings.at("speed_images").get<int64_t>();
        return options;
    } catch (const json::exception& error) {
        throw Error(ErrorCode::CorruptData, "the settings of a comparison are damaged",
                    {study, "", error.what()});
    }
}

int64_t cutSteps(double step) {
    constexpr double kRounding = 1e-9;
    return static_cast<int64_t>(std::ceil(1.0 / step - kRounding)) - 1;
}

int64_t searchSteps(double step) {
    return static_cast<int64_t>(std::ceil(std::log2(static_cast<double>(cutSteps(step) + 1))));
}

int64_t expectedMeasurements(const ComparisonOptions& options) {
    constexpr int64_t kWithoutLevels = 5;  // top-1, INT8 twice, speed, whether channels can be cut
    const int64_t searches = options.finetuneImages > 0 ? 4 : 2;
    return kWithoutLevels + searches * searchSteps(options.step);
}

double cutLevel(int64_t step, const ComparisonOptions& options) {
    return static_cast<double>(step) * options.step;
}

bool withinPoints(const json& result, double points) {
    const auto number = [&](const char* key) {
        return static_cast<double>(result.at(key).get<int64_t>());
    };
    constexpr double kRounding = 1e-9;
    return 100.0 * (number("lost") - number("gained")) <= points * number("count") + kRounding;
}

}  // namespace secateur
