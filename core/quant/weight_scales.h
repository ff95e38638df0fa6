#pragma once

#include <ATen/ATen.h>

#include "core/quant/quantize_options.h"

namespace secateur {

/// Scales of a float weight [out, ...] as the options' observer chooses them, for
/// quantizedWeight(): float64, [out] per channel, [] per tensor. Each is r / 127 in float32, with
/// r, of the channel or of the whole tensor,
/// - MinMax: max |w|;
/// - Percentile: numpy.percentile(|w|, weightPercentile), or max |w| where that is 0;
/// - Mse: of 1.00, 0.99, ... 0.20 times max |w| the one with the least squared error (the first of
///   equals).
/// 1 where all weights are zero.
at::Tensor weightScales(const at::Tensor& weight, const QuantizeOptions& options);

}  // namespace secateur
