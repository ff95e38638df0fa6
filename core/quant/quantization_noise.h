#pragma once

#include <vector>

#include "core/quant/observer.h"

namespace secateur {

/// `count` values spread evenly over [low, high], or all at one point where low == high.
struct Piece {
    double low = 0.0;
    double high = 0.0;
    double count = 0.0;
};

/// A histogram's values from the lowest to the highest: its bins as far as they lie between the
/// exact extremes, and the zeros as a point of their own.
std::vector<Piece> piecesOf(const Histogram& histogram);

/// What quantization does to a number x: params.scale * clamp(round(x / params.scale), lowest,
/// highest). The two are counted from the zero point.
struct Steps {
    QuantParams params;
    double lowest = 0.0;
    double highest = 0.0;
};
/// Error(InvalidArgument) unless bits are 2 .. 16.
Steps stepsFor(const ClipRange& range, const QuantScheme& scheme);

/// Sum of (x - quantized x)^2 over all values, integrated in closed form.
double squaredError(const std::vector<Piece>& pieces, const Steps& steps);
/// How many values are more than half a step beyond the steps at the ends.
double clippedCount(const std::vector<Piece>& pieces, const Steps& steps);

}  // namespace secateur
