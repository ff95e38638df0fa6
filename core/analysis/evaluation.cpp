#include "core/analysis/evaluation.h"

#include <cmath>
#include <string>

#include "core/base/error.h"

namespace secateur {

std::optional<double> Evaluation::confidence(size_t image) const {
    if (image >= confidences.size() || std::isnan(confidences[image])) {
        return std::nullopt;
    }
    return confidences[image];
}

PairedCounts countChanges(std::span<const int32_t> labels, std::span<const int32_t> before,
                          std::span<const int32_t> now) {
    PairedCounts counts;
    for (size_t i = 0; i < labels.size(); ++i) {
        counts.add(before[i] == labels[i], now[i] == labels[i]);
    }
    return counts;
}

PairedDrop dropBetween(const Evaluation& baseline, const Evaluation& changed) {
    if (baseline.count() != changed.count()) {
        throw Error(ErrorCode::InvalidArgument, "the two evaluations are of different images",
                    {"", std::to_string(baseline.count()), std::to_string(changed.count())});
    }
    return countChanges(baseline.labels, baseline.predictions, changed.predictions).drop();
}

}  // namespace secateur
