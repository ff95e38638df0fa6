#include "core/analysis/drop_bounds.h"

#include <algorithm>
#include <cmath>

namespace secateur {

namespace {

/// No image may cost more than this share of the capital.
constexpr double kLargestLoss = 0.9;

}  // namespace

DropBounds::DropBounds(int64_t population, double confidence, double tolerance)
    : m_population(population),
      m_logCapital(std::log(2.0 / (1.0 - confidence))),
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
    const double late =
        std::sqrt(2.0 * m_logCapital / (variance * static_cast<double>(m_population)));
    const double plugIn =
        std::sqrt(2.0 * m_logCapital / (variance * (seen + 1.0) * std::log(seen + 2.0)));
    const double gap = m_tolerance - mean;  // above 0: the upper bound decides
    const double growth = std::abs(gap) / (variance + gap * gap);
    const double towards = std::max(growth, late);
    m_rounds.push_back({m_seen, gap < 0 ? towards : plugIn, gap >= 0 ? towards : plugIn});
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
    return capital + std::log(product) >= m_logCapital;
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
