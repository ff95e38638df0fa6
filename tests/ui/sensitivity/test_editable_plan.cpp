#include <QAbstractItemModelTester>

#include "tests/support/made_up_sweep.h"
#include "tests/support/sizes_in.h"
#include "tests/support/ui_catch.h"
#include "ui/base/csv_text.h"
#include "ui/base/export_writer.h"
#include "ui/models/figure_table.h"
#include "ui/sensitivity/plan_table.h"

using namespace secateur;

namespace {

/// 1,000 + 200 weights and 50 other parameters; 100 weights of the first are zero already.
GraphCost smallNetwork() {
    GraphCost cost;
    made_up::addLayer(cost, "a", "block 1", "expand", 1000);
    made_up::addLayer(cost, "a.bn", "block 1", "", 0);
    made_up::addLayer(cost, "b", "block 2", "depthwise", 200);
    cost.parameters += 50;
    cost.layers[0].zeros = 100;
    cost.layers[0].macs = 10'000'000;  // 10,000 uses of each weight
    cost.layers[2].macs = 2'000'000;
    return cost;
}

}  // namespace

TEST_CASE("a plan keeps what l1Mask would keep, and existing zeros stay zero") {
    EditablePlan plan(smallNetwork());
    REQUIRE(plan.rows().size() == 2);
    CHECK(plan.rows()[0].kept() == 900);
    CHECK(plan.ratios().empty());
    plan.setSafeLevels(made_up::safeShares({{"a", 0.05}}));
    CHECK(plan.rows()[0].kept() == 900);  // 50 pruned are among the 100
    plan.setSafeLevels(made_up::safeShares({{"a", 0.3}, {"b", 0.0}}));
    CHECK(plan.rows()[0].kept() == 700);
    CHECK(plan.rows()[1].safe.has_value());
    CHECK(plan.ratios() == std::map<std::string, double>{{"a", 0.3}});
    plan.setOverride("b", 0.4125);  // 82.5 of 200: to the even neighbour
    CHECK(plan.rows()[1].kept() == 118);
    const PlanTotals totals = plan.totals();
    CHECK(totals.parameters == 1250);
    CHECK(totals.parametersKept == 1250 - 300 - 82);
    CHECK(totals.weightsKept == 818);
    CHECK(totals.sparsity() == Approx(382.0 / 1200.0));
    CHECK(planTotalsText(totals) ==
          "868 of 1,250 parameters remain, 31.83 % sparsity; 8.2 of 12.0 M multiply-adds are not "
          "by zero, 0.00 of "
          "0.00 "
          "MB of weights");
}

TEST_CASE("a plan's totals name the unit of sizes") {
    PlanTotals totals;
    totals.bytes = 8 << 20;  // 8,388,608
    totals.bytesKept = 2 << 20;
    CHECK(planTotalsText(totals).endsWith(
        "; 0.0 of 0.0 M multiply-adds are not by zero, 2.10 of 8.39 MB of weights"));
    const test::SizesIn mebibytes(SizeUnit::Mebibyte);
    CHECK(planTotalsText(totals).endsWith(
        "; 0.0 of 0.0 M multiply-adds are not by zero, 2.00 of 8.00 MiB of weights"));
}

TEST_CASE("what the user chose outlives new safe ratios, until it is taken back") {
    EditablePlan plan(smallNetwork());
    plan.setOverride("a", 0.5);
    plan.setSafeLevels(made_up::safeShares({{"a", 0.3}, {"b", 0.6}}));
    CHECK(plan.ratios() == std::map<std::string, double>{{"a", 0.5}, {"b", 0.6}});
    CHECK(plan.hasOverrides());
    CHECK(plan.overrides().size() == 1);
    plan.setOverrides({});
    CHECK(plan.ratios() == std::map<std::string, double>{{"a", 0.3}, {"b", 0.6}});
    CHECK_FALSE(plan.hasOverrides());
    plan.setSafeLevels({});
    CHECK(plan.ratios().empty());
    CHECK_FALSE(plan.rows()[0].safe.has_value());
}

TEST_CASE("plan table: what is shown, sorted by and said of a ratio") {
    EditablePlan plan(smallNetwork());
    plan.setSafeLevels(made_up::safeShares({{"a", 0.3}}));
    FigureTableModel model(planTable({}));
    const QAbstractItemModelTester tester(&model);
    model.setTable(planTable(plan));
    const auto cell = [&](int row, const char* column) {
        return model.index(row, model.columnOf(column));
    };
    CHECK(cell(0, "safe_ratio").data() == "0.30");
    CHECK(cell(0, "weights_kept").data() == "700");
    CHECK(cell(1, "safe_ratio").data() == QString("–"));
    CHECK(cell(1, "plan_ratio").data() == QString("–"));
    CHECK_FALSE(cell(1, "safe_ratio").data(FigureTableModel::SortRole).isValid());
    CHECK(model.rowOf("b") == 1);
    plan.setOverride("b", 0.5);
    model.setTable(planTable(plan));
    CHECK(cell(1, "plan_ratio").data() == "0.50 *");
    CHECK(cell(1, "plan_ratio").data(Qt::ToolTipRole).toString().startsWith("Set by hand"));
    CHECK(cell(1, "weights_kept").data() == "100");
}

TEST_CASE("the plan as picture and CSV") {
    FigureTableModel drawing(planTable({}));
    CHECK(drawing.csv().isEmpty());
    EditablePlan plan(smallNetwork());
    plan.setSafeLevels(made_up::safeShares({{"a", 0.3}}));
    plan.setOverride("b", 0.25);
    drawing.setTable(printedPlan(plan, "images", {}));
    CHECK(drawing.csv() ==
          "layer,weights,safe_ratio,largest_tried,plan_ratio,weights_kept,predicted_drop,"
          "predicted_low,predicted_high,calibrated_by\n"
          "a,1000,0.3,0,0.3,700,,,,\n"
          "b,200,,,0.25,150,,,,\n");
    drawing.setTable(
        printedPlan(plan, "images",
                    {"Predicted drop: 2 points", PredictedDrop{{0.02, 0.01, 0.03}, 0.02, 0.8, 4}}));
    INFO(drawing.csv().toStdString());
    // 350 of 1,200 weights are zero.
    CHECK(drawing.csv().endsWith("\nglobal,1200,,," + csvNumber(1.0 - 850.0 / 1200.0).toUtf8() +
                                 ",850,0.02,0.01,0.03,4\n"));
    CHECK(QString::fromStdString(drawing.table().caption)
              .endsWith("\nPredicted drop: 2 points\n* set by hand"));
    const QImage image = exportImage(drawing, drawing.exportSize(), 1.0);
    CHECK(image.pixelColor(1, 1) == Qt::white);
    int dark = 0;
    for (int x = 0; x < image.width(); ++x) {
        for (int y = 0; y < image.height(); ++y) {
            dark += image.pixelColor(x, y).lightness() < 100 ? 1 : 0;
        }
    }
    CHECK(dark > 200);  // letters
}
