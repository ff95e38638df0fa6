#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/sensitivity_curve.h"
#include "core/graph/cost.h"

namespace secateur {

/// The points of one layer, block or role, or of all layers together, from the mildest level on; at
/// least one, each of at least one image. Immutable.
struct SensitivityCurve {
    std::string layer;  ///< or block, or role; "global": all layers together
    std::string role;   ///< LayerCost::role of a layer
    std::vector<SensitivityPoint> points;
    std::vector<PairedDrop> drops;  ///< points[i].drop(), whose interval is not free to compute

    bool global() const;
    PerturbationKind kind() const { return points.front().kind; }
    /// Not one point changed anything: the curve says nothing of the layer.
    bool untested() const { return nothingTested(points, layer); }
    /// A level; `tolerance` is a fraction.
    double safeRatio(double tolerance) const { return largestSafeRatio(points, layer, tolerance); }
    double largestDrop() const;
};

using CurvePtr = std::shared_ptr<const SensitivityCurve>;
using CurveList = std::vector<CurvePtr>;

/// What the points say about the unchanged network on the images of the one that saw the most.
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

/// The curve's name of a layer under this grouping: as perturbationGroups names it.
std::string curveNameOf(const LayerCost& layer, Grouping grouping);

/// largestSafeRatio of every layer that was measured (not of "global"); a layer without a
/// measurement, or of which nothing was changed, is absent. `tolerance`: a fraction.
std::map<std::string, double> safeRatios(const CurveList& curves, double tolerance);

/// What the curves predict for these layers pruned together: the sum of their drops, none below 0,
/// between two points on the line through them. Empty if a ratio lies beyond the measured ones.
std::optional<double> predictedDrop(const CurveList& curves,
                                    const std::map<std::string, double>& ratios);

/// The `count` layers that stand the least before the tolerance is exceeded, then those with the
/// largest drop; in the order of `curves`. Without "global" and without those untested.
CurveList worstCurves(const CurveList& curves, double tolerance, size_t count);

}  // namespace secateur
