#pragma once

#include <span>
#include <string>

#include "core/base/enum_names.h"
#include "core/graph/qparams.h"
#include "core/quant/clip_range.h"
#include "core/quant/histogram.h"

namespace secateur {

/// How a range becomes integers: "affine" 0 .. 2^bits - 1 (activations), or "symmetric" signed
/// -(2^(bits-1) - 1) .. 2^(bits-1) - 1 with zero point 0 (weights).
struct QuantScheme {
    bool symmetricSigned = false;
    int bits = 8;
    bool centredZero = false;  ///< affine with the zero point in the middle (symmetricParams)
};

enum class ObserverKind { MinMax, MovingAverage, Percentile, Mse, Entropy };
template <>
inline constexpr auto kEnumNames<ObserverKind> =
    enumNames<ObserverKind>("observer", {{ObserverKind::MinMax, "min-max"},
                                         {ObserverKind::MovingAverage, "moving-average"},
                                         {ObserverKind::Percentile, "percentile"},
                                         {ObserverKind::Mse, "mse"},
                                         {ObserverKind::Entropy, "entropy"}});

/// torch.ao.quantization.MovingAverageMinMaxObserver: the first batch's extremes, moved by
/// `constant` of the way towards each next batch's. No batch: [0, 0].
ClipRange movingAverage(std::span<const ClipRange> batches, double constant = kRangeAveraging);

/// The range that an observer chooses from a histogram, for which no value has to be seen again.
/// MinMax: the exact extremes. Percentile: numpy.percentile to within a bin; (100 - percentile) / 2
/// % of the values lie below and as many above, or, where all have one sign, all of the (100 -
/// percentile) % at the end that is away from zero. Mse: the range with the least mean squared
/// error of quantization, searched over shrunk ranges as torch.ao.quantization.HistogramObserver
/// does, but past the first local minimum. Entropy: see leastDivergenceRange. An empty histogram
/// gives [0, 0]. Errors: InvalidArgument (percentile not in (0, 100], bits not in 2 .. 16;
/// MovingAverage, which is not in a histogram but beside it, in NodeHistogram).
ClipRange observedRange(const Histogram& histogram, ObserverKind kind, const QuantScheme& scheme,
                        double percentile = 99.9);

/// The range widened to what the scheme can stand for: it holds 0, and where the zero point is in
/// the middle both ends are as far away.
ClipRange representable(const ClipRange& range, const QuantScheme& scheme);

/// What a clip range does to a tensor, computed from its histogram (each bin's values taken as
/// spread evenly over the bin, but zeros as zeros).
struct ClipEffect {
    QuantParams params;  ///< of the scheme on the range (widened to hold 0)
    /// Share of the values outside what the integers reach: more than half a step beyond the last
    /// integer, so that it is clamped (what torch.fake_quantize masks out). A symmetric scheme
    /// reaches no further than the range on its shorter side, where weights are clamped first.
    double clippedFraction = 0.0;
    double sqnrDb = 0.0;  ///< 10 log10(signal power / noise power); infinite without noise
};
/// Errors: InvalidArgument (not low <= high, not finite, bits not in 2 .. 16).
ClipEffect clipEffect(const Histogram& histogram, const ClipRange& range,
                      const QuantScheme& scheme);
/// The same of given integers.
ClipEffect clipEffect(const Histogram& histogram, const QuantParams& params);

}  // namespace secateur
