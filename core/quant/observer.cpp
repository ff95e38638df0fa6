#include "core/quant/observer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/error.h"
#include "core/quant/entropy_search.h"
#include "core/quant/mse_search.h"
#include "core/quant/quantization_noise.h"

namespace secateur {

namespace {

/// The values of the histogram as if they were sorted: value `rank` of 0 .. total - 1.
double orderStatistic(const Histogram& histogram, const std::vector<Piece>& pieces, int64_t rank) {
    if (rank == 0) {
        return histogram.minimum();
    }
    if (rank == histogram.total() - 1) {
        return histogram.maximum();
    }
    auto before = static_cast<double>(rank);
    for (const Piece& piece : pieces) {
        if (before < piece.count) {
            return piece.low + (piece.high - piece.low) * (before + 0.5) / piece.count;
        }
        before -= piece.count;
    }
    return histogram.maximum();
}

/// numpy.percentile with its default, linear interpolation.
double quantile(const Histogram& histogram, const std::vector<Piece>& pieces, double fraction) {
    const int64_t last = histogram.total() - 1;
    const double position = std::clamp(fraction, 0.0, 1.0) * static_cast<double>(last);
    const auto rank = std::min(static_cast<int64_t>(position), last);
    const double below = orderStatistic(histogram, pieces, rank);
    const double above = orderStatistic(histogram, pieces, std::min(rank + 1, last));
    return below + (above - below) * (position - static_cast<double>(rank));
}

ClipRange percentileRange(const Histogram& histogram, double percentile) {
    if (!(percentile > 0.0 && percentile <= 100.0)) {
        throw Error(ErrorCode::InvalidArgument, "there is no such percentile",
                    {"", "above 0, at most 100", fmt::format("{}", percentile)});
    }
    const std::vector<Piece> pieces = piecesOf(histogram);
    const double outside = (100.0 - percentile) / 100.0;
    if (histogram.minimum() >= 0.0) {
        return {histogram.minimum(), quantile(histogram, pieces, 1.0 - outside)};
    }
    if (histogram.maximum() <= 0.0) {
        return {quantile(histogram, pieces, outside), histogram.maximum()};
    }
    return {quantile(histogram, pieces, outside / 2.0),
            quantile(histogram, pieces, 1.0 - outside / 2.0)};
}

ClipEffect effectOf(const Histogram& histogram, const Steps& steps) {
    ClipEffect effect{steps.params, 0.0, std::numeric_limits<double>::infinity()};
    if (histogram.total() == 0) {
        return effect;
    }
    const std::vector<Piece> pieces = piecesOf(histogram);
    const auto total = static_cast<double>(histogram.total());
    effect.clippedFraction = clippedCount(pieces, steps) / total;
    if (const double noise = squaredError(pieces, steps) / total; noise > 0.0) {
        effect.sqnrDb = 10.0 * std::log10(histogram.power() / noise);
    }
    return effect;
}

}  // namespace

ClipRange movingAverage(std::span<const ClipRange> batches, double constant) {
    if (batches.empty()) {
        return {};
    }
    ClipRange range = batches.front();
    for (const ClipRange& batch : batches.subspan(1)) {
        range.low += constant * (batch.low - range.low);
        range.high += constant * (batch.high - range.high);
    }
    return range;
}

ClipRange observedRange(const Histogram& histogram, ObserverKind kind, const QuantScheme& scheme,
                        double percentile) {
    if (histogram.total() == 0) {
        return {};
    }
    switch (kind) {
        case ObserverKind::MinMax:
            return {histogram.minimum(), histogram.maximum()};
        case ObserverKind::Percentile:
            return percentileRange(histogram, percentile);
        case ObserverKind::Mse:
            return leastNoiseRange(histogram, scheme);
        case ObserverKind::Entropy:
            return leastDivergenceRange(histogram, scheme);
        case ObserverKind::MovingAverage:
            throw Error(ErrorCode::InvalidArgument, "a histogram does not know a moving average",
                        {"", "min-max, percentile, mse or entropy", enumName(kind)});
    }
    throw Error(ErrorCode::Internal, "unknown observer");
}

ClipRange representable(const ClipRange& range, const QuantScheme& scheme) {
    if (scheme.symmetricSigned || scheme.centredZero) {
        const double largest = std::max(std::abs(range.low), std::abs(range.high));
        return {-largest, largest};
    }
    return {std::min(range.low, 0.0), std::max(range.high, 0.0)};
}

ClipEffect clipEffect(const Histogram& histogram, const QuantParams& q) {
    return effectOf(histogram, {q, static_cast<double>(q.quantMin - q.zeroPoint),
                                static_cast<double>(q.quantMax - q.zeroPoint)});
}

ClipEffect clipEffect(const Histogram& histogram, const ClipRange& range,
                      const QuantScheme& scheme) {
    if (!(std::isfinite(range.low) && std::isfinite(range.high) && range.low <= range.high)) {
        throw Error(ErrorCode::InvalidArgument, "this is no range",
                    {"", "finite numbers, the lower one first",
                     fmt::format("{} to {}", range.low, range.high)});
    }
    return effectOf(histogram, stepsFor(range, scheme));
}

}  // namespace secateur
