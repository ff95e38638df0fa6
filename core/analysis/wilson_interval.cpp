#include "core/analysis/wilson_interval.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/paired_interval.h"

namespace secateur {

ShareInterval wilsonInterval(int64_t correct, int64_t count) {
    if (count <= 0) {
        return {};
    }
    constexpr double z = kNormalQuantile;
    const auto n = static_cast<double>(count);
    const double p = static_cast<double>(correct) / n;
    const double centre = p + z * z / (2.0 * n);
    const double half = z * std::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
    const double scale = 1.0 + z * z / n;
    // All and none have an exact end, which rounding must not move.
    return {correct <= 0 ? 0.0 : std::max(0.0, (centre - half) / scale),
            correct >= count ? 1.0 : std::min(1.0, (centre + half) / scale)};
}

}  // namespace secateur
