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

/// The points of one target, from the mildest level on; at least one, each of at least one image.
/// Immutable.
struct SensitivityCurve {
    Target target;
    std::string role;  ///< LayerCost::role of a layer
    std::vector<SensitivityPoint> points;
    std::vector<PairedDrop> drops;  ///< points[i].drop(), whose interval is not free to compute

    bool global() const { return target.isGlobal(); }
    std::string name() const { return target.text(); }
    PerturbationKind kind() const { return points.front().kind; }
    /// Empty: not one point changed anything, so the curve says nothing of its target.
    std::optional<SafeLevel> safe(double toleranceShare) const {
        return safeLevel(points, target, toleranceShare);
    }
    bool untested() const { return !safe(0.0); }
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

/// By SensitivityCurve::name(); null: there is none.
const SensitivityCurve* findCurve(const CurveList& curves, const std::string& name);

/// Perturbed and baseline saw the same images: baseline = correct + lost - gained.
SweepBaseline baselineOf(const CurveList& curves);

/// By name, of every layer that was measured (not of all together); one of which nothing was
/// changed is absent.
std::map<std::string, SafeLevel> safeLevels(const CurveList& curves, double toleranceShare);

/// The `count` layers that stand the least before the tolerance is exceeded, then those with the
/// largest drop; in the order of `curves`. Without the one of all together and without those
/// untested.
CurveList worstCurves(const CurveList& curves, double toleranceShare, size_t count);

}  // namespace secateur
