#include "core/analysis/sensitivity_curve.h"

#include <algorithm>

namespace secateur {

double largestSafeRatio(const std::vector<SensitivityPoint>& points, const std::string& layer,
                        double tolerance) {
    std::vector<const SensitivityPoint*> curve;
    for (const SensitivityPoint& point : points) {
        if (point.layer == layer) {
            curve.push_back(&point);
        }
    }
    std::sort(curve.begin(), curve.end(),
              [](const auto* a, const auto* b) { return a->ratio < b->ratio; });
    double safe = 0.0;
    for (const SensitivityPoint* point : curve) {
        constexpr double kRounding = 1e-12;  // 2 of 100 images are within 0.02
        if (point->drop().drop > tolerance + kRounding) {
            break;
        }
        safe = point->ratio;
    }
    return safe;
}

}  // namespace secateur
