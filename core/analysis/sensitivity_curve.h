#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/analysis/paired_interval.h"

namespace secateur {

/// One measured point of a sensitivity curve.
struct SensitivityPoint {
    std::string layer;  ///< state_dict name without ".weight", or "global"
    double ratio = 0.0;
    int64_t correct = 0;
    int64_t count = 0;
    int64_t lost = 0;    ///< right at the baseline, wrong now
    int64_t gained = 0;  ///< the reverse
    int64_t prunedWeights = 0;
    double accuracy() const {
        return count > 0 ? static_cast<double>(correct) / static_cast<double>(count) : 0.0;
    }
    PairedDrop drop() const { return pairedDrop(lost, gained, count); }
};

struct SweepOptions {
    std::vector<double> ratios{0.3, 0.5, 0.6, 0.7, 0.8};
    std::vector<std::string> layers;  ///< empty: every convolution and linear layer
    bool perLayer = true;
    bool global = true;
    int workers = 0;
    int64_t batchSize = 8;
};

/// The largest measured ratio r such that this and every smaller measured ratio of the layer drop
/// at most `tolerance` (a fraction, 0.02 for 2 points); 0 if not even the smallest does.
double largestSafeRatio(const std::vector<SensitivityPoint>& points, const std::string& layer,
                        double tolerance);

}  // namespace secateur
