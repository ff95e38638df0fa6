#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/analysis/sensitivity_curve.h"
#include "core/graph/cost.h"

namespace secateur {

/// The points of one layer, or of all layers together, by rising ratio; at least one, each of at
/// least one image. Immutable.
struct SensitivityCurve {
    std::string layer;  ///< "global": all layers ranked together
    std::string role;   ///< LayerCost::role
    std::vector<SensitivityPoint> points;
    std::vector<PairedDrop> drops;  ///< points[i].drop(), whose interval is not free to compute

    bool global() const;
    /// A fraction; `tolerance` too.
    double safeRatio(double tolerance) const { return largestSafeRatio(points, layer, tolerance); }
    double largestDrop() const;
};

using CurvePtr = std::shared_ptr<const SensitivityCurve>;
using CurveList = std::vector<CurvePtr>;

/// What the points say about the unpruned network on their images: right there, wrong there.
struct SweepBaseline {
    double accuracy = 0.0;
    int64_t images = 0;  ///< 0: unknown
};

/// The curves in the network's order, global first. A curve of `before` whose points are the same
/// is taken over, so that views tell by its address what did not change.
CurveList groupCurves(const std::vector<SensitivityPoint>& points, const GraphCost* network,
                      const CurveList& before);

const SensitivityCurve* findCurve(const CurveList& curves, const std::string& layer);

/// Perturbed and baseline saw the same images: baseline = correct + lost - gained.
SweepBaseline baselineOf(const CurveList& curves);

/// largestSafeRatio of every layer that was measured (not of "global"); a layer without a
/// measurement is absent. `tolerance`: a fraction.
std::map<std::string, double> safeRatios(const CurveList& curves, double tolerance);

/// The `count` layers with the smallest safe ratio, then the largest drop; in the order of
/// `curves`. Without "global".
CurveList worstCurves(const CurveList& curves, double tolerance, size_t count);

}  // namespace secateur
