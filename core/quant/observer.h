#pragma once

#include <cstdint>
#include <vector>

#include "core/graph/qparams.h"
#include "core/quant/histogram.h"

namespace secateur {

/// The range of real numbers that integers are made to stand for.
struct ClipRange {
    double low = 0.0;
    double high = 0.0;
    bool operator==(const ClipRange&) const = default;
};

/// How a range becomes integers: "affine" 0 .. 2^bits - 1 (activations), or "symmetric" signed
/// -(2^(bits-1) - 1) .. 2^(bits-1) - 1 with zero point 0 (weights).
struct QuantScheme {
    bool symmetricSigned = false;
    int bits = 8;
};

enum class ObserverKind { MinMax, Percentile, Mse };
const char* observerName(ObserverKind kind);  ///< "min-max", "percentile", "mse"

/// The range that an observer chooses from a histogram. MinMax: the exact extremes. Percentile: the
/// values below and above which (100 - percentile) / 2 % of the values lie, linear within a bin (one
/// tail only where all values have one sign). Mse: the range with the least mean squared error of
/// quantization, searched over shrunk ranges as torch.ao.quantization.HistogramObserver does.
ClipRange observedRange(const Histogram& histogram, ObserverKind kind, const QuantScheme& scheme,
                        double percentile = 99.9);

/// What a clip range does to a tensor, computed from its histogram (each bin's values taken as
/// spread evenly over the bin).
struct ClipEffect {
    QuantParams params;            ///< of the scheme on the range (widened to hold 0)
    double clippedFraction = 0.0;  ///< share of the values outside what the integers reach
    double sqnrDb = 0.0;           ///< 10 log10(signal power / noise power); infinite without noise
};
ClipEffect clipEffect(const Histogram& histogram, const ClipRange& range,
                      const QuantScheme& scheme);

}  // namespace secateur
