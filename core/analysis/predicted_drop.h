#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/curve_set.h"
#include "core/base/say.h"

namespace secateur {

/// A plan that was made and measured on the images of the curves.
struct MeasuredPlan {
    std::map<std::string, double> ratios;  ///< layer to share, those that stay whole left out
    PairedDrop drop;
    std::string name;  ///< of the network that it made
};

/// What to expect of layers pruned together. All are fractions.
struct PredictedDrop {
    PairedDrop drop;             ///< calibrated and capped
    double summed = 0.0;         ///< the layers' own drops added up
    double limit = 1.0;          ///< no more can be lost: the baseline's accuracy above chance
    int measuredPlans = 0;       ///< that it is calibrated by
    bool byGlobalCurve = false;  ///< and by the curve of all layers together
    /// Several layers, and nothing that prunes as much was measured: the true drop may be anything.
    bool extrapolated = false;

    bool exceeds(double toleranceShare) const { return drop.drop > toleranceShare; }
    bool mayExceed(double toleranceShare) const {
        return extrapolated || drop.high > toleranceShare;
    }
};

/// The one place that predicts. The model: drop = S + E(x), no more than the limit.
/// - S: each layer's drop is read off its curve, on the line between two measured levels (0 at the
///   unpruned network), none below 0, and added up. The ends of the points' paired intervals are
///   carried along as independent errors (roots of the sums of squares).
/// - E(x): what layers lose beyond that when they are pruned together. x is the sum of the layers'
///   cubed shares: of weights that lie evenly about zero the smallest share r has r^3 of the
///   energy, and the errors of layers add up. Of channel groups x is the sum of the shares of
///   answers that each changes by itself, read off its curve. E is the line through (x, measured
///   drop - S) of what was measured together: plans of this network, and the points of the curve of
///   all layers, which count as every layer at their share (not of channels, which one ranking over
///   the groups cut there: how many of each its points do not say). It is made non-decreasing by
///   pooling neighbours (isotonic regression), goes through the origin, and beyond the last on in
///   its proportion. Of channels ln(E + 1 point) is the line between two of them: a plan goes where
///   it costs least, so what is lost grows by factors (MobileNetV2: 1.5 points with 33 % of the
///   multiply-adds left, 21 with 20 %). The interval widens by the largest error that these have
///   under the line of the others; of channels without the last, unless it is passed.
/// - A single layer is its curve: E is 0. Without anything measured together E is 0, too, and the
///   prediction says that it is uncalibrated.
class DropPredictor {
 public:
    /// `classes`: of the network, by which chance is 1 / classes; 0: unknown, chance 0. Of
    /// `measured` what lies beyond the curves is left out.
    explicit DropPredictor(CurveList curves = {}, int64_t classes = 0,
                           const std::vector<MeasuredPlan>& measured = {});

    /// Of these layers pruned together; a measured plan of just these ratios does not count, or it
    /// would not be a prediction. Empty if a ratio lies beyond the measured ones.
    std::optional<PredictedDrop> predict(const std::map<std::string, double>& ratios) const;

 private:
    struct Known {
        MeasuredPlan plan;
        double strain = 0.0;  ///< x
        double excess = 0.0;  ///< what E(x) is to be
        bool global = false;
    };
    void learn(const MeasuredPlan& plan, bool global);
    bool ofChannels() const;
    double strainOf(const std::map<std::string, double>& ratios) const;
    std::optional<PairedDrop> summed(const std::map<std::string, double>& ratios) const;

    CurveList m_curves;
    double m_limit = 1.0;
    std::vector<Known> m_known;  ///< by rising strain
};

/// "12.30 [8.00, 20.00] points: the layers' single drops, read off the curves and added up,
/// calibrated by 3 measured plans of this network; beyond the tolerance of 2 points". Says also if
/// it is uncalibrated, prunes more than anything that was measured, or is at the limit.
std::string predictionText(const PredictedDrop& predicted, double toleranceShare,
                           const Say& say = inEnglish);

}  // namespace secateur
