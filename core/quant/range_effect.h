#pragma once

#include <span>

#include "core/quant/histogram.h"
#include "core/quant/range_choice.h"

namespace secateur {

/// What a range does to a tensor, estimated from its histogram. Of weights with a scale for every
/// channel: over all channels' values together, each weighted by its number, and the smallest and
/// largest scale of a channel that is not all zeros.
struct RangeEffect {
    double clippedFraction = 0.0;
    double smallestScale = 0.0;
    double largestScale = 0.0;
    int64_t zeroPoint = 0;
    double sqnrDb = 0.0;
};
RangeEffect effectOf(const Histogram& histogram, const ClipRange& range, const QuantScheme& scheme);
/// One histogram a channel, each with its own range within `range`.
RangeEffect effectPerChannel(std::span<const Histogram> channels, const ClipRange& range,
                             const QuantScheme& scheme);
/// With the scales, zero point and SQNR that were chosen in place of the estimated ones.
RangeEffect asChosen(const RangeEffect& estimate, const RangeChoice& choice);

}  // namespace secateur
