#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>

#include "tests/ui/sensitivity/page_fixture.h"
#include "ui/base/export_writer.h"
#include "ui/models/figure_table.h"

using namespace secateur;
using made_up::point;
using made_up::ShownPage;
using Ratios = std::map<std::string, double>;

namespace {

/// conv1 drops 1, 3 and 9 points, layers.0.conv2 0.5 and 6.
made_up::Points fewPoints() {
    return {point("global", 0.3, 150),        point("global", 0.6, 1000),
            point("conv1", 0.3, 100),         point("conv1", 0.6, 300),
            point("conv1", 0.8, 900),         point("layers.0.conv2", 0.3, 50),
            point("layers.0.conv2", 0.6, 600)};
}

QPoint at(const QPointF& position) {
    return position.toPoint();
}

}  // namespace

TEST_CASE("empty states say what to do next") {
    Selection selection;
    QUndoStack undo;
    SensitivityPage page(&selection, &undo);
    auto* text = page.findChild<QLabel*>("sensitivityEmpty");
    auto* button = page.findChild<QPushButton*>("runSweep");
    CHECK(text->text().contains("No network is open"));
    CHECK(button->isHidden());
    page.setNetwork(made_up::mobileNet());
    CHECK(text->text().contains("Run a sweep (F6)"));
    CHECK_FALSE(button->isHidden());
    const QSignalSpy asked(&page, &SensitivityPage::sweepRequested);
    QTest::mouseClick(button, Qt::LeftButton);
    CHECK(asked.count() == 1);
    page.setSweepRunning(true);
    CHECK(text->text().contains("Measuring"));
    CHECK(button->isHidden());
    for (Exportable* drawing : page.exportables()) {
        // The plan of an unmeasured network is a table already: it prunes nothing.
        CHECK(drawing->csv().isEmpty() == (drawing->exportName() != "pruning_plan"));
    }
}

TEST_CASE("points make curves, safe ratios and a plan; more points refine them") {
    ShownPage shown;
    const QSignalSpy safe(&shown.page, &SensitivityPage::safeLevelsChanged);
    shown.page.setSource("baseline on 10,000 test images");
    shown.page.setSweepRunning(true);
    ShownSweep running = made_up::pruning(fewPoints());
    running.running = true;
    shown.setSweeps({running});
    CHECK(shown.plot().curves().size() == 3);
    REQUIRE(safe.count() == 1);
    CHECK(made_up::numbersOf(safe.back().front().value<std::map<std::string, SafeLevel>>()) ==
          Ratios{{"conv1", 0.3}, {"layers.0.conv2", 0.3}});
    CHECK(shown.find<QLabel>("sensitivityBadge").text().contains("7"));
    CHECK(shown.find<QLabel>("sensitivitySource").text() ==
          "baseline on 10,000 test images · baseline 90.00 % of 10,000 images");

    auto more = fewPoints();
    more.push_back(point("linear", 0.3, 10));
    shown.setPoints(more);
    CHECK(shown.page.safeLevels().at("linear").level.number == 0.3);
    CHECK(shown.page.safeLevels().count("conv2") == 0);
    shown.page.setSweepRunning(false);
    CHECK(shown.find<QLabel>("sensitivityBadge").isHidden());
    shown.page.setSweeps({});
    CHECK(shown.page.safeLevels().empty());
    CHECK(shown.plot().curves().empty());
}

TEST_CASE("the tolerance: spin box, keys and the dragged line are one") {
    ShownPage shown;
    shown.setPoints(fewPoints());
    const QSignalSpy tolerance(&shown.page, &SensitivityPage::toleranceChanged);
    auto& spin = shown.find<QDoubleSpinBox>("tolerance");
    spin.setValue(3.0);
    CHECK(tolerance.back().front().toDouble() == 3.0);
    CHECK(shown.plot().tolerance() == 3.0);
    CHECK(shown.page.safeLevels().at("conv1").level.number == 0.6);

    shown.plot().setFocus();
    QTest::keyClick(&shown.plot(), Qt::Key_Down);
    CHECK(spin.value() == Approx(2.9));
    CHECK(shown.page.safeLevels().at("conv1").level.number == 0.3);
    QTest::keyClick(&shown.plot(), Qt::Key_PageUp);
    CHECK(spin.value() == Approx(3.9));

    CurvePlot& plot = shown.plot();
    const int x = plot.axisRect()->center().x();
    const QPoint line(x, qRound(plot.toleranceY()));
    QTest::mouseMove(&plot, line);
    CHECK(plot.cursor().shape() == Qt::SplitVCursor);
    QTest::mousePress(&plot, Qt::LeftButton, {}, line);
    QTest::mouseMove(&plot, QPoint(x, qRound(plot.yAxis->coordToPixel(9.5))));
    CHECK(spin.value() == Approx(9.5).margin(0.3));
    CHECK(shown.page.safeLevels().at("conv1").level.number == 0.8);  // at once, not on release
    CHECK(shown.page.safeLevels().at("layers.0.conv2").level.number == 0.6);
    QTest::mouseRelease(&plot, Qt::LeftButton, {}, QPoint(x, line.y() - 50));
    CHECK(plot.tolerance() == spin.value());
    QTest::mouseMove(&plot, line + QPoint(3, 40));
    CHECK(plot.cursor().shape() != Qt::SplitVCursor);
}

TEST_CASE("accuracy instead of drop: the line is dragged down for a larger tolerance") {
    ShownPage shown;
    shown.setPoints(fewPoints());
    shown.find<QComboBox>("curveValue").setCurrentIndex(1);
    shown.settle();
    CurvePlot& plot = shown.plot();
    CHECK(plot.yAxis->pixelToCoord(plot.toleranceY()) == Approx(88.0));
    const QPointF last = plot.pointPosition("conv1", 2);
    CHECK(plot.yAxis->pixelToCoord(last.y()) == Approx(81.0));
    CHECK(plot.axisRect()->rect().contains(at(last)));
    plot.setFocus();
    QTest::keyClick(&plot, Qt::Key_Down);
    CHECK(shown.page.tolerance() == Approx(2.1));
}

TEST_CASE("hover names the point, click selects its layer everywhere") {
    ShownPage shown;
    shown.setPoints(fewPoints());
    CurvePlot& plot = shown.plot();
    const QPoint position = at(plot.pointPosition("conv1", 2));
    QTest::mouseMove(&plot, position);
    CHECK(plot.hoverText().startsWith("conv1 (stem)\nratio 0.80\ndrop 9.00 [8.45, 9.5"));
    CHECK(plot.hoverText().endsWith("accuracy 81.00 % of 10,000 images"));
    QTest::mouseClick(&plot, Qt::LeftButton, {}, position);
    CHECK(shown.selection.layer() == "conv1");
    CHECK(shown.selection.block() == "stem");
    auto& table = shown.find<QTableView>("planTable");
    CHECK(table.currentIndex().data(FigureTableModel::KeyRole).toString() == "conv1");

    QTest::mouseClick(&plot, Qt::LeftButton, {}, at(plot.pointPosition("global", 1)));
    CHECK(shown.selection.layer().isEmpty());
    CHECK_FALSE(table.currentIndex().isValid());
    QTest::mouseMove(&plot, QPoint(plot.axisRect()->left() + 5, plot.axisRect()->top() + 5));
    CHECK(plot.hoverText().isEmpty());

    plot.setFocus();  // the keyboard names the points of the global curve now
    QTest::keyClick(&plot, Qt::Key_Right);
    QTest::keyClick(&plot, Qt::Key_Right);
    CHECK(plot.hoverText().startsWith("All layers together\nratio 0.60\ndrop 10.00 ["));
    QTest::keyClick(&plot, Qt::Key_Left);
    CHECK(plot.hoverText().contains("ratio 0.30"));
}

TEST_CASE("heatmap: click and keys select, cells that are not measured are told apart") {
    ShownPage shown;
    shown.setPoints(fewPoints());
    shown.find<QTabWidget>("sensitivityTabs").setCurrentIndex(1);
    shown.settle();
    HeatmapPlot& map = shown.heatmap();
    CHECK(map.ratios() == std::vector<double>{0.3, 0.6, 0.8});
    CHECK(map.measured(1, 2));
    CHECK_FALSE(map.measured(2, 2));
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.cellRect(2, 1).center());
    CHECK(shown.selection.layer() == "layers.0.conv2");
    QTest::keyClick(&map, Qt::Key_Up);
    CHECK(shown.selection.layer() == "conv1");
    QTest::keyClick(&map, Qt::Key_Up);
    CHECK(shown.selection.layer() == "conv1");
    CHECK(
        map.csv().startsWith("layer,ratio,drop,count,unchanged,settled\n"
                             "global,0.3,0.015,10000,0,1\n"));
    CHECK(map.csv().count('\n') == 8);

    const QImage image = map.grab().toImage();
    const QColor low = image.pixelColor(map.cellRect(2, 0).topLeft() + QPoint(6, 3));
    const QColor high = image.pixelColor(map.cellRect(0, 1).topLeft() + QPoint(6, 3));
    CHECK(low.rgb() == sequentialColour(std::sqrt(0.005 / 0.10)).rgb());
    CHECK(high.rgb() == sequentialColour(1.0).rgb());
}

TEST_CASE("which layers are shown") {
    ShownPage shown;
    shown.setPoints(made_up::sweep(*shown.network, {0.3, 0.6, 0.9}));
    auto& layers = shown.find<QComboBox>("curveLayers");
    CHECK(shown.plot().curves().size() == 59);
    layers.setCurrentText("Worst ten");
    CHECK(shown.plot().curves().size() == 11);
    layers.setCurrentText("Depthwise");
    CHECK(shown.plot().curves().size() == 18);
    CHECK(shown.heatmap().curves().size() == 18);
    CHECK(shown.plot().csv().count('\n') == 1 + 18 * 4);
    layers.setCurrentText("Selected layer");
    CHECK(shown.plot().curves().size() == 1);
    shown.selection.select("head", "linear");
    CHECK(shown.plot().curves().size() == 2);
}

TEST_CASE("the plan is edited in the table and measured on request") {
    ShownPage shown;
    shown.setPoints(fewPoints());
    auto& table = shown.find<QTableView>("planTable");
    auto& measure = shown.find<QPushButton>("measurePlan");
    auto& reset = shown.find<QPushButton>("resetPlan");
    auto& note = shown.find<QLabel>("measuredPlan");
    CHECK_FALSE(reset.isEnabled());
    QSignalSpy asked(&shown.page, &SensitivityPage::measurePlanRequested);

    shown.selection.select("stem", "conv1");
    table.setFocus();
    QTest::keyClick(&table, Qt::Key_Return);
    auto& editor = shown.find<QDoubleSpinBox>("planRatioEditor");
    CHECK(editor.value() == 0.3);
    const QModelIndex ratio = table.currentIndex().siblingAtColumn(3);
    REQUIRE(ratio.flags().testFlag(Qt::ItemIsEditable));
    CHECK_FALSE(table.currentIndex().siblingAtColumn(0).flags().testFlag(Qt::ItemIsEditable));
    for (const QVariant& wrong : {QVariant(1.0), QVariant(-0.1), QVariant("much")}) {
        CHECK_FALSE(table.model()->setData(ratio, wrong));
    }
    CHECK_FALSE(table.model()->setData(table.currentIndex().siblingAtColumn(0), 0.5));
    QTest::keyClicks(&editor, "0.5");
    QTest::keyClick(&editor, Qt::Key_Return);
    CHECK(shown.find<QLabel>("planTotals").text().contains("parameters remain"));
    QTest::mouseClick(&measure, Qt::LeftButton);
    REQUIRE(asked.count() == 1);
    CHECK(asked.back().front().value<Ratios>() == Ratios{{"conv1", 0.5}, {"layers.0.conv2", 0.3}});
    CHECK(ratio.data() == "0.50 *");
    CHECK(ratio.data(Qt::FontRole).value<QFont>().bold());

    shown.page.setMeasuredPlan("88.00 % of 10,000 images");
    CHECK(note.text() == "88.00 % of 10,000 images");
    table.setFocus();
    QTest::keyClick(&table, Qt::Key_Delete);
    CHECK(note.text() == "Another plan: 88.00 % of 10,000 images");
    CHECK_FALSE(reset.isEnabled());
    QTest::keyClick(&table, Qt::Key_Down);
    CHECK(shown.selection.layer() == "layers.0.conv1");
}

TEST_CASE("every edit of the plan can be undone") {
    ShownPage shown;
    shown.setPoints(fewPoints());
    auto& table = shown.find<QTableView>("planTable");
    shown.selection.select("stem", "conv1");
    const QModelIndex ratio = table.currentIndex().siblingAtColumn(3);
    const QString proposed = ratio.data().toString();
    REQUIRE(table.model()->setData(ratio, 0.5));
    REQUIRE(table.model()->setData(ratio, 0.25));
    CHECK(table.model()->setData(ratio, 0.25));  // as it is: nothing to undo
    CHECK(shown.undo.count() == 2);
    CHECK(shown.undo.undoText() == "plan conv1 at 0.25");
    shown.find<QPushButton>("resetPlan").click();
    CHECK(ratio.data() == proposed);
    shown.undo.undo();
    CHECK(ratio.data() == "0.25 *");
    shown.undo.undo();
    CHECK(ratio.data() == "0.50 *");
    shown.undo.undo();
    CHECK(ratio.data() == proposed);
    CHECK_FALSE(shown.find<QPushButton>("resetPlan").isEnabled());
    shown.undo.redo();
    CHECK(ratio.data() == "0.50 *");
}

TEST_CASE("an unchanged editor is no choice") {
    ShownPage shown;
    shown.setPoints({point("conv1", 0.333, 10)});
    shown.selection.select("stem", "conv1");
    auto& table = shown.find<QTableView>("planTable");
    table.setFocus();
    QTest::keyClick(&table, Qt::Key_Return);
    QTest::keyClick(&shown.find<QDoubleSpinBox>("planRatioEditor"), Qt::Key_Return);
    CHECK_FALSE(shown.find<QPushButton>("resetPlan").isEnabled());
}

TEST_CASE("exports are light in a dark window, and the window stays dark") {
    ShownPage shown;
    QPalette dark;
    dark.setColor(QPalette::Base, QColor(30, 30, 30));
    dark.setColor(QPalette::Text, Qt::white);
    shown.page.setPalette(dark);
    shown.setPoints(fewPoints());
    QTest::mouseMove(&shown.plot(), at(shown.plot().pointPosition("conv1", 2)));
    for (Exportable* drawing : shown.page.exportables()) {
        INFO(drawing->exportName().toStdString());
        const QSize size = drawing->exportSize();
        const QImage image = exportImage(*drawing, size, 1.0);
        CHECK(image.pixelColor(2, size.height() - 3).lightness() > 240);
        CHECK_FALSE(drawing->csv().isEmpty());
    }
    shown.settle();
    CHECK(shown.plot().grab().toImage().pixelColor(3, 3).lightness() < 60);
    CHECK_FALSE(shown.plot().hoverText().isEmpty());
}

TEST_CASE("another network drops the points of the last one") {
    ShownPage shown;
    shown.setPoints(fewPoints());
    shown.page.setMeasuredPlan("measured");
    shown.page.setNetwork(made_up::mobileNet());
    CHECK(shown.page.safeLevels().empty());
    CHECK(shown.plot().curves().empty());
    CHECK(shown.find<QLabel>("measuredPlan").text().isEmpty() !=
          shown.find<QLabel>("measuredPlan").isVisible());
}
