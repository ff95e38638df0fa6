#include "core/report/measured_rate.h"

#include <algorithm>

#include "core/base/machine.h"

namespace secateur {

double measuredRate(const StudySnapshot& study, int64_t variant) {
    const std::string processor = processorName();
    if (study.speed && study.speed->processor == processor) {
        const std::vector<SpeedFigure> figures = study.speed->of(variant);
        if (!figures.empty()) {
            return figures.back().median;
        }
    }
    double rate = 0.0;
    bool own = false;
    for (const StoredEvaluation& one : study.evaluations) {  // the newest are last
        const bool counts = one.processor == processor && one.result.seconds > 0.0;
        if (counts && (one.variant == variant || !own)) {
            rate = static_cast<double>(one.result.count()) / one.result.seconds;
            own = one.variant == variant;
        }
    }
    return rate;
}

}  // namespace secateur
