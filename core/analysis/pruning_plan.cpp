#include "core/analysis/pruning_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace secateur {

namespace {

constexpr int kSteps = 20000;

/// Of two ways that lose the same, the one that takes less from each layer: less than any image.
constexpr double kSpread = 1e-7;

struct Choice {
    double ratio = 0.0;
    int64_t zeros = 0;
    double drop = 0.0;
    double loss = 0.0;   ///< what is made least
    double saved = 0.0;  ///< of what the budget counts
};

struct LayerChoices {
    const LayerCost* layer = nullptr;
    std::vector<Choice> choices;  ///< the first: leave it whole
};

double savedBy(const LayerCost& layer, int64_t zeros, BudgetKind kind) {
    switch (kind) {
        case BudgetKind::Sparsity:
            return static_cast<double>(zeros);
        case BudgetKind::Macs:
            return static_cast<double>(layer.macs - macsLeft(layer.macs, layer.weights, zeros));
        case BudgetKind::Size:
        case BudgetKind::Time:
            break;
    }
    return static_cast<double>(weightBytes(layer.weights, 0) - weightBytes(layer.weights, zeros));
}

std::vector<LayerChoices> choicesOf(const std::vector<SensitivityPoint>& points,
                                    const GraphCost& cost, BudgetKind kind) {
    std::vector<LayerChoices> all;
    for (const LayerCost& layer : cost.layers) {
        if (layer.weights == 0) {
            continue;
        }
        LayerChoices here{&layer,
                          {{0.0, layer.zeros, 0.0, 0.0, savedBy(layer, layer.zeros, kind)}}};
        for (const SensitivityPoint& point : points) {
            if (point.target == Target{Target::Kind::Layer, layer.name} &&
                point.kind == PerturbationKind::Prune && !point.unchanged) {
                const double share =
                    static_cast<double>(point.prunedWeights) / static_cast<double>(layer.weights);
                const int64_t zeros = std::max(layer.zeros, point.prunedWeights);
                const double drop = std::max(0.0, point.meanDrop());
                here.choices.push_back({point.level.number, zeros, drop,
                                        drop + kSpread * share * share,
                                        savedBy(layer, zeros, kind)});
            }
        }
        all.push_back(std::move(here));
    }
    return all;
}

double requiredSaving(const GraphCost& cost, const PlanBudget& budget) {
    switch (budget.kind) {
        case BudgetKind::Sparsity:
            return budget.target * static_cast<double>(cost.weights);
        case BudgetKind::Macs:
            return static_cast<double>(cost.macs) - budget.target;
        case BudgetKind::Size:
        case BudgetKind::Time:
            break;
    }
    double bytes = 0.0;
    for (const LayerCost& layer : cost.layers) {
        bytes += static_cast<double>(weightBytes(layer.weights, 0));
    }
    return bytes - budget.target;
}

/// Said in the units of the budget; `most`: what can be saved.
[[noreturn]] void unreachable(const GraphCost& cost, const PlanBudget& budget, double most) {
    std::string what = "sparsity";
    std::string reached;
    if (budget.kind == BudgetKind::Sparsity) {
        const double share = most / static_cast<double>(cost.weights);
        reached = fmt::format("at most {:.4f}", std::floor(1e4 * share) / 1e4);
    } else {
        PlanBudget nothing = budget;
        nothing.target = 0.0;
        what = budget.kind == BudgetKind::Macs ? "multiply-adds" : "bytes of weights";
        reached = fmt::format("at least {:.0f}", requiredSaving(cost, nothing) - most);
    }
    throw Error(ErrorCode::InvalidArgument, "the measured ratios do not reach this budget",
                {what, reached, fmt::format("{:.10g}", budget.target)});
}

/// The choice of each layer, by dynamic programming over the saving; empty if none is enough.
std::vector<size_t> cheapest(const std::vector<LayerChoices>& layers, double required) {
    constexpr double kNever = std::numeric_limits<double>::infinity();
    struct Origin {
        uint16_t choice = 0;
        uint16_t before = 0;
    };
    const double step = required / kSteps;
    std::vector<double> loss(kSteps + 1, kNever);
    loss[0] = 0.0;
    std::vector<std::vector<Origin>> origins;
    for (const LayerChoices& layer : layers) {
        std::vector<double> next(kSteps + 1, kNever);
        std::vector<Origin> from(kSteps + 1);
        for (size_t c = 0; c < layer.choices.size(); ++c) {
            // Rounded down, so that what the grid calls enough is enough.
            const auto gain = static_cast<size_t>(
                std::min<double>(kSteps, std::floor(layer.choices[c].saved / step)));
            for (size_t have = 0; have <= kSteps; ++have) {
                const size_t reached = std::min<size_t>(kSteps, have + gain);
                const double total = loss[have] + layer.choices[c].loss;
                if (total < next[reached]) {
                    next[reached] = total;
                    from[reached] = {static_cast<uint16_t>(c), static_cast<uint16_t>(have)};
                }
            }
        }
        origins.push_back(std::move(from));
        loss = std::move(next);
    }
    // Rounding hides up to a step a layer: just below the goal there may be enough all the same.
    std::vector<size_t> best;
    double least = kNever;
    for (size_t end = kSteps - std::min<size_t>(layers.size(), kSteps); end <= kSteps; ++end) {
        if (loss[end] >= least) {
            continue;
        }
        std::vector<size_t> choices(layers.size());
        double saved = 0.0;
        size_t at = end;
        for (size_t i = layers.size(); i-- > 0;) {
            choices[i] = origins[i][at].choice;
            saved += layers[i].choices[choices[i]].saved;
            at = origins[i][at].before;
        }
        if (saved >= required) {
            best = std::move(choices);
            least = loss[end];
        }
    }
    return best;
}

/// Where the grid's rounding hides that the largest saving of all is just enough.
std::vector<size_t> mostSaving(const std::vector<LayerChoices>& layers) {
    std::vector<size_t> choices;
    for (const LayerChoices& layer : layers) {
        const auto best =
            std::max_element(layer.choices.begin(), layer.choices.end(),
                             [](const Choice& a, const Choice& b) { return a.saved < b.saved; });
        choices.push_back(static_cast<size_t>(best - layer.choices.begin()));
    }
    return choices;
}

PruningPlan planOf(const std::vector<LayerChoices>& layers, const std::vector<size_t>& choices) {
    PruningPlan plan;
    for (size_t i = 0; i < layers.size(); ++i) {
        const LayerCost& layer = *layers[i].layer;
        const Choice& choice = layers[i].choices[choices.empty() ? 0 : choices[i]];
        if (choice.ratio > 0.0) {
            plan.ratios.emplace(layer.name, choice.ratio);
            plan.summedDrop += choice.drop;
        }
        plan.weights += layer.weights;
        plan.zeros += choice.zeros;
        plan.macs += layer.macs;
        plan.macsKept += macsLeft(layer.macs, layer.weights, choice.zeros);
        plan.bytes += weightBytes(layer.weights, 0);
        plan.bytesKept += weightBytes(layer.weights, choice.zeros);
    }
    return plan;
}

}  // namespace

int64_t macsLeft(int64_t macs, int64_t weights, int64_t zeros) {
    return weights > 0 ? macs / weights * (weights - zeros) : 0;
}

int64_t weightBytes(int64_t weights, int64_t zeros) {
    const int64_t dense = 4 * weights;
    const int64_t sparse = (weights + 7) / 8 + 4 * (weights - zeros);
    return 2 * zeros >= weights ? std::min(dense, sparse) : dense;
}

PruningPlan planPruning(const std::vector<SensitivityPoint>& points, const GraphCost& cost,
                        const PlanBudget& budget) {
    if (budget.kind == BudgetKind::Time) {
        throw Error(ErrorCode::InvalidArgument, "single weights are not planned by time",
                    {"", "a share of zeros, multiply-adds or bytes", "milliseconds"});
    }
    const std::vector<LayerChoices> layers = choicesOf(points, cost, budget.kind);
    const double required = requiredSaving(cost, budget);
    if (required <= 0.0) {
        return planOf(layers, {});
    }
    const std::vector<size_t> most = mostSaving(layers);
    double reachable = 0.0;
    for (size_t i = 0; i < layers.size(); ++i) {
        reachable += layers[i].choices[most[i]].saved;
    }
    if (reachable < required) {
        unreachable(cost, budget, reachable);
    }
    const std::vector<size_t> choices = cheapest(layers, required);
    return planOf(layers, choices.empty() ? most : choices);
}

}  // namespace secateur
