#include "core/analysis/pruning_plan.h"

#include <functional>

#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/support/catch.h"

namespace secateur::test {

namespace {

GraphCost network(const std::vector<std::pair<int64_t, int64_t>>& weightsAndPixels) {
    GraphCost cost;
    for (const auto& [weights, pixels] : weightsAndPixels) {
        LayerCost layer;
        layer.name = std::string(1, static_cast<char>('a' + cost.layers.size()));
        layer.weights = weights;
        layer.macs = weights * pixels;
        cost.weights += weights;
        cost.macs += layer.macs;
        cost.layers.push_back(layer);
    }
    return cost;
}

SensitivityPoint point(const std::string& layer, double ratio, int64_t lost, int64_t pruned) {
    SensitivityPoint p;
    p.target = Target::fromText(layer, Grouping::Layer);
    p.level.number = ratio;
    p.lost = lost;
    p.count = 1000;
    p.prunedWeights = pruned;
    return p;
}

using Ratios = std::map<std::string, double>;

}  // namespace

TEST_CASE("a plan takes from the layers that lose least", "[plan]") {
    const GraphCost cost = network({{100, 1}, {100, 10}, {200, 1}});
    const std::vector<SensitivityPoint> points{
        point("a", 0.5, 50, 50),     point("a", 0.9, 200, 90), point("b", 0.5, 1, 50),
        point("b", 0.9, 40, 90),     point("c", 0.5, 2, 100),  point("c", 0.9, 300, 180),
        point("global", 0.9, 0, 360)};
    // Of 400 weights 150 zero: b and c at a half, 1 + 2 images of 1000.
    const PruningPlan plan = planPruning(points, cost, {BudgetKind::Sparsity, 0.375});
    CHECK(plan.ratios == Ratios{{"b", 0.5}, {"c", 0.5}});
    CHECK(plan.summedDrop == Approx(0.003));
    CHECK(plan.sparsity() == 0.375);
    CHECK(plan.macs == 1300);
    CHECK(plan.macsKept == 100 + 500 + 100);
    // Multiply-adds: b's weights work ten times as often. 1300 - 500 = 800.
    CHECK(planPruning(points, cost, {BudgetKind::Macs, 800}).ratios == Ratios{{"b", 0.5}});
    // Bytes: 1600 dense; c at a half keeps 400 of values and 25 of mask.
    CHECK(weightBytes(200, 100) == 425);
    CHECK(weightBytes(200, 99) == 800);
    CHECK(planPruning(points, cost, {BudgetKind::Size, 1225}).ratios == Ratios{{"c", 0.5}});
    CHECK(planPruning(points, cost, {BudgetKind::Sparsity, 0.0}).ratios.empty());
}

TEST_CASE("a budget beyond the curves is refused, one at their end is met", "[plan]") {
    const GraphCost cost = network({{100, 1}, {300, 1}});
    const std::vector<SensitivityPoint> points{point("a", 0.9, 1, 90), point("b", 0.5, 1, 150)};
    CHECK_THROWS_AS(planPruning(points, cost, {BudgetKind::Sparsity, 0.61}), Error);
    CHECK(planPruning(points, cost, {BudgetKind::Sparsity, 0.6}).zeros == 240);
    CHECK_THROWS_AS(planPruning(points, cost, {BudgetKind::Time, 1.0}), Error);
}

TEST_CASE("a plan is as good as trying all plans", "[plan]") {
    Random random(3);
    for (int round = 0; round < 20; ++round) {
        const GraphCost cost = network({{1000, 1}, {3000, 1}, {500, 1}, {2000, 1}});
        std::vector<SensitivityPoint> points;
        for (const LayerCost& layer : cost.layers) {
            for (const double ratio : {0.3, 0.6, 0.9}) {
                points.push_back(
                    point(layer.name, ratio, static_cast<int64_t>(random.below(200)),
                          static_cast<int64_t>(ratio * static_cast<double>(layer.weights))));
            }
        }
        const PruningPlan plan = planPruning(points, cost, {BudgetKind::Sparsity, 0.5});
        CHECK(plan.sparsity() >= 0.5);
        int64_t best = 1000000;
        const std::function<void(size_t, int64_t, int64_t)> tryAll =
            [&](size_t layer, int64_t zeros, int64_t lost) {
                if (layer == 4) {
                    best = zeros >= 3250 ? std::min(best, lost) : best;
                    return;
                }
                tryAll(layer + 1, zeros, lost);
                for (size_t i = 0; i < 3; ++i) {
                    const SensitivityPoint& p = points[layer * 3 + i];
                    tryAll(layer + 1, zeros + p.prunedWeights, lost + p.lost);
                }
            };
        tryAll(0, 0, 0);
        CHECK(plan.summedDrop == Approx(static_cast<double>(best) / 1000));
    }
}

}  // namespace secateur::test
