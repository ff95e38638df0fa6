#pragma once

#include "core/graph/qparams.h"
#include "core/quant/clip_range.h"
#include "core/quant/histogram.h"

namespace secateur {

/// How a range becomes integers: "affine" 0 .. 2^bits - 1 (activations), or "symmetric" signed
/// -(2^(bits-1) - 1) .. 2^(bits-1) - 1 with zero point 0 (weights).
struct QuantScheme {
    bool symmetricSigned = false;
    int bits = 8;
};

enum class ObserverKind { MinMax, Percentile, Mse };
const char* observerName(ObserverKind kind);  ///< "min-max", "percentile", "mse"

/// The range that an observer chooses from a histogram, for which no value has to be seen again.
/// MinMax: the exact extremes. Percentile: numpy.percentile to within a bin; (100 - percentile) / 2
/// % of the values lie below and as many above, or, where all have one sign, all of the (100 -
/// percentile) % at the end that is away from zero. Mse: the range with the least mean squared
/// error of quantization, searched over shrunk ranges as torch.ao.quantization.HistogramObserver
/// does, but past the first local minimum. An empty histogram gives [0, 0]. Errors: InvalidArgument
/// (percentile not in (0, 100], bits not in 2 .. 16).
ClipRange observedRange(const Histogram& histogram, ObserverKind kind, const QuantScheme& scheme,
                        double percentile = 99.9);

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

}  // namespace secateur
