#include "core/analysis/channel_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/setting.h"
#include "core/prune/channel_groups.h"

namespace secateur {

namespace {

/// Of two ways that lose the same, the one that takes less from each group: less than any image.
constexpr double kSpread = 1e-7;

/// A layer's multiply-adds and weights, as its inputs and outputs shrink.
class LayerWidths {
 public:
    explicit LayerWidths(const LayerCost& layer) : m_layer(&layer) {}

    void add(size_t group, const ChannelSlice& slice, int64_t width) {
        auto& shares = slice.axis == ChannelAxis::Output ? m_outputs : m_inputs;
        // Of one channel: more than one position where a channel becomes several columns.
        const double each = static_cast<double>(slice.positions.size()) /
                            static_cast<double>(width * dimension(slice.axis));
        shares.emplace_back(group, each);
    }

    double kept(double whole, const std::vector<int64_t>& lost) const {
        return whole * left(m_outputs, lost) * left(m_inputs, lost);
    }
    const LayerCost& layer() const { return *m_layer; }

 private:
    using Shares = std::vector<std::pair<size_t, double>>;

    int64_t dimension(ChannelAxis axis) const {
        const bool output = axis == ChannelAxis::Output;
        if (const auto* conv = std::get_if<Conv2d>(&m_layer->op)) {
            return output ? conv->outChannels : conv->inChannels;
        }
        const auto& linear = std::get<Linear>(m_layer->op);
        return output ? linear.outFeatures : linear.inFeatures;
    }

    static double left(const Shares& shares, const std::vector<int64_t>& lost) {
        double share = 1.0;
        for (const auto& [group, each] : shares) {
            share -= each * static_cast<double>(lost[group]);
        }
        return share;
    }

    const LayerCost* m_layer;
    Shares m_outputs;
    Shares m_inputs;
};

/// A measured share of a group.
struct Step {
    int64_t lost = 0;
    double drop = 0.0;   ///< of top-1
    double harm = 0.0;   ///< what the plan weighs, as planChannels says
    double share = 0.0;  ///< that was asked for: `lost` is the nearest whole number of channels
};

bool ofGroup(const SensitivityPoint& point, const std::string& group) {
    return point.kind == PerturbationKind::Channels &&
           point.target == Target{Target::Kind::Layer, group};
}

double changedShare(const SensitivityPoint& point) {
    return static_cast<double>(point.lost + point.gained) / static_cast<double>(point.count);
}

class ChannelPlanner {
 public:
    ChannelPlanner(const Graph& graph, const GraphCost& cost,
                   const std::vector<SensitivityPoint>& points, const PlanBudget& budget,
                   const ChannelPlanLimits& limits)
        : m_cost(cost),
          m_groups(channelGroups(graph)),
          m_budget(budget),
          m_limits(limits),
          m_lost(m_groups.size(), 0) {
        for (const LayerCost& layer : m_cost.layers) {
            if (layer.weights > 0) {
                addLayer(layer);
            }
        }
        double fewestChanged = 1.0;
        for (const ChannelGroup& group : m_groups) {
            for (const SensitivityPoint& point : points) {
                if (ofGroup(point, group.name)) {
                    fewestChanged = std::min(fewestChanged, changedShare(point));
                }
            }
        }
        for (const ChannelGroup& group : m_groups) {
            m_steps.push_back(stepsOf(group, points, fewestChanged));
        }
    }

    CostRange range() {
        CostRange range{cost(), 0.0};
        for (size_t g = 0; g < m_groups.size(); ++g) {
            m_lost[g] = m_steps[g].back().lost;
        }
        range.least = cost();
        return range;
    }

    ChannelPlan plan() {
        const double target = m_budget.target;
        m_lost.assign(m_groups.size(), 0);
        std::vector<size_t> at(m_groups.size(), 0);
        while (cost() > target) {
            const auto [group, step] = cheapest(at);
            if (group == m_groups.size()) {
                fail(target);
            }
            at[group] = step;
            m_lost[group] = m_steps[group][step].lost;
        }
        giveBack(target);
        return result();
    }

 private:
    void addLayer(const LayerCost& layer) {
        LayerWidths widths(layer);
        for (size_t g = 0; g < m_groups.size(); ++g) {
            for (const ChannelSlice& slice : m_groups[g].slices) {
                if (slice.node == layer.node) {
                    widths.add(g, slice, m_groups[g].width);
                }
            }
        }
        m_layers.push_back(std::move(widths));
    }

    /// From the whole group on, by rising loss of channels; a milder cut loses no more.
    std::vector<Step> stepsOf(const ChannelGroup& group,
                              const std::vector<SensitivityPoint>& points,
                              double fewestChanged) const {
        std::map<int64_t, Step> measured;
        for (const SensitivityPoint& point : points) {
            if (group.fixed.empty() && ofGroup(point, group.name)) {
                const int64_t lost =
                    allowed(group, static_cast<int64_t>(std::nearbyint(
                                       point.level.number * static_cast<double>(group.width))));
                Step& step = measured[lost];
                const double drop = std::max(point.meanDrop(), 0.0);
                const double harm = drop + (changedShare(point) - fewestChanged) / 2;
                step = {lost, std::max(step.drop, drop), std::max(step.harm, harm),
                        std::max(step.share, point.level.number)};
            }
        }
        std::vector<Step> steps{{}};
        for (const auto& [lost, step] : measured) {
            if (lost > 0) {
                steps.push_back({lost, std::max(steps.back().drop, step.drop),
                                 std::max(steps.back().harm, step.harm), step.share});
            }
        }
        return steps;
    }

    /// No more than so many, so that the group keeps its least width, a multiple if asked for.
    int64_t allowed(const ChannelGroup& group, int64_t lost) const {
        const int64_t wanted = std::max(group.width - lost, m_limits.minWidth);
        const int64_t kept = (wanted + m_limits.roundTo - 1) / m_limits.roundTo * m_limits.roundTo;
        return group.width - std::min(kept, group.width);
    }

    double whole(const LayerCost& layer) const {
        if (m_budget.kind == BudgetKind::Time) {
            const auto found = m_budget.layerSeconds.find(layer.name);
            return found == m_budget.layerSeconds.end() ? 0.0 : found->second;
        }
        return static_cast<double>(m_budget.kind == BudgetKind::Macs ? layer.macs
                                                                     : 4 * layer.weights);
    }

    double cost() const {
        double sum = m_budget.otherSeconds;
        for (const LayerWidths& layer : m_layers) {
            sum += layer.kept(whole(layer.layer()), m_lost);
        }
        return sum;
    }

    double penalty(size_t group, const Step& step) const {
        const double share =
            static_cast<double>(step.lost) / static_cast<double>(m_groups[group].width);
        return step.harm + kSpread * share * share;
    }

    std::pair<size_t, size_t> cheapest(const std::vector<size_t>& at) {
        std::pair<size_t, size_t> best{m_groups.size(), 0};
        double least = std::numeric_limits<double>::infinity();
        const double before = cost();
        for (size_t g = 0; g < m_groups.size(); ++g) {
            const int64_t lost = m_lost[g];
            for (size_t s = at[g] + 1; s < m_steps[g].size(); ++s) {
                m_lost[g] = m_steps[g][s].lost;
                const double saved = before - cost();
                const double price =
                    (penalty(g, m_steps[g][s]) - penalty(g, m_steps[g][at[g]])) / saved;
                if (saved > 0.0 && price < least) {
                    least = price;
                    best = {g, s};
                }
            }
            m_lost[g] = lost;
        }
        return best;
    }

    /// What the group's curve says of so many channels, on the line between two measured shares.
    double curveAt(size_t group, int64_t lost, double Step::*value) const {
        const std::vector<Step>& steps = m_steps[group];
        const auto above = std::find_if(steps.begin(), steps.end(),
                                        [&](const Step& step) { return step.lost >= lost; });
        if (above == steps.begin() || above->lost == lost) {
            return (*above).*value;
        }
        const Step& below = *(above - 1);
        const double way =
            static_cast<double>(lost - below.lost) / static_cast<double>(above->lost - below.lost);
        return below.*value + way * ((*above).*value - below.*value);
    }

    void giveBack(double target) {
        std::vector<size_t> order(m_groups.size());
        for (size_t g = 0; g < order.size(); ++g) {
            order[g] = g;
        }
        std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
            return curveAt(a, m_lost[a], &Step::harm) > curveAt(b, m_lost[b], &Step::harm);
        });
        for (const size_t g : order) {
            while (m_lost[g] > 0) {
                const int64_t lost = m_lost[g];
                m_lost[g] = lost - std::min(lost, m_limits.roundTo);
                if (cost() > target) {
                    m_lost[g] = lost;
                    break;
                }
            }
        }
    }

    [[noreturn]] void fail(double target) const {
        const bool time = m_budget.kind == BudgetKind::Time;
        const auto shown = [&](double value) {
            return time ? fmt::format("{:.4g}", 1e3 * value) : fmt::format("{:.0f}", value);
        };
        throw Error(ErrorCode::InvalidArgument, "the measured shares do not reach this budget",
                    {time                                ? "milliseconds"
                     : m_budget.kind == BudgetKind::Macs ? "multiply-adds"
                                                         : "bytes of weights",
                     "at least " + shown(cost()), shown(target)});
    }

    ChannelPlan result() const {
        ChannelPlan plan;
        for (size_t g = 0; g < m_groups.size(); ++g) {
            if (m_lost[g] > 0) {
                // The largest measured share of 0.7 takes 101 of 144 channels: 0.7, not 0.7014.
                const double share =
                    static_cast<double>(m_lost[g]) / static_cast<double>(m_groups[g].width);
                plan.ratios.emplace(m_groups[g].name, std::min(share, m_steps[g].back().share));
                plan.summedDrop += curveAt(g, m_lost[g], &Step::drop);
            }
        }
        double macs = 0.0;
        double weights = 0.0;
        for (const LayerWidths& layer : m_layers) {
            plan.macs += layer.layer().macs;
            plan.weights += layer.layer().weights;
            macs += layer.kept(static_cast<double>(layer.layer().macs), m_lost);
            weights += layer.kept(static_cast<double>(layer.layer().weights), m_lost);
        }
        plan.macsKept = std::llround(macs);
        plan.weightsKept = std::llround(weights);
        plan.secondsKept = m_budget.kind == BudgetKind::Time ? cost() : 0.0;
        return plan;
    }

    const GraphCost m_cost;
    const std::vector<ChannelGroup> m_groups;
    const PlanBudget m_budget;
    const ChannelPlanLimits m_limits;
    std::vector<LayerWidths> m_layers;
    std::vector<std::vector<Step>> m_steps;  ///< a group's, the first: whole
    std::vector<int64_t> m_lost;
};

}  // namespace

ChannelPlan planChannels(const Graph& graph, const GraphCost& cost,
                         const std::vector<SensitivityPoint>& points, const PlanBudget& budget,
                         const ChannelPlanLimits& limits) {
    if (budget.kind == BudgetKind::Sparsity) {
        throw Error(ErrorCode::InvalidArgument, "channels are not planned by this budget",
                    {"", "multiply-adds, bytes or time", "a share of zeros"});
    }
    return ChannelPlanner(graph, cost, points, budget, limits).plan();
}

CostRange costRange(const Graph& graph, const GraphCost& cost,
                    const std::vector<SensitivityPoint>& points, const PlanBudget& budget,
                    const ChannelPlanLimits& limits) {
    return ChannelPlanner(graph, cost, points, budget, limits).range();
}

ChannelRecipe widthsRecipe(const ChannelPlan& plan, PruneCriterion criterion, int64_t roundTo) {
    ChannelRecipe recipe;
    recipe.scope = PruneScope::Plan;
    recipe.plan = plan.ratios;
    recipe.criterion = criterion;
    recipe.roundTo = roundTo;
    return recipe;
}

}  // namespace secateur
