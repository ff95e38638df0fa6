#include <QList>

#include "tests/support/made_up_sweep.h"
#include "tests/support/ui_catch.h"
#include "ui/models/perturbation_kinds.h"
#include "ui/sensitivity/layer_choice.h"
#include "ui/sensitivity/sensitivity_text.h"

using namespace secateur;
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
        p.level.bits = true;
        return p;
    };
    const CurveList curves = groupCurves({bits("a", 2, 900), bits("a", 8, 10), bits("a", 4, 100),
                                          bits("b", 8, 500), bits("c", 8, 1), bits("c", 2, 2)},
                                         nullptr, {});
    CHECK(curves[0]->points[0].level.number == 8);
    CHECK(curves[0]->points[2].level.number == 2);
    CHECK(made_up::numbersOf(safeLevels(curves, 0.02)) ==
          std::map<std::string, double>{{"a", 4.0}, {"b", 0.0}, {"c", 2.0}});
    CHECK(layersOf(worstCurves(curves, 0.02, 2)) == std::vector<std::string>{"a", "b"});
    CHECK(safeLevelText(*curves[0], curves[0]->safe(0.02)) == "safe from 4 bits");
    CHECK(safeLevelText(*curves[1], curves[1]->safe(0.02)) == "no safe number of bits");
    CHECK(safeLevelText(*curves[2], curves[2]->safe(0.02)) ==
          "safe from ≤ 2 bits, the fewest tried");
    CHECK(pointDescription(*curves[0], 1).contains("bits 4\n"));
    CHECK(curvesCsv(curves).count('\n') == 1 + 6);  // bits have no place for the baseline
}

TEST_CASE("a layer of which nothing was pruned is not called robust") {
    SensitivityPoint none = point("a", 0.3, 0);
    none.unchanged = true;
    const CurveList curves = groupCurves({none, point("b", 0.3, 0)}, nullptr, {});
    CHECK(curves[0]->untested());
    CHECK(made_up::numbersOf(safeLevels(curves, 0.02)) ==
          std::map<std::string, double>{{"b", 0.3}});
    CHECK(safeLevelText(*curves[1], curves[1]->safe(0.02)) == "safe ≥ 0.30, the largest tried");
    CHECK(layersOf(worstCurves(curves, 0.02, 9)) == std::vector<std::string>{"b"});
    CHECK(safeLevelText(*curves[0], curves[0]->safe(0.02)) == "nothing pruned");
    CHECK(pointDescription(*curves[0], 0).contains("nothing pruned"));
    CHECK(curvesCsv(curves).contains("\na,0.3,9000,10000,0.9,0,"));
}

TEST_CASE("adaptive points say how far they are, and changes of their bounds are changes") {
    SensitivityPoint open = point("a", 0.3, 3, 0, 100);
    open.bounds = PairedDrop{0.03, -0.01, 0.08};
    open.settled = false;
    const CurveList before = groupCurves({open}, nullptr, {});
    CHECK(pointDescription(*before[0], 0).contains("3.00 [-1.00, 8.00] points (bounds)"));
    CHECK(pointDescription(*before[0], 0).contains("of 100 images\nnot settled"));
    CHECK(curvesCsv(before).endsWith(",prune,0,adaptive,0\n"));
    open.bounds->high = 0.06;
    const CurveList after = groupCurves({open, point("b", 0.3, 30)}, nullptr, before);
    CHECK(after[0] != before[0]);
    CHECK(baselineOf(after).images == 10000);  // of the point that saw the most
}
