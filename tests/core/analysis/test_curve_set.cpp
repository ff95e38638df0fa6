#include "core/analysis/curve_set.h"

#include "tests/support/catch.h"
#include "tests/support/made_up_sweep.h"

namespace secateur::test {

using made_up::point;

namespace {

std::vector<std::string> layersOf(const CurveList& curves) {
    std::vector<std::string> layers;
    for (const CurvePtr& curve : curves) {
        layers.push_back(curve->name());
    }
    return layers;
}

}  // namespace

TEST_CASE("curves come in the network's order, global first, points by ratio", "[curves]") {
    const auto network = made_up::mobileNet();
    const CurveList curves =
        groupCurves({point("linear", 0.5, 100), point("conv1", 0.6, 300), point("conv1", 0.3, 20),
                     point("global", 0.5, 500), point("elsewhere", 0.1, 1)},
                    network.get(), {});
    CHECK(layersOf(curves) == std::vector<std::string>{"global", "conv1", "linear", "elsewhere"});
    REQUIRE(curves[1]->points.size() == 2);
    CHECK(curves[1]->points[0].level.number == 0.3);
    CHECK(curves[1]->drops[1].drop == Approx(0.03));
    CHECK(curves[1]->role == "stem");
    CHECK(curves[1]->largestDrop() == Approx(0.03));
}

TEST_CASE("a point of no images is no measurement", "[curves]") {
    const CurveList curves = groupCurves({point("conv1", 0.5, 0, 0, 0)}, nullptr, {});
    CHECK(curves.empty());
    CHECK(baselineOf(curves).images == 0);
}

TEST_CASE("curves that did not change keep their address", "[curves]") {
    const auto network = made_up::mobileNet();
    std::vector<SensitivityPoint> points{point("conv1", 0.3, 20), point("linear", 0.3, 10)};
    const CurveList before = groupCurves(points, network.get(), {});
    points.push_back(point("linear", 0.5, 40));
    const CurveList after = groupCurves(points, network.get(), before);
    CHECK(after[0] == before[0]);
    CHECK(after[1] != before[1]);
    points[0].lost = 21;
    CHECK(groupCurves(points, network.get(), after)[0] != before[0]);
}

TEST_CASE("the baseline follows from what was lost and gained", "[curves]") {
    // 8,700 right now, 350 lost, 50 gained: 9,000 before.
    const SweepBaseline baseline = baselineOf(groupCurves({point("a", 0.5, 350, 50)}, nullptr, {}));
    CHECK(baseline.accuracy == Approx(0.9));
    CHECK(baseline.images == 10000);
}

TEST_CASE("safe ratios are the core's, layers without a measurement are absent", "[curves]") {
    const auto network = made_up::mobileNet();
    const auto points = made_up::sweep(*network, made_up::evenRatios(20));
    const CurveList curves = groupCurves(points, network.get(), {});
    for (const double tolerance : {0.0, 0.003, 0.02, 0.1, 1.0}) {
        const auto ratios = safeLevels(curves, tolerance);
        CHECK(ratios.size() == 58);
        CHECK(ratios.count("global") == 0);
        for (const auto& [layer, ratio] : ratios) {
            CHECK(ratio == safeLevel(points, {Target::Kind::Layer, layer}, tolerance));
        }
    }
    const auto few = safeLevels(groupCurves({point("conv1", 0.3, 300), point("linear", 0.3, 100),
                                             point("linear", 0.6, 201), point("linear", 0.9, 100)},
                                            network.get(), {}),
                                0.02);
    CHECK(made_up::numbersOf(few) ==
          std::map<std::string, double>{{"conv1", 0.0}, {"linear", 0.3}});
}

TEST_CASE("worst ten: smallest safe ratio, then largest drop, shown in the network's order",
          "[curves]") {
    std::vector<SensitivityPoint> points{point("global", 0.5, 9000)};
    for (int i = 0; i < 12; ++i) {  // all safe at 0.3; layer i loses i points more at 0.6
        const std::string layer = "layer" + std::to_string(i);
        points.push_back(point(layer, 0.3, 100));
        points.push_back(point(layer, 0.6, 300 + 100 * i));
    }
    points.push_back(point("safe", 0.9, 10));
    points.push_back(point("broken", 0.3, 250));
    const CurveList worst = worstCurves(groupCurves(points, nullptr, {}), 0.02, 10);
    CHECK(layersOf(worst) == std::vector<std::string>{"layer3", "layer4", "layer5", "layer6",
                                                      "layer7", "layer8", "layer9", "layer10",
                                                      "layer11", "broken"});
}

TEST_CASE("curves of blocks and roles come in the network's order", "[curves]") {
    const auto network = made_up::mobileNet();
    std::vector<SensitivityPoint> points;
    for (const char* block : {"head", "block 10", "block 2", "stem"}) {
        points.push_back(point(block, 0.5, 1));
        points.back().target.kind = Target::Kind::Block;
    }
    const CurveList curves = groupCurves(points, network.get(), {});
    CHECK(layersOf(curves) == std::vector<std::string>{"stem", "block 2", "block 10", "head"});
}

}  // namespace secateur::test
