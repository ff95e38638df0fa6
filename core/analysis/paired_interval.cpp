#include "core/analysis/paired_interval.h"

#include <algorithm>
#include <cmath>

namespace secateur {

namespace {

/// The restricted maximum likelihood estimate of the proportion gained, given that lost minus
/// gained is `delta` (a quadratic, Tango 1998).
double gainedGivenDelta(double lost, double gained, double count, double delta) {
    const double a = 2.0 * count;
    const double b = -lost - gained + (2.0 * count - lost + gained) * delta;
    const double c = -gained * delta * (1.0 - delta);
    return (std::sqrt(std::max(0.0, b * b - 4.0 * a * c)) - b) / (2.0 * a);
}

/// Is `delta`, above the estimate, still inside the interval: score statistic at least -z?
bool accepts(double lost, double gained, double count, double delta) {
    const double p = gainedGivenDelta(lost, gained, count, delta);
    const double variance = std::max(0.0, count * (2.0 * p + delta * (1.0 - delta)));
    return lost - gained - count * delta + kNormalQuantile * std::sqrt(variance) >= 0.0;
}

/// The lower limit is minus this with the roles of lost and gained exchanged.
double upperLimit(double lost, double gained, double count) {
    double inside = (lost - gained) / count;
    double outside = 1.0;
    // Halving until the two are neighbouring doubles; 60 halvings of at most 2 are more than
    // enough.
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (inside + outside);
        (accepts(lost, gained, count, middle) ? inside : outside) = middle;
    }
    return inside;
}

}  // namespace

PairedDrop pairedDrop(int64_t lost, int64_t gained, int64_t count) {
    if (count <= 0) {
        return {0.0, -1.0, 1.0};
    }
    const auto b = static_cast<double>(lost);
    const auto c = static_cast<double>(gained);
    const auto n = static_cast<double>(count);
    return {(b - c) / n, -upperLimit(c, b, n), upperLimit(b, c, n)};
}

}  // namespace secateur
