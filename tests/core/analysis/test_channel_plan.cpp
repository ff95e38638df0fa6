#include "core/analysis/channel_plan.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/models/registry.h"
#include "core/passes/slim_channels.h"
#include "core/prune/channel_selection.h"
#include "tests/support/catch.h"
#include "tests/support/hand_graph.h"

namespace secateur::test {

namespace {

SensitivityPoint cut(const std::string& group, double share, int64_t lost) {
    SensitivityPoint point;
    point.kind = PerturbationKind::Channels;
    point.target = Target::fromText(group, Grouping::Layer);
    point.level.number = share;
    point.lost = lost;
    point.count = 1000;
    return point;
}

/// The network that the plan makes.
Graph slimBy(const Graph& graph, const ChannelPlan& plan, int64_t roundTo) {
    const std::vector<ChannelGroup> groups = channelGroups(graph);
    const ChannelCut channels =
        selectChannels(graph, groups, widthsRecipe(plan, PruneCriterion::L1, roundTo));
    return slimChannels(graph, removalOf(graph, groups, channels));
}

std::vector<SensitivityPoint> randomCurves(const Graph& graph, uint64_t seed) {
    Random random(seed);
    std::vector<SensitivityPoint> points;
    for (const ChannelGroup& group : channelGroups(graph)) {
        int64_t lost = -3;
        for (const double share : {0.2, 0.4, 0.6}) {
            lost += static_cast<int64_t>(random.below(40));
            points.push_back(cut(group.name, share, lost));
        }
    }
    return points;
}

}  // namespace

TEST_CASE("channels go where they save most for what they lose", "[channel_plan]") {
    // 2x2 pixels, 1x1 convolutions: a 3 to 10, b 10 to 20, c 20 to 4.
    test::HandGraph g(3, 2);
    g.conv("c", g.conv("b", g.conv("a", 0, 3, 10), 10, 20), 20, 4);
    const Graph graph = g.finish();
    const GraphCost cost = computeCost(graph);
    REQUIRE(cost.macs == 4 * (30 + 200 + 80));
    // Half of a's 10 saves 15 + 100 a pixel and loses 20 images, half of b's 20 100 + 40 for 5.
    const std::vector<SensitivityPoint> points{cut("a", 0.5, 20), cut("b", 0.5, 5)};
    const ChannelPlanLimits limits{1, 1};
    const ChannelPlan one = planChannels(graph, cost, points, {BudgetKind::Macs, 4 * 170}, limits);
    CHECK(one.ratios == std::map<std::string, double>{{"b", 0.5}});
    CHECK(one.macsKept == 4 * (30 + 100 + 40));
    CHECK(one.summedDrop == Approx(0.005));
    // One channel of b more: 14 multiply-adds a pixel.
    CHECK(planChannels(graph, cost, points, {BudgetKind::Macs, 4 * 184}, limits).ratios ==
          std::map<std::string, double>{{"b", 0.45}});
    const ChannelPlan both = planChannels(graph, cost, points, {BudgetKind::Macs, 4 * 105}, limits);
    CHECK(both.ratios == std::map<std::string, double>{{"a", 0.5}, {"b", 0.5}});
    CHECK(both.macsKept == 4 * (15 + 50 + 40));
    CHECK_THROWS_WITH(planChannels(graph, cost, points, {BudgetKind::Macs, 4 * 104}, limits),
                      Catch::Matchers::ContainsSubstring("expected at least 420") &&
                          Catch::Matchers::ContainsSubstring("got 416"));
    CHECK_THROWS_AS(planChannels(graph, cost, points, {BudgetKind::Sparsity, 0.5}, limits), Error);
    // Bytes of weights: 4 * (30 + 200 + 80) whole.
    CHECK(planChannels(graph, cost, points, {BudgetKind::Size, 4 * 170}, limits).weightsKept ==
          170);
    // A budget that the whole network meets.
    const ChannelPlan none = planChannels(graph, cost, points, {BudgetKind::Macs, 4 * 310}, limits);
    CHECK(none.ratios.empty());
    CHECK(computeCost(slimBy(graph, none, 1)).macs == cost.macs);
    // Seconds as multiply-adds give their plan; where only c takes time, only b is worth cutting.
    PlanBudget time{BudgetKind::Time, 170, {{"a", 30}, {"b", 200}, {"c", 80}}, 0.0};
    CHECK(planChannels(graph, cost, points, time, limits).ratios == one.ratios);
    CHECK(planChannels(graph, cost, points, time, limits).secondsKept == 170);
    time.layerSeconds = {{"c", 80}};
    time.otherSeconds = 7;
    time.target = 47;
    const ChannelPlan fast = planChannels(graph, cost, points, time, limits);
    CHECK(fast.ratios == one.ratios);
    CHECK(fast.secondsKept == 47);
    CHECK(costRange(graph, cost, points, time, limits).whole == 87);
    time.target = 0.046;
    CHECK_THROWS_WITH(planChannels(graph, cost, points, time, limits),
                      Catch::Matchers::ContainsSubstring("milliseconds"));
    // No group below 16: of b 4 may go, of a none.
    CHECK(planChannels(graph, cost, points, {BudgetKind::Macs, 4 * 260}, {1, 16}).ratios ==
          std::map<std::string, double>{{"b", 0.2}});
}

TEST_CASE("what changes more answers is cut later, where the drops are the same",
          "[channel_plan]") {
    test::HandGraph g(3, 2);
    g.conv("c", g.conv("b", g.conv("a", 0, 3, 10), 10, 10), 10, 10);
    const Graph graph = g.finish();
    std::vector<SensitivityPoint> points{cut("a", 0.5, 4), cut("b", 0.5, 30)};
    for (SensitivityPoint& point : points) {
        point.gained = point.lost + 3;  // each a drop of -0.3 points
    }
    const GraphCost cost = computeCost(graph);
    const double target = 0.8 * static_cast<double>(cost.macs);
    const auto ratios = [&] {
        return planChannels(graph, cost, points, {BudgetKind::Macs, target}, {1, 1}).ratios;
    };
    // A channel of a saves 3 + 10 of 230 multiply-adds a pixel, one of b 10 + 10; 46 are too many.
    CHECK(ratios() == std::map<std::string, double>{{"a", 0.4}});
    std::swap(points[0].lost, points[1].lost);
    std::swap(points[0].gained, points[1].gained);
    CHECK(ratios() == std::map<std::string, double>{{"b", 0.3}});
}

TEST_CASE("a plan of channels meets its budget to within one channel", "[channel_plan]") {
    for (const std::string name : {"mobilenet_v2_cifar", "resnet18_cifar", "densenet121_cifar"}) {
        const Graph graph = buildModel({name, 3, 10, 32, 32, ""}, 1);
        const GraphCost cost = computeCost(graph);
        const std::vector<SensitivityPoint> points = randomCurves(graph, 5);
        for (const int64_t roundTo : {1, 8}) {
            const double target = 0.6 * static_cast<double>(cost.macs);
            const ChannelPlanLimits limits{roundTo, 8};
            const ChannelPlan plan =
                planChannels(graph, cost, points, {BudgetKind::Macs, target}, limits);
            INFO(name << ", multiples of " << roundTo);
            const Graph slim = slimBy(graph, plan, roundTo);
            CHECK(computeCost(slim).macs == plan.macsKept);
            CHECK(static_cast<double>(plan.macsKept) <= target);
            for (const ChannelGroup& group : channelGroups(slim)) {
                CHECK((!group.fixed.empty() || group.width >= 8));
            }
            for (const auto& [group, share] : plan.ratios) {
                CHECK(share <= 0.6);  // no more than was measured, whatever it rounds to
                const int64_t width = requireGroup(graph, channelGroups(graph), group).width;
                ChannelPlan wider = plan;
                wider.ratios[group] -= static_cast<double>(roundTo) / static_cast<double>(width);
                if (wider.ratios[group] < 0.0) {
                    wider.ratios[group] = 0.0;
                }
                CHECK(static_cast<double>(computeCost(slimBy(graph, wider, roundTo)).macs) >
                      target);
            }
        }
    }
}

}  // namespace secateur::test
