#include <QList>

#include "tests/support/ui_catch.h"
#include "tests/ui/sensitivity/made_up_sweep.h"
#include "ui/models/perturbation_kinds.h"
#include "ui/sensitivity/layer_choice.h"
#include "ui/sensitivity/sensitivity_text.h"

using namespace secateur;
using made_up::point;

namespace {

std::vector<std::string> layersOf(const CurveList& curves) {
    std::vector<std::string> layers;
    for (const CurvePtr& curve : curves) {
        layers.push_back(curve->layer);
    }
    return layers;
}

}  // namespace

TEST_CASE("curves come in the network's order, global first, points by ratio") {
    const auto network = made_up::mobileNet();
    const CurveList curves =
        groupCurves({point("linear", 0.5, 100), point("conv1", 0.6, 300), point("conv1", 0.3, 20),
                     point("global", 0.5, 500), point("elsewhere", 0.1, 1)},
                    network.get(), {});
    CHECK(layersOf(curves) == std::vector<std::string>{"global", "conv1", "linear", "elsewhere"});
    REQUIRE(curves[1]->points.size() == 2);
    CHECK(curves[1]->points[0].ratio == 0.3);
    CHECK(curves[1]->drops[1].drop == Approx(0.03));
    CHECK(curves[1]->role == "stem");
    CHECK(curves[1]->largestDrop() == Approx(0.03));
}

TEST_CASE("a point of no images is no measurement") {
    const CurveList curves = groupCurves({point("conv1", 0.5, 0, 0, 0)}, nullptr, {});
    CHECK(curves.empty());
    CHECK(baselineOf(curves).images == 0);
}

TEST_CASE("curves that did not change keep their address") {
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

TEST_CASE("the baseline follows from what was lost and gained") {
    // 8,700 right now, 350 lost, 50 gained: 9,000 before.
    const SweepBaseline baseline = baselineOf(groupCurves({point("a", 0.5, 350, 50)}, nullptr, {}));
    CHECK(baseline.accuracy == Approx(0.9));
    CHECK(baseline.images == 10000);
}

TEST_CASE("safe ratios are the core's, layers without a measurement are absent") {
    const auto network = made_up::mobileNet();
    const auto points = made_up::sweep(*network, made_up::evenRatios(20));
    const CurveList curves = groupCurves(points, network.get(), {});
    for (const double tolerance : {0.0, 0.003, 0.02, 0.1, 1.0}) {
        const auto ratios = safeRatios(curves, tolerance);
        CHECK(ratios.size() == 58);
        CHECK(ratios.count("global") == 0);
        for (const auto& [layer, ratio] : ratios) {
            CHECK(ratio == largestSafeRatio(points, layer, tolerance));
        }
    }
    const auto few = safeRatios(groupCurves({point("conv1", 0.3, 300), point("linear", 0.3, 100),
                                             point("linear", 0.6, 201), point("linear", 0.9, 100)},
                                            network.get(), {}),
                                0.02);
    CHECK(few == std::map<std::string, double>{{"conv1", 0.0}, {"linear", 0.3}});
}

TEST_CASE("worst ten: smallest safe ratio, then largest drop, shown in the network's order") {
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

TEST_CASE("layers are chosen by selection and role, global is always there") {
    const auto network = made_up::mobileNet();
    const CurveList curves = groupCurves(
        {point("global", 0.5, 10), point("conv1", 0.5, 10), point("layers.0.conv1", 0.5, 10),
         point("layers.0.conv2", 0.5, 10), point("layers.1.conv2", 0.5, 10)},
        network.get(), {});
    using Names = std::vector<std::string>;
    CHECK(chosenCurves(curves, {LayerChoice::All, ""}, "", 0.02).size() == 5);
    CHECK(layersOf(chosenCurves(curves, {LayerChoice::Selected, ""}, "conv1", 0.02)) ==
          Names{"global", "conv1"});
    CHECK(layersOf(chosenCurves(curves, {LayerChoice::Role, "depthwise"}, "", 0.02)) ==
          Names{"global", "layers.0.conv2", "layers.1.conv2"});
    std::vector<QString> titles;
    for (const NamedChoice& choice : layerChoices(network.get(), Grouping::Layer)) {
        titles.push_back(choice.title);
    }
    CHECK(titles == std::vector<QString>{"All layers", "Selected layer", "Worst ten", "Expand",
                                         "Depthwise", "Project", "Shortcut"});
}

TEST_CASE("the CSV holds the baseline and every point of the curves") {
    const QByteArray csv = curvesCsv(groupCurves({point("a,b", 0.5, 0, 100)}, nullptr, {}));
    const QList<QByteArray> lines = csv.split('\n');
    REQUIRE(lines.size() == 4);
    CHECK(lines[0] ==
          "layer,ratio,correct,count,accuracy,drop,drop_low,drop_high,kind,unchanged,mode,settled");
    CHECK(lines[1] == "\"a,b\",0,9000,10000,0.9,0,0,0,prune,1,exact,1");
    CHECK(lines[2].startsWith("\"a,b\",0.5,9100,10000,0.91,-0.01,-0.01"));
    CHECK(lines[2].endsWith(",prune,0,exact,1"));
    CHECK(lines[3].isEmpty());
    CHECK(curvesCsv({}).isEmpty());
}

TEST_CASE("numbers as people read them") {
    CHECK(pointsText(-0.00001) == "0.00");
    CHECK(pointsText(0.0341) == "3.41");
    CHECK(percentText(0.9322) == "93.22 %");
    CHECK(ratioText(0.3) == "0.30");
    CHECK(ratioText(0.333) == "0.333");
}

TEST_CASE("curves of bits go from mild to hard, and stand by the fewest safe bits") {
    const auto bits = [](const std::string& layer, double level, int64_t lost) {
        SensitivityPoint p = point(layer, level, lost);
        p.kind = PerturbationKind::WeightBits;
        return p;
    };
    const CurveList curves = groupCurves({bits("a", 2, 900), bits("a", 8, 10), bits("a", 4, 100),
                                          bits("b", 8, 500), bits("c", 8, 1), bits("c", 2, 2)},
                                         nullptr, {});
    CHECK(curves[0]->points[0].ratio == 8);
    CHECK(curves[0]->points[2].ratio == 2);
    CHECK(safeRatios(curves, 0.02) ==
          std::map<std::string, double>{{"a", 4.0}, {"b", 0.0}, {"c", 2.0}});
    CHECK(layersOf(worstCurves(curves, 0.02, 2)) == std::vector<std::string>{"a", "b"});
    CHECK(safeText(*curves[0], 4) == "safe from 4 bits");
    CHECK(safeText(*curves[1], 0) == "no safe number of bits");
    CHECK(pointDescription(*curves[0], 1).contains("bits 4\n"));
    CHECK(curvesCsv(curves).count('\n') == 1 + 6);  // bits have no place for the baseline
}

TEST_CASE("a layer of which nothing was pruned is not called robust") {
    SensitivityPoint none = point("a", 0.3, 0);
    none.unchanged = true;
    const CurveList curves = groupCurves({none, point("b", 0.3, 0)}, nullptr, {});
    CHECK(curves[0]->untested());
    CHECK(safeRatios(curves, 0.02) == std::map<std::string, double>{{"b", 0.3}});
    CHECK(layersOf(worstCurves(curves, 0.02, 9)) == std::vector<std::string>{"b"});
    CHECK(safeText(*curves[0], 0.0) == "nothing pruned");
    CHECK(pointDescription(*curves[0], 0).contains("nothing pruned"));
    CHECK(curvesCsv(curves).contains("\na,0.3,9000,10000,0.9,0,"));
}

TEST_CASE("adaptive points say how far they are, and changes of their bounds are changes") {
    SensitivityPoint open = point("a", 0.3, 3, 0, 100);
    open.bounds = PairedDrop{0.03, -0.01, 0.08};
    open.settled = false;
    const CurveList before = groupCurves({open}, nullptr, {});
    CHECK(pointDescription(*before[0], 0).contains("bounds -1.00 to 8.00"));
    CHECK(pointDescription(*before[0], 0).contains("of 100 images\nnot settled"));
    CHECK(curvesCsv(before).endsWith(",prune,0,adaptive,0\n"));
    open.bounds->high = 0.06;
    const CurveList after = groupCurves({open, point("b", 0.3, 30)}, nullptr, before);
    CHECK(after[0] != before[0]);
    CHECK(baselineOf(after).images == 10000);  // of the point that saw the most
}

TEST_CASE("curves of blocks and roles come in the network's order") {
    const auto network = made_up::mobileNet();
    const CurveList curves = groupCurves({point("head", 0.5, 1), point("block 10", 0.5, 1),
                                          point("block 2", 0.5, 1), point("stem", 0.5, 1)},
                                         network.get(), {});
    CHECK(layersOf(curves) == std::vector<std::string>{"stem", "block 2", "block 10", "head"});
    CHECK(curveNameOf(network->layers[1], Grouping::Block) == "block 1");
    CHECK(curveNameOf(network->layers[1], Grouping::Role) == "expand");
    CHECK(curveNameOf(network->layers.back(), Grouping::Role) == "linear");  // without a role
}

TEST_CASE("predicted drops add up along the curves") {
    const CurveList curves = groupCurves(
        {point("a", 0.4, 100), point("a", 0.8, 500), point("b", 0.5, 0, 50), point("b", 0.9, 300)},
        nullptr, {});
    CHECK(*predictedDrop(curves, {}) == 0.0);
    CHECK(*predictedDrop(curves, {{"a", 0.4}}) == Approx(0.01));
    CHECK(*predictedDrop(curves, {{"a", 0.6}}) == Approx(0.03));  // halfway
    CHECK(*predictedDrop(curves, {{"a", 0.2}, {"b", 0.9}}) == Approx(0.005 + 0.03));
    CHECK(*predictedDrop(curves, {{"b", 0.5}}) == 0.0);  // a gain is none
    CHECK_FALSE(predictedDrop(curves, {{"a", 0.85}}));
    CHECK_FALSE(predictedDrop(curves, {{"c", 0.1}}));
}
