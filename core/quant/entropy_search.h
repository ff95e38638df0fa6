#pragma once

#include "core/quant/observer.h"

namespace secateur {

/// The range that TensorRT's entropy calibration chooses (Migacz, "8-bit Inference with TensorRT",
/// GTC 2017): of all thresholds t that are an edge of a bin, the one with the least
/// Kullback-Leibler divergence between the values clipped at t and the same merged into L levels;
/// the range is [-t, t] within the extremes. In detail:
///
/// - It is done on |x|, bins of negative values mirrored; exact zeros, which every range represents
///   exactly, are left out.
/// - L is 2^bits where all values have one sign and the zero point is not in the middle, else
///   2^(bits - 1).
/// - Candidate i has the first i bins, i from L on: P is their counts, all counts beyond added to
///   the last one. Bin k belongs to level floor(k L / i). Q spreads the counts of a level (those
///   beyond not added) evenly over the bins of it that P has. Both are normalised. A level that P
///   has and Q has not rules the candidate out.
/// - Of equal candidates the first. With fewer than L bins: the extremes.
ClipRange leastDivergenceRange(const Histogram& histogram, const QuantScheme& scheme);

}  // namespace secateur
