#pragma once

#include <optional>
#include <string>

#include "core/quant/clip_range.h"
#include "core/quant/histogram.h"

namespace secateur {

/// What was seen of a node's outputs, activation fused, over the calibration images: every
/// observer's range follows from it.
struct NodeHistogram {
    std::string name;
    Histogram values;
    /// Of batches of kCalibrationBatch images, in the images' order; unknown in studies from before
    /// schema 4.
    std::optional<ClipRange> movingAverage;
    bool relu6 = false;  ///< isRelu6()
};

}  // namespace secateur
