#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "tests/support/ui_catch.h"
#include "tests/ui/compare/sample_study.h"
#include "ui/compare/comparison_table_model.h"
#include "ui/compare/variant_tree_model.h"

namespace secateur {

namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

std::shared_ptr<const Comparison> smallComparison() {
    return std::make_shared<Comparison>(compareVariants(test::smallStudy(), 1, {1, 2, 3}, 1));
}

TEST_CASE("the tree has each variant below its parent, with what is known of it") {
    VariantTreeModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.setStudy(test::smallStudy(), 1);
    const QModelIndex baseline = model.index(0, 0);
    const QModelIndex pruned = model.index(0, 0, baseline);
    const QModelIndex int8 = model.index(0, 0, pruned);
    CHECK(model.rowCount() == 1);
    CHECK(int8.data().toString() == "int8");
    CHECK(int8.parent() == pruned);
    CHECK(int8.data(VariantTreeModel::VariantRole).toLongLong() == 3);
    CHECK(model.indexOf(3) == int8);
    CHECK_FALSE(model.indexOf(4).isValid());
    // 5 of 8; 3,000,000 bytes; 700 of 1000 weights; nothing measured.
    const auto at = [](const QModelIndex& index, int column) {
        return index.siblingAtColumn(column).data().toString();
    };
    CHECK(at(baseline, VariantTreeModel::Top1Column) == "62.50 %");
    CHECK(at(pruned, VariantTreeModel::SizeColumn) == "3.00 MB");
    CHECK(at(pruned, VariantTreeModel::SparsityColumn) == "70.00 %");
    CHECK(at(int8, VariantTreeModel::Top1Column) == QString(QChar(0x2013)));
    CHECK_FALSE(int8.siblingAtColumn(VariantTreeModel::Top1Column)
                    .data(VariantTreeModel::SortRole)
                    .isValid());
}

TEST_CASE("a box that the user unchecks is told, and an evaluation does not reset the tree") {
    VariantTreeModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.setStudy(test::smallStudy(), 1);
    QSignalSpy changes(&model, &VariantTreeModel::inclusionChanged);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    const QModelIndex pruned = model.indexOf(2);
    CHECK(model.setData(pruned, Qt::Unchecked, Qt::CheckStateRole));
    CHECK(model.excluded() == std::set<int64_t>{2});
    CHECK(changes.count() == 1);
    CHECK_FALSE(model.setData(pruned.siblingAtColumn(1), Qt::Unchecked, Qt::CheckStateRole));
    CHECK_FALSE(model.setData(pruned, "new name", Qt::EditRole));

    auto study = test::smallStudy();
    study->evaluations.push_back(study->evaluations[0]);
    study->evaluations.back().variant = 3;
    model.setStudy(study, 1);
    CHECK(resets.count() == 0);
    CHECK(model.indexOf(3).siblingAtColumn(VariantTreeModel::Top1Column).data().toString() ==
          "62.50 %");
    study->variants.pop_back();
    model.setStudy(study, 1);
    CHECK(resets.count() == 1);
    CHECK(pruned.row() == 0);
    CHECK(model.indexOf(2).data(Qt::CheckStateRole).toInt() == Qt::Unchecked);
    model.setStudy(nullptr, 0);
    CHECK(model.rowCount() == 0);
}

TEST_CASE("the table says what was measured, and no more") {
    ComparisonTableModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.setComparison(smallComparison());
    REQUIRE(model.rowCount() == 3);
    const auto text = [&](int row, int column) {
        return model.index(row, column).data().toString();
    };
    CHECK(text(0, ComparisonTableModel::DropColumn) == "reference");
    // Half of 8, Wilson 0.215216 to 0.784784; 2 of 8 lost, 1 gained.
    CHECK(text(1, ComparisonTableModel::Top1Column) == "50.00 % (21.52 to 78.48 %)");
    CHECK(text(1, ComparisonTableModel::DropColumn).startsWith("12.50 ("));
    CHECK(text(1, ComparisonTableModel::SpeedColumn) == "8.0");
    CHECK(text(1, ComparisonTableModel::MachineColumn) == "Processor X, 2 workers");
    CHECK(text(2, ComparisonTableModel::Top1Column) == "not measured");
    CHECK(text(2, ComparisonTableModel::DropColumn).isEmpty());
    CHECK(text(2, ComparisonTableModel::SpeedColumn).isEmpty());
    CHECK(text(2, ComparisonTableModel::SizeColumn) == "1.00 MB");
    const auto sort = [&](int row, int column) {
        return model.index(row, column).data(ComparisonTableModel::SortRole);
    };
    CHECK(sort(1, ComparisonTableModel::SizeColumn).toLongLong() == 3000000);
    CHECK(sort(1, ComparisonTableModel::DropColumn).toDouble() == 0.125);
    CHECK_FALSE(sort(2, ComparisonTableModel::Top1Column).isValid());
    for (int column = 0; column < ComparisonTableModel::ColumnCount; ++column) {
        CHECK_FALSE(model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
    }
    model.setComparison(nullptr);
    CHECK(model.rowCount() == 0);
}

}  // namespace

}  // namespace secateur
