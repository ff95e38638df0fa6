#pragma once

#include "core/analysis/channel_plan.h"
#include "core/base/run_context.h"

namespace secateur {

class Graph;

/// What a network takes for an image on one core, in batches that it likes (profileNetworks).
struct NetworkTime {
    double seconds = 0.0;
    double spread = 0.0;  ///< NetworkProfile::spread
    /// False on a machine too busy to time layers (kLargestSpread).
    bool layersTimed() const;
};

/// A budget of time for `graph`, by what a profile measures of its layers. On a machine too busy
/// for that the measured whole is divided by multiply-adds, and the log says so. `time`: of the
/// whole network. Errors: those of profileNetworks; Cancelled.
PlanBudget timeBudget(const Graph& graph, double seconds, const RunContext& context,
                      NetworkTime& time);

/// The plan of a time budget whose network is as fast as the budget says: a layer of half the
/// multiply-adds takes more than half the time, so the plan's network is timed (beside the whole
/// one, in turns), and what it takes too much is taken off the next plan's budget, up to four
/// times, as far as the measured shares reach. `time`: of the last plan's network. Errors: those of
/// planChannels and profileNetworks; Cancelled.
ChannelPlan planForTime(const Graph& graph, const GraphCost& cost,
                        const std::vector<SensitivityPoint>& points, const PlanBudget& budget,
                        const ChannelPlanLimits& limits, const RunContext& context,
                        NetworkTime& time);

/// Of several networks that take turns.
std::vector<NetworkTime> timeNetworks(const std::vector<const Graph*>& graphs,
                                      const RunContext& context);

}  // namespace secateur
