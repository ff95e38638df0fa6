#include "core/quant/entropy_search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace secateur {

namespace {

/// More cells than this (values far from zero, close to each other) are merged by twos.
constexpr size_t kMostCells = 4096;

/// Counts of |x| from 0 on, without exact zeros, and the width of a cell.
struct Magnitudes {
    std::vector<double> counts;
    double width = 0.0;
};

Magnitudes magnitudesOf(const Histogram& histogram) {
    Magnitudes result;
    result.width = histogram.width();
    const auto firstCell = static_cast<int64_t>(std::llround(histogram.low() / result.width));
    const auto cellOf = [&](int bin) {
        const int64_t cell = firstCell + bin;
        return static_cast<uint64_t>(cell >= 0 ? cell : -(cell + 1));
    };
    uint64_t last = 0;
    for (int bin = 0; bin < histogram.bins(); ++bin) {
        if (histogram.counts()[static_cast<size_t>(bin)] > 0) {
            last = std::max(last, cellOf(bin));
        }
    }
    int shift = 0;
    while ((last >> shift) >= kMostCells) {
        ++shift;
    }
    result.width = std::ldexp(result.width, shift);
    result.counts.resize((last >> shift) + 1);
    for (int bin = 0; bin < histogram.bins(); ++bin) {
        int64_t count = histogram.counts()[static_cast<size_t>(bin)];
        count -= firstCell + bin == 0 ? histogram.zeros() : 0;
        if (count > 0) {
            result.counts[cellOf(bin) >> shift] += static_cast<double>(count);
        }
    }
    return result;
}

/// Sums over the first k bins, so that every level of every candidate is a difference.
struct PrefixSums {
    std::vector<double> mass{0.0};
    std::vector<double> massLog{0.0};  ///< of c ln c
    std::vector<double> filled{0.0};   ///< bins that are not empty

    explicit PrefixSums(const std::vector<double>& counts) {
        for (const double c : counts) {
            mass.push_back(mass.back() + c);
            massLog.push_back(massLog.back() + (c > 0.0 ? c * std::log(c) : 0.0));
            filled.push_back(filled.back() + (c > 0.0 ? 1.0 : 0.0));
        }
    }
};

/// KL(P, Q) of candidate `size`; infinite where a level is ruled out. With p and q normalised by
/// N (all counts) and M (those within), it is sum p/N ln(p/N) - sum p/N ln(q/M).
double divergence(const PrefixSums& sums, const std::vector<double>& counts, size_t size,
                  size_t levels) {
    const double all = sums.mass.back();
    const double within = sums.mass[size];
    const double beyond = all - within;
    const double lastCount = counts[size - 1];
    const double lastP = lastCount + beyond;
    double own = sums.massLog[size - 1] + (lastP > 0.0 ? lastP * std::log(lastP) : 0.0);
    own -= all * std::log(all);
    double cross = 0.0;
    for (size_t level = 0; level < levels; ++level) {
        const size_t first = (level * size + levels - 1) / levels;
        const size_t end = std::min(size, ((level + 1) * size + levels - 1) / levels);
        const bool last = end == size;
        const double q = sums.mass[end] - sums.mass[first];
        const double p = q + (last ? beyond : 0.0);
        const bool fillsLast = last && lastCount == 0.0 && beyond > 0.0;
        const double bins = sums.filled[end] - sums.filled[first] + (fillsLast ? 1.0 : 0.0);
        if (p > 0.0 && q == 0.0) {
            return std::numeric_limits<double>::infinity();
        }
        if (p > 0.0) {
            cross += p * std::log(q / bins / within);
        }
    }
    return (own - cross) / all;
}

size_t levelsOf(const Histogram& histogram, const QuantScheme& scheme) {
    const bool oneSign = histogram.minimum() >= 0.0 || histogram.maximum() <= 0.0;
    const bool halved = scheme.symmetricSigned || scheme.centredZero || !oneSign;
    return size_t{1} << (halved ? scheme.bits - 1 : scheme.bits);
}

}  // namespace

ClipRange leastDivergenceRange(const Histogram& histogram, const QuantScheme& scheme) {
    const ClipRange extremes{histogram.minimum(), histogram.maximum()};
    if (histogram.total() == histogram.zeros()) {
        return extremes;
    }
    const Magnitudes magnitudes = magnitudesOf(histogram);
    const PrefixSums sums(magnitudes.counts);
    const size_t levels = levelsOf(histogram, scheme);
    double least = std::numeric_limits<double>::infinity();
    size_t best = magnitudes.counts.size();
    for (size_t size = levels; size <= magnitudes.counts.size(); ++size) {
        const double own = divergence(sums, magnitudes.counts, size, levels);
        if (own < least) {
            least = own;
            best = size;
        }
    }
    const double threshold = magnitudes.width * static_cast<double>(best);
    return {std::max(extremes.low, -threshold), std::min(extremes.high, threshold)};
}

}  // namespace secateur
