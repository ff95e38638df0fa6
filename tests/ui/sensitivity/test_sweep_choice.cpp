// Several sweeps of one network: kinds, groups, adaptive ones, and the plan that stays.
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>

#include "tests/support/sizes_in.h"
#include "tests/support/wait_until.h"
#include "tests/ui/sensitivity/page_fixture.h"
#include "ui/sensitivity/plan_goal.h"
#include "ui/sensitivity/plan_panel.h"

using namespace secateur;
using made_up::point;
using made_up::ShownPage;
using Ratios = std::map<std::string, double>;

namespace {

made_up::Points pruned() {
    return {point("conv1", 0.3, 100), point("conv1", 0.6, 300), point("linear", 0.3, 10),
            point("linear", 0.6, 20)};
}

ShownSweep bits(const std::string& layer, Grouping grouping) {
    made_up::Points points;
    for (const auto& [level, lost] : std::map<double, int64_t>{{8, 5}, {4, 150}, {2, 4000}}) {
        points.push_back(point(layer, level, lost));
        points.back().kind = PerturbationKind::WeightBits;
        points.back().target = Target::fromText(layer, grouping);
        points.back().level.bits = true;
    }
    ShownSweep sweep;
    sweep.key = "bits";
    sweep.title = "Weight bits";
    sweep.kind = PerturbationKind::WeightBits;
    sweep.grouping = grouping;
    sweep.points = made_up::shared(points);
    return sweep;
}

}  // namespace

TEST_CASE("another sweep is looked at, the plan stays with pruning by layer") {
    ShownPage shown;
    const QSignalSpy safe(&shown.page, &SensitivityPage::safeLevelsChanged);
    shown.setSweeps({made_up::pruning(pruned()), bits("conv1", Grouping::Layer)});
    auto& chooser = shown.find<QComboBox>("sweepChooser");
    CHECK(chooser.count() == 2);
    CHECK(chooser.currentText() == "Pruned weights (L1) by layer");
    auto& plan = *shown.page.findChild<PlanPanel*>();
    CHECK(plan.isVisible());
    CHECK(safe.count() == 1);

    chooser.setCurrentIndex(1);
    shown.settle();
    CHECK_FALSE(plan.isVisible());
    CHECK(made_up::numbersOf(shown.page.safeLevels()) == Ratios{{"conv1", 0.3}, {"linear", 0.6}});
    CHECK(safe.count() == 1);
    CurvePlot& plot = shown.plot();
    CHECK(plot.xAxis->label().startsWith("Bits of a weight"));
    REQUIRE(plot.curves().size() == 1);
    // 8 bits at the left, 2 at the right
    CHECK(plot.pointPosition("conv1", 0).x() < plot.pointPosition("conv1", 2).x());
    plot.setFocus();
    shown.selection.select("stem", "conv1");
    QTest::keyClick(&plot, Qt::Key_Right);
    CHECK(plot.hoverText().contains("bits 8"));
    CHECK(shown.heatmap().ratios() == std::vector<double>{8, 4, 2});
    CHECK(plot.csv().contains(",weight-bits,"));

    chooser.setCurrentIndex(0);
    shown.settle();
    CHECK(plan.isVisible());
    CHECK(plot.xAxis->label() == "Pruned ratio of the weights");
    CHECK(plot.pointPosition("conv1", 0).x() < plot.pointPosition("conv1", 1).x());
}

TEST_CASE("a sweep that begins is looked at, and stays so when it has ended") {
    ShownPage shown;
    shown.setSweeps({made_up::pruning(pruned())});
    auto running = bits("conv1", Grouping::Layer);
    running.running = true;
    shown.setSweeps({made_up::pruning(pruned()), running});
    auto& chooser = shown.find<QComboBox>("sweepChooser");
    CHECK(chooser.currentText() == "Weight bits");
    chooser.setCurrentIndex(0);  // the user looks elsewhere meanwhile
    shown.setSweeps({made_up::pruning(pruned()), running});
    CHECK(chooser.currentIndex() == 0);
    chooser.setCurrentIndex(1);
    running.running = false;
    shown.setSweeps({running, made_up::pruning(pruned())});
    CHECK(chooser.currentText() == "Weight bits");
    CHECK(chooser.currentIndex() == 0);
    shown.setSweeps({made_up::pruning(pruned())});  // deleted, say
    CHECK(chooser.currentText() == "Pruned weights (L1) by layer");
}

TEST_CASE("curves of blocks select blocks") {
    ShownPage shown;
    shown.setSweeps({bits("block 2", Grouping::Block)});
    CHECK_FALSE(shown.page.findChild<PlanPanel*>()->isVisible());
    CurvePlot& plot = shown.plot();
    QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.pointPosition("block 2", 2).toPoint());
    CHECK(shown.selection.block() == "block 2");
    CHECK(shown.selection.layer().isEmpty());
    shown.selection.select("block 2", "layers.1.conv1");
    plot.setFocus();
    QTest::keyClick(&plot, Qt::Key_Right);
    CHECK(plot.hoverText().startsWith("block 2\nbits 8"));
    CHECK(shown.find<QComboBox>("curveLayers").itemText(0) == "All curves");
}

TEST_CASE("what was not changed and what is not settled can be seen") {
    ShownPage shown;
    made_up::Points points = pruned();
    points[2].unchanged = points[3].unchanged = true;
    points[0].bounds = PairedDrop{0.01, -0.01, 0.03};
    points[0].settled = false;
    ShownSweep sweep = made_up::pruning(points);
    sweep.running = true;
    sweep.baseline = SweepBaseline{0.9, 10000};
    shown.page.setSweepRunning(true);
    shown.setSweeps({sweep});
    CHECK(shown.find<QLabel>("sensitivityBadge").text() == "measuring… 3 of 4 points settled");
    CHECK(made_up::numbersOf(shown.page.safeLevels()) == Ratios{{"conv1", 0.0}});
    CHECK(shown.heatmap().csv().contains("linear,0.3,0.001,10000,1,1\n"));
    CHECK(shown.heatmap().csv().contains("conv1,0.3,0.01,10000,0,0\n"));
    shown.find<QTabWidget>("sensitivityTabs").setCurrentIndex(1);
    shown.settle();
    HeatmapPlot& map = shown.heatmap();
    const QImage image = map.grab().toImage();
    const QRect crossed = map.cellRect(1, 0);
    int bright = 0;  // of the colour scale's dark blue nothing is left
    for (int x = crossed.left() + 4; x < crossed.right() - 4; ++x) {
        bright += image.pixelColor(x, crossed.center().y()).rgb() == sequentialColour(0.0).rgb();
    }
    CHECK(bright == 0);
    const QPoint corner = map.cellRect(0, 0).topRight() + QPoint(-4, 1);
    CHECK(image.pixelColor(corner) !=
          image.pixelColor(map.cellRect(0, 0).topLeft() + QPoint(6, 3)));
}

TEST_CASE("a budget proposes the plan, what it cannot reach is said") {
    ShownPage shown;
    made_up::Points points = pruned();
    for (SensitivityPoint& p : points) {
        const double weights = p.target.name == "conv1" ? 864 : 12800;
        p.prunedWeights = static_cast<int64_t>(std::nearbyint(p.level.number * weights));
    }
    shown.setPoints(points);
    auto& goal = shown.find<QComboBox>("planGoal");
    auto& target = shown.find<QDoubleSpinBox>("planTarget");
    auto& problem = shown.find<QLabel>("planProblem");
    QSignalSpy asked(&shown.page, &SensitivityPage::measurePlanRequested);
    const auto plan = [&] {
        QTest::mouseClick(&shown.find<QPushButton>("measurePlan"), Qt::LeftButton);
        return asked.isEmpty() ? Ratios() : asked.takeLast().front().value<Ratios>();
    };
    CHECK_FALSE(target.isVisible());
    CHECK(plan() == Ratios{{"conv1", 0.3}, {"linear", 0.6}});
    auto& predicted = shown.find<QLabel>("predictedDrop");
    CHECK(predicted.text().startsWith("Predicted drop: 1.20 ["));
    CHECK(predicted.text().contains("uncalibrated"));
    CHECK(predicted.text().endsWith("; may go beyond the tolerance of 2 points"));
    CHECK(predicted.palette().color(QPalette::WindowText) !=
          shown.page.palette().color(QPalette::WindowText));
    shown.find<QDoubleSpinBox>("tolerance").setValue(1.1);  // conv1 at 0.3 and linear stay safe
    CHECK(predicted.text().endsWith("; beyond the tolerance of 1.1 points"));
    shown.find<QDoubleSpinBox>("tolerance").setValue(2.0);

    goal.setCurrentIndex(1);
    CHECK(target.isVisible());
    target.setValue(0.3);  // % of 2.2 million weights: the linear layer alone is enough
    REQUIRE(waitUntil([&] { return plan() == Ratios{{"linear", 0.6}}; }));
    CHECK(problem.isHidden());
    target.setValue(90.0);
    REQUIRE(waitUntil([&] { return problem.isVisible(); }));
    CHECK(problem.text().contains("do not reach"));
    CHECK_FALSE(shown.find<QPushButton>("measurePlan").isEnabled());
    goal.setCurrentIndex(0);
    CHECK(problem.isHidden());
    CHECK(plan() == Ratios{{"conv1", 0.3}, {"linear", 0.6}});
}

TEST_CASE("a budget of bytes stays the same in another unit of sizes") {
    ShownPage shown;
    shown.setPoints(pruned());
    auto& goal = shown.find<QComboBox>("planGoal");
    auto& target = shown.find<QDoubleSpinBox>("planTarget");
    const auto bytes = [&] { return shown.page.findChild<PlanGoal*>()->budget()->target; };
    goal.setCurrentIndex(goal.findText("Size at most"));
    CHECK(bytes() == Approx(target.value() * 1e6));  // what is proposed is what is shown
    CHECK(target.suffix().startsWith(" MB of "));
    target.setValue(5.0);
    CHECK(bytes() == 5e6);
    {
        const test::SizesIn mebibytes(SizeUnit::Mebibyte);
        target.setValue(4.0);  // typed beside "MB", before the page knows
        CHECK(bytes() == 4e6);
        target.setValue(5.0);
        shown.page.showSizes();
        CHECK(target.value() == Approx(4.77));  // 4.768
        CHECK(target.suffix().startsWith(" MiB of "));
        CHECK(target.suffix().endsWith(" MiB"));
        CHECK(bytes() == 5e6);
        goal.setCurrentIndex(0);
        goal.setCurrentIndex(3);
        CHECK(bytes() == 5e6);
        shown.page.setNetwork(std::make_shared<const GraphCost>(*shown.network));
        CHECK(bytes() == 5e6);
        target.setValue(4.0);
        CHECK(bytes() == 4194304.0);
    }
    shown.page.showSizes();
    CHECK(target.value() == Approx(4.19));  // 4.194
    CHECK(target.suffix().startsWith(" MB of "));
    CHECK(bytes() == 4194304.0);
}
