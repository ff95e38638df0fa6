#include "core/stages/layer_times.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/analysis/profile.h"
#include "core/graph/cost.h"
#include "core/passes/slim_channels.h"
#include "core/prune/channel_selection.h"

namespace secateur {

namespace {

constexpr int kPlans = 4;

/// Which channels go does not change the time, so the simplest ranking chooses them.
Graph ofWidths(const Graph& graph, const ChannelPlan& plan, int64_t roundTo) {
    const std::vector<ChannelGroup> groups = channelGroups(graph);
    const ChannelCut cut =
        selectChannels(graph, groups, widthsRecipe(plan, PruneCriterion::L1, roundTo));
    return slimChannels(graph, removalOf(graph, groups, cut));
}

std::map<std::string, double> secondsByMacs(const GraphCost& cost, double seconds) {
    std::map<std::string, double> layers;
    for (const LayerCost& layer : cost.layers) {
        if (layer.weights > 0) {
            layers[layer.name] = seconds * static_cast<double>(layer.macs) /
                                 static_cast<double>(std::max<int64_t>(1, cost.macs));
        }
    }
    return layers;
}

}  // namespace

bool NetworkTime::layersTimed() const {
    return spread <= kLargestSpread;
}

std::vector<NetworkTime> timeNetworks(const std::vector<const Graph*>& graphs,
                                      const RunContext& context) {
    std::vector<ProfileSubject> subjects;
    for (const Graph* graph : graphs) {
        subjects.push_back({"network", graph});
    }
    std::vector<NetworkTime> times;
    for (const NetworkProfile& profile : profileNetworks(subjects, {}, context)) {
        times.push_back({profile.seconds, profile.spread});
    }
    return times;
}

PlanBudget timeBudget(const Graph& graph, double seconds, const RunContext& context,
                      NetworkTime& time) {
    const NetworkProfile profile = profileNetworks({{"network", &graph}}, {}, context).front();
    time = {profile.seconds, profile.spread};
    PlanBudget budget{BudgetKind::Time, seconds, {}, 0.0};
    const GraphCost cost = computeCost(graph);
    if (!time.layersTimed()) {
        context.say(fmt::format(
            "this machine is too busy to time layers (a spread of {:.0f} %, at most {:.0f} %): "
            "the measured {:.3f} ms are divided among them by multiply-adds",
            100 * time.spread, 100 * kLargestSpread, 1e3 * time.seconds));
        budget.layerSeconds = secondsByMacs(cost, time.seconds);
        return budget;
    }
    for (const LayerCost& layer : cost.layers) {
        if (layer.weights > 0) {
            budget.layerSeconds[layer.name] = 0.0;
        }
    }
    for (const StepTime& step : profile.steps) {
        const auto found = budget.layerSeconds.find(step.layer);
        (found == budget.layerSeconds.end() ? budget.otherSeconds : found->second) += step.seconds;
    }
    return budget;
}

ChannelPlan planForTime(const Graph& graph, const GraphCost& cost,
                        const std::vector<SensitivityPoint>& points, const PlanBudget& budget,
                        const ChannelPlanLimits& limits, const RunContext& context,
                        NetworkTime& time) {
    const double least = costRange(graph, cost, points, budget, limits).least;
    PlanBudget asked = budget;
    for (int attempt = 1;; ++attempt) {
        const ChannelPlan plan = planChannels(graph, cost, points, asked, limits);
        const Graph made = ofWidths(graph, plan, limits.roundTo);
        time = timeNetworks({&graph, &made}, context).back();
        context.say(fmt::format("planned {:.3f} ms, measured {:.3f} ms of at most {:.3f}",
                                1e3 * plan.secondsKept, 1e3 * time.seconds, 1e3 * budget.target));
        const bool narrowest = asked.target <= least;
        if (time.seconds <= budget.target || narrowest || attempt == kPlans) {
            return plan;
        }
        asked.target = std::max(least, asked.target * budget.target / time.seconds);
    }
}

}  // namespace secateur
