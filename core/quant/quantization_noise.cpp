#include "core/quant/quantization_noise.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/graph/qparams.h"

namespace secateur {

namespace {

/// Mean of (x - centre)^2 over [low, high].
double meanSquare(double low, double high, double centre) {
    const double u = low - centre;
    const double v = high - centre;
    return (u * u + u * v + v * v) / 3.0;
}

double pieceError(const Piece& piece, const Steps& steps) {
    const double scale = steps.params.scale;
    const double first = std::clamp(std::nearbyint(piece.low / scale), steps.lowest, steps.highest);
    const double last = std::clamp(std::nearbyint(piece.high / scale), steps.lowest, steps.highest);
    if (first == last) {
        return piece.count * meanSquare(piece.low, piece.high, first * scale);
    }
    double integral = 0.0;
    for (double step = first; step <= last; step += 1.0) {
        const double low = step == first ? piece.low : (step - 0.5) * scale;
        const double high = step == last ? piece.high : (step + 0.5) * scale;
        integral += (high - low) * meanSquare(low, high, step * scale);
    }
    return piece.count * integral / (piece.high - piece.low);
}

/// The share of the piece below `bound`.
double shareBelow(const Piece& piece, double bound) {
    if (piece.high > piece.low) {
        return std::clamp((bound - piece.low) / (piece.high - piece.low), 0.0, 1.0);
    }
    return piece.low < bound ? 1.0 : 0.0;
}

/// As lowerInt8 scales a weight: max |w| / 127 in float32, 1 for a channel of zeros.
QuantParams symmetricSignedParams(const ClipRange& range, int bits) {
    const int64_t highest = (int64_t{1} << (bits - 1)) - 1;
    QuantParams params{1.0, 0, -highest, highest};
    const auto largest = static_cast<float>(std::max(std::abs(range.low), std::abs(range.high)));
    if (const float scale = largest / static_cast<float>(highest); scale > 0.0F) {
        params.scale = static_cast<double>(scale);
    }
    return params;
}

}  // namespace

std::vector<Piece> piecesOf(const Histogram& histogram) {
    std::vector<Piece> pieces;
    for (int bin = 0; bin < histogram.bins(); ++bin) {
        int64_t count = histogram.counts()[static_cast<size_t>(bin)];
        if (count == 0) {
            continue;
        }
        const double edge = histogram.low() + histogram.width() * bin;
        if (edge == 0.0 && histogram.zeros() > 0) {
            pieces.push_back({0.0, 0.0, static_cast<double>(histogram.zeros())});
            count -= histogram.zeros();
        }
        if (count > 0) {
            pieces.push_back({std::max(edge, histogram.minimum()),
                              std::min(edge + histogram.width(), histogram.maximum()),
                              static_cast<double>(count)});
        }
    }
    return pieces;
}

Steps stepsFor(const ClipRange& range, const QuantScheme& scheme) {
    if (scheme.bits < 2 || scheme.bits > 16) {
        throw Error(ErrorCode::InvalidArgument, "integers of so many bits are not supported",
                    {"", "2 to 16", std::to_string(scheme.bits)});
    }
    if (scheme.symmetricSigned) {
        Steps steps{symmetricSignedParams(range, scheme.bits), 0.0, 0.0};
        const double low = std::min(range.low, 0.0) / steps.params.scale;
        const double high = std::max(range.high, 0.0) / steps.params.scale;
        steps.lowest = std::max(std::nearbyint(low), static_cast<double>(steps.params.quantMin));
        steps.highest = std::min(std::nearbyint(high), static_cast<double>(steps.params.quantMax));
        return steps;
    }
    const int64_t quantMax = (int64_t{1} << scheme.bits) - 1;
    const QuantParams params = scheme.centredZero ? symmetricParams(range.low, range.high, quantMax)
                                                  : affineParams(range.low, range.high, quantMax);
    return {params, static_cast<double>(params.quantMin - params.zeroPoint),
            static_cast<double>(params.quantMax - params.zeroPoint)};
}

double squaredError(const std::vector<Piece>& pieces, const Steps& steps) {
    double sum = 0.0;
    for (const Piece& piece : pieces) {
        sum += pieceError(piece, steps);
    }
    return sum;
}

double clippedCount(const std::vector<Piece>& pieces, const Steps& steps) {
    const double lowest = (steps.lowest - 0.5) * steps.params.scale;
    const double highest = (steps.highest + 0.5) * steps.params.scale;
    double clipped = 0.0;
    for (const Piece& piece : pieces) {
        const Piece mirrored{-piece.high, -piece.low, piece.count};
        clipped += piece.count * (shareBelow(piece, lowest) + shareBelow(mirrored, -highest));
    }
    return clipped;
}

}  // namespace secateur
