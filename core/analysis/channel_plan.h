#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/analysis/channel_plan_limits.h"
#include "core/analysis/pruning_plan.h"
#include "core/graph/graph.h"
#include "core/prune/channel_recipe.h"

namespace secateur {

/// How many channels each group loses and what it comes to, of convolution and linear layers.
struct ChannelPlan {
    std::map<std::string, double> ratios;  ///< group to share; groups that stay whole are left out
    double summedDrop = 0.0;               ///< as PruningPlan::summedDrop, read off the curves
    int64_t macs = 0;
    int64_t macsKept = 0;  ///< counted in the network that the plan makes
    int64_t weights = 0;
    int64_t weightsKept = 0;
    double secondsKept = 0.0;  ///< of a budget of time: by each layer's share of its multiply-adds
};

/// `cost`: of `graph`, at the size of its images. The widths of the groups for a budget of
/// multiply-adds (BudgetKind::Macs), of bytes of weights (Size) or of time (a layer's share of its
/// multiply-adds is its share of its seconds), by the points of PerturbationKind::Channels of
/// single groups: from the whole network on, again and again the group goes to that one of its
/// measured shares that loses least for what it saves, counted with the widths that the other
/// groups have by then; at the end groups get back what the budget can spare, those that lose most
/// first. So no group that has points can get another channel (or another `roundTo`) back. What a
/// share loses is its drop, where there is one, and half the answers that changed sides, without
/// those that any point changes: the drops of mild cuts are the noise of answers that change both
/// ways, how many do is not. Less than a milder cut's counts as that. Errors: InvalidArgument
/// (another budget, no such points, or what the curves reach is not enough: says what they reach).
ChannelPlan planChannels(const Graph& graph, const GraphCost& cost,
                         const std::vector<SensitivityPoint>& points, const PlanBudget& budget,
                         const ChannelPlanLimits& limits);

/// What a budget can be, in its unit; its target does not matter.
struct CostRange {
    double whole = 0.0;
    double least = 0.0;  ///< that the measured shares reach within the limits
};
CostRange costRange(const Graph& graph, const GraphCost& cost,
                    const std::vector<SensitivityPoint>& points, const PlanBudget& budget,
                    const ChannelPlanLimits& limits);

/// What makes the plan's network, where its points were ranked by `criterion`.
ChannelRecipe widthsRecipe(const ChannelPlan& plan, PruneCriterion criterion, int64_t roundTo);

}  // namespace secateur
