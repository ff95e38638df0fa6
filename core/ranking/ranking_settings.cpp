#include "core/ranking/ranking_settings.h"

#include <cmath>

#include "core/base/machine.h"
#include "core/base/parallel.h"

namespace secateur {

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
