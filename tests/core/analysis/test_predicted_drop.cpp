#include "core/analysis/predicted_drop.h"

#include <cmath>

#include "tests/support/catch.h"
#include "tests/support/made_up_sweep.h"

namespace secateur::test {

using made_up::point;
using Ratios = std::map<std::string, double>;

namespace {

/// a drops 1 and 5 points at 0.4 and 0.8; b gains at 0.5 and drops 3 at 0.9. The baseline is 90 %.
CurveList twoCurves() {
    return groupCurves(
        {point("a", 0.4, 100), point("a", 0.8, 500), point("b", 0.5, 0, 50), point("b", 0.9, 300)},
        nullptr, {});
}

MeasuredPlan measured(const Ratios& ratios, double drop) {
    return {ratios, {drop, drop - 0.01, drop + 0.01}, "plan"};
}

}  // namespace

TEST_CASE("without a measured plan the drops add up along the curves", "[prediction]") {
    const DropPredictor predictor(twoCurves(), 10);
    const auto drop = [&](const Ratios& ratios) { return predictor.predict(ratios)->drop.drop; };
    CHECK(drop({}) == 0.0);
    CHECK(drop({{"a", 0.4}}) == Approx(0.01));
    CHECK(drop({{"a", 0.6}}) == Approx(0.03));  // halfway
    CHECK(drop({{"a", 0.2}, {"b", 0.9}}) == Approx(0.005 + 0.03));
    CHECK(drop({{"b", 0.5}}) == 0.0);  // a gain is none
    CHECK_FALSE(predictor.predict({{"a", 0.85}}));
    CHECK_FALSE(predictor.predict({{"c", 0.1}}));
}

TEST_CASE("the interval is that of the points, as independent errors", "[prediction]") {
    const DropPredictor predictor(twoCurves(), 10);
    const PairedDrop a = pairedDrop(500, 0, 10000);
    const PairedDrop b = pairedDrop(300, 0, 10000);
    const PredictedDrop both = *predictor.predict({{"a", 0.8}, {"b", 0.9}});
    CHECK(both.drop.drop == Approx(0.08));
    CHECK(both.drop.high == Approx(0.08 + std::hypot(a.high - 0.05, b.high - 0.03)));
    CHECK(both.drop.low == Approx(0.08 - std::hypot(0.05 - a.low, 0.03 - b.low)));
    CHECK(both.measuredPlans == 0);
}

TEST_CASE("nothing is lost below chance", "[prediction]") {
    std::vector<SensitivityPoint> points;
    Ratios all;
    for (int i = 0; i < 20; ++i) {
        points.push_back(point("l" + std::to_string(i), 0.5, 1000));
        all["l" + std::to_string(i)] = 0.5;
    }
    const CurveList curves = groupCurves(points, nullptr, {});
    const PredictedDrop drop = *DropPredictor(curves, 10).predict(all);
    CHECK(drop.summed == Approx(2.0));
    CHECK(drop.drop.drop == Approx(0.8));  // 90 % right before, one in ten by chance
    CHECK(drop.drop.high == Approx(0.8));
    CHECK(DropPredictor(curves, 0).predict(all)->drop.drop == Approx(0.9));
    CHECK(
        predictionText(drop, 0.02).find("no more can be lost; beyond the tolerance of 2 points") !=
        std::string::npos);
}

TEST_CASE("measured plans say what layers lose beyond their own drops", "[prediction]") {
    // S of both at 0.4: 1 point (b gains); at 0.8: 5 + 0.75 * 3 = 7.25; at 0.5 and 0.5: 2.
    const auto both = [](double ratio) { return Ratios{{"a", ratio}, {"b", ratio}}; };
    const std::vector<MeasuredPlan> plans{measured(both(0.4), 0.03), measured(both(0.8), 0.2725),
                                          measured(both(0.95), 0.5)};
    const DropPredictor predictor(twoCurves(), 10, plans);
    // x = 2 r^3: 0.128 and 1.024; what they lost beyond S: 2 and 20 points.
    const PredictedDrop half = *predictor.predict(both(0.5));
    CHECK(half.measuredPlans == 2);  // 0.95 lies beyond a's curve
    CHECK_FALSE(half.extrapolated);
    const double share = (0.25 - 0.128) / (1.024 - 0.128);
    CHECK(half.drop.drop == Approx(0.02 + 0.02 + share * 0.18));
    CHECK(predictor.predict(both(0.2))->drop.drop == Approx(0.005 + 0.02 / 8));  // to the origin
    CHECK(predictor.predict({{"a", 0.6}})->drop.drop == Approx(0.03));  // alone it is its curve
    CHECK(predictor.predict({{"a", 0.6}})->measuredPlans == 0);
    // A plan does not predict itself, and the first alone says nothing certain of eight times x.
    const PredictedDrop own = *predictor.predict(both(0.8));
    CHECK(own.measuredPlans == 1);
    CHECK(own.drop.drop == Approx(0.0725 + 8 * 0.02));
    CHECK(own.extrapolated);
    CHECK(own.mayExceed(0.5));
    CHECK(predictionText(own, 0.9).find("prunes more than any of that") != std::string::npos);
    // Errors: the first under the second's line 20 / 8 for 2; the second 16 for 20.
    CHECK(half.drop.high == Approx(half.drop.drop + 0.04).margin(0.004));
}

TEST_CASE("of channels what changes answers is what adds up", "[prediction]") {
    // a changes 4 and 10 % of the answers without a drop, b 2 and 20 % with 0 and 10 points.
    std::vector<SensitivityPoint> points{point("a", 0.4, 200, 200), point("a", 0.8, 500, 500),
                                         point("b", 0.4, 100, 100), point("b", 0.8, 1500, 500),
                                         point("global", 0.4, 3000)};
    for (SensitivityPoint& p : points) {
        p.kind = PerturbationKind::Channels;
    }
    const Ratios mild{{"a", 0.4}, {"b", 0.4}};
    const Ratios hard{{"a", 0.8}, {"b", 0.8}};
    const DropPredictor predictor(groupCurves(points, nullptr, {}), 10,
                                  {measured(mild, 0.03), measured(hard, 0.37)});
    // x: 6 and 30 %, E: 3 and 27 points, with a point more 4 and 28: seven times as much. a at 0.8
    // and b at 0.4: 12 %, a quarter of the way.
    const PredictedDrop between = *predictor.predict({{"a", 0.8}, {"b", 0.4}});
    CHECK(between.drop.drop == Approx(0.04 * std::pow(7, 0.25) - 0.01));
    CHECK(between.measuredPlans == 2);
    CHECK_FALSE(between.byGlobalCurve);  // one ranking cut there, not every group by that share
    CHECK_FALSE(between.extrapolated);
    // The interval: the points' own, and the first under the line to the second, 3 points for
    // 28^(1/5) - 1. The second is the last, and not passed.
    const double error = 0.03 - (0.01 * std::pow(28, 0.2) - 0.01);
    CHECK(between.drop.high - between.drop.drop ==
          Approx(std::hypot(pairedDrop(500, 500, 10000).high, pairedDrop(100, 100, 10000).high,
                            error)));
    // Halfway of b: 11 % and 5 points, and a's 4 %.
    CHECK(predictor.predict({{"a", 0.4}, {"b", 0.6}})->drop.drop ==
          Approx(0.05 + 0.04 * std::pow(7, 0.09 / 0.24) - 0.01));
}

TEST_CASE("plans that fall are pooled", "[prediction]") {
    const auto both = [](double ratio) { return Ratios{{"a", ratio}, {"b", ratio}}; };
    const DropPredictor predictor(
        twoCurves(), 10,
        {measured(both(0.4), 0.01 + 0.06), measured(both(0.5), 0.02 + 0.02),
         measured(both(0.8), 0.0725 + 0.3)});
    CHECK(predictor.predict(both(0.45))->drop.drop == Approx(0.015 + 0.04));  // between 4 and 4
}

TEST_CASE("the curve of all layers together calibrates before any plan", "[prediction]") {
    const auto points = [](bool withGlobal) {
        std::vector<SensitivityPoint> all{point("a", 0.4, 0), point("a", 0.8, 0),
                                          point("b", 0.4, 0), point("b", 0.8, 0)};
        if (withGlobal) {
            all.push_back(point("global", 0.4, 100));
            all.push_back(point("global", 0.8, 6000));
        }
        return groupCurves(all, nullptr, {});
    };
    const Ratios plan{{"a", 0.8}, {"b", 0.4}};
    const PredictedDrop alone = *DropPredictor(points(false), 10).predict(plan);
    CHECK(alone.drop.drop == 0.0);
    CHECK(alone.extrapolated);  // no drop by its curves, yet not called safe
    CHECK(alone.mayExceed(0.02));
    const PredictedDrop known = *DropPredictor(points(true), 10).predict(plan);
    CHECK(known.byGlobalCurve);
    CHECK_FALSE(known.extrapolated);
    // x = 0.512 + 0.064; the curve's: 0.128 (1 point) and 1.024 (60 points).
    CHECK(known.drop.drop == Approx(0.01 + 0.59 * (0.576 - 0.128) / (1.024 - 0.128)));
    CHECK(known.exceeds(0.02));
}

TEST_CASE("a prediction says what it is and whether it keeps the tolerance", "[prediction]") {
    PredictedDrop plain{{0.01, 0.005, 0.015}, 0.01, 0.8};
    CHECK(predictionText(plain, 0.02) ==
          "1.00 [0.50, 1.50] points: the layers' single drops, read off the curves and added up, "
          "uncalibrated: layers pruned together usually lose more");
    CHECK_FALSE(plain.mayExceed(0.02));
    plain.extrapolated = true;
    CHECK(predictionText(plain, 0.02).ends_with("; may go beyond the tolerance of 2 points"));
    const PredictedDrop wide{{0.01, 0.0, 0.03}, 0.01, 0.8, 1, true};
    CHECK(predictionText(wide, 0.02)
              .find("calibrated by 1 measured plan of this network and the curve of all layers "
                    "together; "
                    "may go beyond the tolerance of 2 points") != std::string::npos);
    CHECK(wide.mayExceed(0.02));
    CHECK_FALSE(wide.exceeds(0.02));
}

}  // namespace secateur::test
