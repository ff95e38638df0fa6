#include "core/quant/mse_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/quant/quantization_noise.h"

namespace secateur {

namespace {

constexpr int kRatios = 41;         // 2^0, 2^(-1/4) .. 2^-10
constexpr int kRounds = 4;          // until the ends have adapted to each other
constexpr double kFinest = 1.0005;  // ratio of neighbouring candidates at the end

double coarseRatio(int index) {
    return std::exp2(-0.25 * index);
}

class Search {
 public:
    Search(const Histogram& histogram, const QuantScheme& scheme)
        : m_histogram(histogram), m_scheme(scheme), m_pieces(piecesOf(histogram)) {
        const bool twoEnds = !hasOneEnd() && histogram.minimum() < 0.0 && histogram.maximum() > 0.0;
        m_ends = twoEnds ? 2 : 1;
    }

    ClipRange run() {
        for (int i = 0; i < kRatios; ++i) {
            consider({coarseRatio(i), coarseRatio(i)});
        }
        for (int round = 0; m_ends > 1 && round < kRounds; ++round) {
            const Ratios before = m_best;
            for (size_t end = 0; end < m_ends; ++end) {
                for (int i = 0; i < kRatios; ++i) {
                    Ratios candidate = m_best;
                    candidate[end] = coarseRatio(i);
                    consider(candidate);
                }
            }
            if (m_best == before) {
                break;
            }
        }
        for (double step = std::exp2(0.125); step > kFinest; step = std::sqrt(step)) {
            while (improveBy(step)) {
            }
        }
        return rangeOf(m_best);
    }

 private:
    /// Of the lower and the upper end to the extremes; one number twice where there is one end.
    using Ratios = std::array<double, 2>;

    bool hasOneEnd() const { return m_scheme.symmetricSigned || m_scheme.centredZero; }

    ClipRange rangeOf(const Ratios& ratios) const {
        const double minimum = m_histogram.minimum();
        const double maximum = m_histogram.maximum();
        if (hasOneEnd()) {
            const double largest = ratios[0] * std::max(std::abs(minimum), std::abs(maximum));
            return {std::max(minimum, -largest), std::min(maximum, largest)};
        }
        return {minimum < 0.0 ? minimum * ratios[0] : std::min(minimum, maximum * ratios[1]),
                maximum > 0.0 ? maximum * ratios[1] : std::max(maximum, minimum * ratios[0])};
    }

    bool consider(const Ratios& ratios) {
        const double error = squaredError(m_pieces, stepsFor(rangeOf(ratios), m_scheme));
        if (!(error < m_error)) {
            return false;
        }
        m_error = error;
        m_best = ratios;
        return true;
    }

    bool improveBy(double step) {
        bool improved = false;
        for (size_t end = 0; end < m_ends; ++end) {
            for (const double factor : {step, 1.0 / step}) {
                Ratios candidate = m_best;
                candidate[end] = std::min(1.0, candidate[end] * factor);
                candidate[1] = m_ends == 1 ? candidate[0] : candidate[1];
                improved = consider(candidate) || improved;
            }
        }
        return improved;
    }

    const Histogram& m_histogram;
    const QuantScheme m_scheme;
    const std::vector<Piece> m_pieces;
    size_t m_ends = 1;
    Ratios m_best{1.0, 1.0};
    double m_error = std::numeric_limits<double>::infinity();
};

}  // namespace

ClipRange leastNoiseRange(const Histogram& histogram, const QuantScheme& scheme) {
    return Search(histogram, scheme).run();
}

}  // namespace secateur
