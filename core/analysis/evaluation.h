#pragma once

#include <cstdint>
#include <vector>

#include "core/analysis/paired_interval.h"

namespace secateur {

/// What a network answered on a list of images, in the list's order.
struct Evaluation {
    std::vector<int32_t> predictions;  ///< class of the largest logit
    std::vector<int32_t> labels;
    int64_t correct = 0;
    /// Wall time of loading, normalising and running. What it says of speed is of its moment only:
    /// networks are compared by measureRates (speed.h).
    double seconds = 0.0;
    int64_t count() const { return static_cast<int64_t>(predictions.size()); }
    double accuracy() const {
        return count() > 0 ? static_cast<double>(correct) / static_cast<double>(count()) : 0.0;
    }
    double imagesPerSecond() const {
        return seconds > 0 ? static_cast<double>(count()) / seconds : 0.0;
    }
};

/// Paired difference of two evaluations of the same images.
/// Throws Error(InvalidArgument) if they are of different numbers of images.
PairedDrop dropBetween(const Evaluation& baseline, const Evaluation& changed);

}  // namespace secateur
