#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest/QTest>

#include "tests/support/ui_catch.h"
#include "tests/ui/model_view/sample_networks.h"
#include "ui/model_view/layer_figures.h"
#include "ui/model_view/layer_table.h"
#include "ui/models/figure_view.h"

using namespace secateur;
using test::CostBuilder;

namespace {

/// stem: input, conv1 (3x3, 216 weights, 54 zeros), bn; block 1: dw (72), project (32 weights).
std::shared_ptr<const GraphCost> network() {
    CostBuilder b(3, 10);
    const NodeId conv = b.conv("conv1", 0, 8, 3, 1, 1, "stem");
    b.setZeros(conv, 54);
    const NodeId norm = b.norm("bn1", conv);
    b.beginBlock("block 1");
    b.conv("project", b.conv("dw", norm, 8, 3, 2, 8, "depthwise"), 4, 1, 1, 1, "project");
    return b.finish();
}

LayerValues someValues() {
    LayerValues values;
    values.safeRatio = {{"conv1", 0.5}, {"project", 0.7}};
    values.largestTried = {"project"};
    values.quantizationSqnrDb = {{"dw", 31.256}};
    values.times = {{"conv1", {0.006, 0.75, {}}}, {"dw", {0.002, 0.25, 0.8}}};
    return values;
}

QString text(const FigureTableModel& model, int row, const char* column) {
    return model.index(row, model.columnOf(column)).data().toString();
}

QStringList layersShown(const QTableView& view) {
    QStringList names;
    for (int row = 0; row < view.model()->rowCount(); ++row) {
        names << view.model()->index(row, 0).data().toString();
    }
    return names;
}

struct Shown {
    Selection selection;
    LayerTable table{&selection};
    FigureView& view = *table.findChild<FigureView*>("layerTable");
    QLineEdit& filter = *table.findChild<QLineEdit*>("layerFilter");
    QLabel& totals = *table.findChild<QLabel*>("layerTotals");
    QCheckBox& all = *table.findChild<QCheckBox*>("allLayers");

    Shown() {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        table.setNetwork(network());
        all.setChecked(true);
        table.resize(900, 400);
        table.show();
        table.activateWindow();
        REQUIRE(QTest::qWaitForWindowActive(&table));
    }
    ~Shown() { QLocale::setDefault(QLocale::c()); }
    void sortBy(const char* column, Qt::SortOrder order) {
        view.sortByColumn(view.figures().columnOf(column), order);
    }
    QPoint cell(int row) const { return view.visualRect(view.model()->index(row, 0)).center(); }
};

}  // namespace

TEST_CASE("layer table model") {
    FigureTableModel model(layerFigures({}, {}));
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setTable(layerFigures(*network(), {}));
    REQUIRE(model.rowCount() == 5);
    CHECK(model.columnCount() == 13);
    CHECK(text(model, 1, "layer") == "conv1");
    CHECK(text(model, 1, "block") == "stem");
    CHECK(text(model, 1, "kind") == "3x3");
    CHECK(text(model, 3, "kind") == "3x3 dw/2");
    CHECK(text(model, 3, "role") == "depthwise");
    CHECK(text(model, 3, "output") == "8x5x5");
    CHECK(text(model, 1, "parameters") == "216");
    CHECK(text(model, 1, "macs") == "21,600");
    CHECK(text(model, 1, "sparsity") == "25.00 %");
    CHECK(text(model, 2, "sparsity").isEmpty());  // normalisation: nothing to prune
    CHECK(text(model, 2, "macs").isEmpty());
    CHECK(text(model, 1, "safe_ratio").isEmpty());

    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setTable(layerFigures(*network(), someValues()));
    CHECK(changes.count() == 3);  // one a row that has values
    CHECK(resets.count() == 0);
    CHECK(text(model, 1, "safe_ratio") == "50.00 %");
    CHECK(text(model, 3, "safe_ratio").isEmpty());
    CHECK(text(model, 4, "safe_ratio") == QString::fromUtf8("≥ 70.00 %"));
    CHECK(text(model, 3, "int8_weight_sqnr_db") == "31.26 dB");
    CHECK(text(model, 1, "ms") == "6.000");
    CHECK(text(model, 1, "time_share") == "75.00 %");
    CHECK(text(model, 1, "int8_speed_up").isEmpty());
    CHECK(text(model, 3, "int8_speed_up") == "0.80");
    model.setTable(layerFigures({}, {}));
    CHECK(model.rowCount() == 0);
}

TEST_CASE("sorting is by number, and rows without a value stay last") {
    Shown t;
    t.table.setValues(someValues());
    t.sortBy("parameters", Qt::DescendingOrder);
    CHECK(layersShown(t.view) == QStringList{"conv1", "dw", "project", "bn1", "input"});
    t.sortBy("safe_ratio", Qt::AscendingOrder);
    CHECK(layersShown(t.view).mid(0, 2) == QStringList{"conv1", "project"});
    t.sortBy("safe_ratio", Qt::DescendingOrder);
    CHECK(layersShown(t.view).mid(0, 2) == QStringList{"project", "conv1"});
}

TEST_CASE("Ctrl+F, a filter, and the totals of what is shown") {
    Shown t;
    CHECK(t.totals.text() ==
          QString::fromUtf8(
              "5 layers · 336 parameters · 24,200 MACs on 10x10 images · sparsity 16.88 %"));
    t.view.setFocus();
    QTest::keyClick(&t.view, Qt::Key_F, Qt::ControlModifier);
    CHECK(t.filter.hasFocus());
    QTest::keyClicks(&t.filter, "conv2d BLOCK");  // every word, in any case
    CHECK(layersShown(t.view) == QStringList{"dw", "project"});
    // 72 + 32 of 336 parameters; 72 x 25 + 32 x 25 of 24,200 MACs
    CHECK(t.totals.text() ==
          QString::fromUtf8("2 of 5 layers · 104 parameters (30.95 %) · 2,600 MACs on 10x10 images "
                            "(10.74 %) · sparsity 0.00 %"));
    QTest::keyClicks(&t.filter, " nothing");
    CHECK(layersShown(t.view).isEmpty());
    CHECK(t.totals.text().startsWith("0 of 5 layers"));
}

TEST_CASE(
    "layers without weights are folded away until they are asked for, looked for or selected") {
    Shown t;
    t.all.setChecked(false);
    CHECK(layersShown(t.view) == QStringList{"conv1", "dw", "project"});
    CHECK(t.totals.text().startsWith("5 layers (2 without weights folded)"));
    CHECK(t.totals.text().contains("336 parameters"));  // all of the network's
    t.selection.select("stem", "bn1");
    CHECK(layersShown(t.view) == QStringList{"conv1", "bn1", "dw", "project"});
    CHECK(t.view.selectionModel()->selectedRows().size() == 1);
    t.selection.select("stem", "conv1");
    CHECK(layersShown(t.view) == QStringList{"conv1", "dw", "project"});
    t.filter.setText("batch_norm");
    CHECK(layersShown(t.view) == QStringList{"bn1"});
}

TEST_CASE("the columns that matter come first, and the first one stays while the others scroll") {
    Shown t;
    const QHeaderView& header = *t.view.horizontalHeader();
    QStringList order;
    for (int visual = 0; visual < header.count(); ++visual) {
        order << t.view.model()->headerData(header.logicalIndex(visual), Qt::Horizontal).toString();
    }
    CHECK(order == QStringList{"Layer", "Kind", "Output", "Parameters", "MACs", "ms", "Of the time",
                               "INT8 speed-up", "Sparsity", "Safe ratio", "INT8 weight SQNR",
                               "Block", "Role"});
    const auto* frozen = t.view.findChild<QTableView*>();
    CHECK(frozen->isHidden());
    t.table.resize(320, 400);
    QApplication::processEvents();
    t.view.horizontalScrollBar()->setValue(t.view.horizontalScrollBar()->maximum());
    CHECK(frozen->isVisible());
    CHECK(frozen->columnWidth(0) == t.view.columnWidth(0));
    QTest::mouseClick(frozen->viewport(), Qt::LeftButton, {},
                      frozen->visualRect(frozen->model()->index(1, 0)).center());
    CHECK(t.selection.layer() == "conv1");
    t.view.horizontalScrollBar()->setValue(0);
    CHECK(frozen->isHidden());
}

TEST_CASE("a click selects the layer everywhere") {
    Shown t;
    QSignalSpy changed(&t.selection, &Selection::changed);
    QTest::mouseClick(t.view.viewport(), Qt::LeftButton, {}, t.cell(3));
    CHECK(t.selection.layer() == "dw");
    CHECK(t.selection.block() == "block 1");
    CHECK(changed.count() == 1);
    QTest::keyClick(&t.view, Qt::Key_Up);
    CHECK(t.selection.layer() == "bn1");
    CHECK(t.selection.block() == "stem");
}

TEST_CASE("the table follows the selection") {
    Shown t;
    t.selection.select("stem", "conv1");
    CHECK(t.view.selectionModel()->selectedRows().size() == 1);
    CHECK(t.view.currentIndex().row() == 1);
    t.selection.select("block 1", "");
    CHECK(t.view.selectionModel()->selectedRows().size() == 2);  // all rows of the block
    CHECK(t.selection.layer().isEmpty());                        // and it stays a block
    t.filter.setText("stem");
    CHECK(t.view.selectionModel()->selectedRows().isEmpty());
    CHECK(t.selection.block() == "block 1");
    t.filter.clear();
    CHECK(t.view.selectionModel()->selectedRows().size() == 2);
    t.selection.select("", "");
    CHECK(t.view.selectionModel()->selectedRows().isEmpty());
}

TEST_CASE("Ctrl+C copies what is selected, or all that is shown") {
    Shown t;
    t.table.setValues(someValues());
    const QString header =
        "layer,block,kind,role,output,parameters,macs,sparsity,safe_ratio,int8_weight_sqnr_db,"
        "ms,time_share,int8_speed_up\n";
    t.filter.setText("depthwise");
    t.view.setFocus();
    QTest::keyClick(&t.view, Qt::Key_C, Qt::ControlModifier);
    const QString depthwise = "dw,block 1,3x3 dw/2,depthwise,8x5x5,72,1800,0,,31.256,2,0.25,0.8\n";
    CHECK(QApplication::clipboard()->text() == header + depthwise);
    t.filter.clear();
    t.selection.select("stem", "conv1");
    QTest::keyClick(&t.view, Qt::Key_C, Qt::ControlModifier);
    CHECK(QApplication::clipboard()->text() ==
          header + "conv1,stem,3x3,stem,8x10x10,216,21600,0.25,0.5,,6,0.75,\n");
}
