#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/analysis/sensitivity_curve.h"
#include "core/graph/cost.h"

namespace secateur {

/// What a plan has to reach; of convolution and linear weights alone.
enum class BudgetKind {
    Sparsity,  ///< at least this share of all of them zero, in [0, 1)
    Macs,      ///< at most so many multiply-adds an image, those with a zero weight left out
    Size,      ///< at most so many bytes, each layer dense or as a mask and values (encodeSparse)
    Time,      ///< at most so many seconds an image on one core, of channels: zeros save none
};
struct PlanBudget {
    BudgetKind kind = BudgetKind::Sparsity;
    double target = 0.0;
    std::map<std::string, double> layerSeconds = {};  ///< Time: of each weighted layer, whole
    double otherSeconds = 0.0;                        ///< Time: of all that no width changes
};

/// A ratio a layer and what it comes to.
struct PruningPlan {
    std::map<std::string, double> ratios;  ///< layers that stay whole are left out
    /// The layers' own drops, none below 0, added up: a fraction, what the plan makes least. What
    /// to expect of the network is DropPredictor's to say.
    double summedDrop = 0.0;
    int64_t weights = 0;
    int64_t zeros = 0;
    int64_t macs = 0;
    int64_t macsKept = 0;
    int64_t bytes = 0;
    int64_t bytesKept = 0;
    double sparsity() const {
        return weights > 0 ? static_cast<double>(zeros) / static_cast<double>(weights) : 0.0;
    }
};

/// One of its measured ratios (or none) for every layer so that the budget is met and the drops of
/// the curves, summed, are least: a knapsack of several choices, solved by dynamic programming on a
/// grid of 20,000 steps that rounds to the safe side. Points other than pruning and of other
/// targets than layers are passed over; a drop below zero counts as zero. Error(InvalidArgument) if
/// no choice meets the budget (says what the curves reach), and for one of time.
PruningPlan planPruning(const std::vector<SensitivityPoint>& points, const GraphCost& cost,
                        const PlanBudget& budget);

/// Of a layer's multiply-adds, those with a weight that is not zero.
int64_t macsLeft(int64_t macs, int64_t weights, int64_t zeros);

/// Bytes of `weights` float32 weights of which `zeros` are zero, dense or sparse.
int64_t weightBytes(int64_t weights, int64_t zeros);

}  // namespace secateur
