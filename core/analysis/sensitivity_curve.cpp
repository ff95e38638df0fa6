#include "core/analysis/sensitivity_curve.h"

#include <algorithm>

namespace secateur {

namespace {

/// The drop alone: its interval takes longer than all the rest, and a dragged line asks often.
double measuredDrop(const SensitivityPoint& point) {
    return point.count > 0
               ? static_cast<double>(point.lost - point.gained) / static_cast<double>(point.count)
               : 0.0;
}

}  // namespace

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
        if (measuredDrop(*point) > tolerance + kRounding) {
            break;
        }
        safe = point->ratio;
    }
    return safe;
}

}  // namespace secateur
