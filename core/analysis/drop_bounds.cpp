#include "core/analysis/drop_bounds.h"

#include <algorithm>
#include <cmath>

namespace secateur {

namespace {

/// No image may cost more than this share of the capital.
constexpr double kLargestLoss = 0.95;
/// Of the doubt, what the upper bound has.
constexpr double kDoubtAbove = 0.8;

}  // namespace

DropBounds::DropBounds(int64_t population, double confidence, double tolerance)
    : m_population(population),
      m_logCapitalHigh(-std::log(kDoubtAbove * (1.0 - confidence))),
      m_logCapitalLow(-std::log((1.0 - kDoubtAbove) * (1.0 - confidence))),
      m_tolerance(tolerance) {
    chooseStakes();
}

/// From what has been seen alone.
void DropBounds::chooseStakes() {
    constexpr double kPriorVariance = 0.05;  // worth one image
    const auto seen = static_cast<double>(m_seen);
    const double sum = static_cast<double>(m_lost - m_gained);
    const double mean = sum / (seen + 1.0);
    const double squares = static_cast<double>(m_lost + m_gained) - mean * sum;
    const double variance = (kPriorVariance + std::max(0.0, squares)) / (seen + 1.0);
    const bool within = m_tolerance >= mean;  // the upper bound decides
    const auto stake = [&](double logCapital, int direction) {
        if (within == (direction > 0)) {
            const double late =
                std::sqrt(2.0 * logCapital / (variance * static_cast<double>(m_population)));
            return std::max(kellyStake(direction), late);
        }
        return std::sqrt(2.0 * logCapital / (variance * (seen + 1.0) * std::log(seen + 2.0)));
    };
    m_rounds.push_back({m_seen, stake(m_logCapitalLow, -1), stake(m_logCapitalHigh, 1)});
}

/// The stake l that maximises the mean of log(1 - l (d - m)): where its derivative, which falls
/// with l, is 0, or the largest that is allowed.
double DropBounds::kellyStake(int direction) const {
    constexpr double kPriorImages = 200.0;
    constexpr double kPriorShare = 0.01;  // of them lost, and as many gained
    const auto share = [&](int64_t count) {
        return (static_cast<double>(count) + kPriorImages * kPriorShare) /
               (static_cast<double>(m_seen) + kPriorImages);
    };
    // Seen from direction 1: d = 1 costs capital, d = -1 earns it.
    const double costs = share(direction > 0 ? m_lost : m_gained);
    const double earns = share(direction > 0 ? m_gained : m_lost);
    const double mean = static_cast<double>(direction) * m_tolerance;
    const auto slope = [&](double stake) {
        return (1.0 - costs - earns) * mean / (1.0 + stake * mean) -
               costs * (1.0 - mean) / (1.0 - stake * (1.0 - mean)) +
               earns * (1.0 + mean) / (1.0 + stake * (1.0 + mean));
    };
    double low = 0.0;
    double high = kLargestLoss / (1.0 - mean);
    if (slope(high) >= 0.0) {
        return high;
    }
    for (int step = 0; step < 30; ++step) {
        const double middle = 0.5 * (low + high);
        (slope(middle) > 0.0 ? low : high) = middle;
    }
    return low;
}

void DropBounds::extend(std::span<const int8_t> drops) {
    if (drops.empty()) {
        return;
    }
    for (const int8_t d : drops) {
        m_drops.push_back(d);
        m_lost += d > 0 ? 1 : 0;
        m_gained += d < 0 ? 1 : 0;
    }
    m_seen += static_cast<int64_t>(drops.size());
    m_rounds.back().end = m_seen;
    m_low = std::max(m_low, limit(-1));
    m_high = std::min(m_high, limit(1));
    chooseStakes();
}

/// Has the capital against `mean` reached its mark? direction 1: K-, which refutes means that are
/// too high; -1: K+ (as K- of the numbers with their signs changed).
bool DropBounds::refutes(double mean, int direction) const {
    const auto side = static_cast<double>(direction);
    const double total = side * mean * static_cast<double>(m_population);
    double sum = 0.0;
    double capital = 0.0;
    double product = 1.0;
    int64_t i = 0;
    for (const Round& round : m_rounds) {
        const double wanted = direction > 0 ? round.stakeHigh : round.stakeLow;
        for (; i < round.end; ++i) {
            const double d = side * m_drops[static_cast<size_t>(i)];
            const double expected = (total - sum) / static_cast<double>(m_population - i);
            const double stake = std::min(wanted, kLargestLoss / std::max(1e-9, 1.0 - expected));
            product *= 1.0 - stake * (d - expected);
            sum += d;
            if (product < 1e-100 || product > 1e100) {
                capital += std::log(product);
                product = 1.0;
            }
        }
    }
    const double mark = direction > 0 ? m_logCapitalHigh : m_logCapitalLow;
    return capital + std::log(product) >= mark;
}

/// The bound on one side: capital rises with the distance, so halving finds where it is reached.
double DropBounds::limit(int direction) const {
    const auto population = static_cast<double>(m_population);
    const auto unseen = static_cast<double>(m_population - m_seen);
    const auto sum = static_cast<double>(direction) * static_cast<double>(m_lost - m_gained);
    // What the unseen images can still make of the mean, whatever they are.
    double inside = std::max((sum - unseen) / population, -1.0);
    double outside = std::min((sum + unseen) / population, 1.0);
    const double estimate = sum / static_cast<double>(m_seen);
    if (!refutes(static_cast<double>(direction) * estimate, direction)) {
        inside = std::clamp(estimate, inside, outside);
    }
    for (int step = 0; step < 18 && outside - inside > 1e-5; ++step) {
        const double middle = 0.5 * (inside + outside);
        (refutes(static_cast<double>(direction) * middle, direction) ? outside : inside) = middle;
    }
    return static_cast<double>(direction) * outside;
}

PairedDrop DropBounds::bounds() const {
    if (m_seen == 0) {
        return {0.0, -1.0, 1.0};
    }
    const double estimate = static_cast<double>(m_lost - m_gained) / static_cast<double>(m_seen);
    if (m_seen == m_population) {
        return {estimate, estimate, estimate};
    }
    const double high = std::max(m_low, m_high);
    return {std::clamp(estimate, m_low, high), m_low, high};
}

}  // namespace secateur
