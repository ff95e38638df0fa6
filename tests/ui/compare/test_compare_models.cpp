#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "core/report/comparison_tables.h"
#include "tests/support/sample_study.h"
#include "tests/support/ui_catch.h"
#include "ui/models/figure_table.h"

namespace secateur {

namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

std::shared_ptr<const Comparison> smallComparison() {
    return std::make_shared<Comparison>(compareVariants(test::smallStudy(), 1, {1, 2, 3}, 1));
}

TEST_CASE("the table says what was measured, and no more") {
    FigureTableModel model(comparisonTable({}));
    const QAbstractItemModelTester tester(&model, kFatal);
    model.setTable(comparisonTable(*smallComparison()));
    REQUIRE(model.rowCount() == 3);
    const auto at = [&](int row, const char* column) {
        return model.index(row, model.columnOf(column));
    };
    const auto text = [&](int row, const char* column) {
        return at(row, column).data().toString();
    };
    CHECK(text(0, "drop") == "reference");
    // Half of 8, Wilson 0.215216 to 0.784784; 2 of 8 lost, 1 gained.
    CHECK(text(1, "top1") == "50.00 % (21.52–78.48 %)");
    CHECK(text(1, "drop").startsWith("12.50 ["));
    CHECK(text(1, "images_per_second") == "8 [7, 9]");
    CHECK(text(2, "top1") == "not measured");
    CHECK(text(2, "drop").isEmpty());
    CHECK(text(2, "images_per_second") == "not measured");
    CHECK(text(2, "size_bytes") == "1.00 MB");
    CHECK(at(1, "size_bytes").data(FigureTableModel::SortRole).toLongLong() == 3000000);
    CHECK(at(1, "drop").data(FigureTableModel::SortRole).toDouble() == 0.125);
    CHECK_FALSE(at(2, "top1").data(FigureTableModel::SortRole).isValid());
    CHECK(at(1, "top1").data(FigureTableModel::KeyRole).toString() == "2");
    for (int column = 0; column < model.columnCount(); ++column) {
        CHECK_FALSE(model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
    }
    model.setTable(comparisonTable({}));
    CHECK(model.rowCount() == 0);
}

}  // namespace

}  // namespace secateur
