#pragma once

#include "core/quant/observer.h"

namespace secateur {

/// The range within the extremes of a histogram that is not empty with the least squared error of
/// quantization. Every end away from zero is tried at ratios of 2^(1/4) down to a thousandth of
/// the extreme, first both together, then in turns, and the best is refined to a thousandth.
/// About 300 evaluations of squaredError.
ClipRange leastNoiseRange(const Histogram& histogram, const QuantScheme& scheme);

}  // namespace secateur
