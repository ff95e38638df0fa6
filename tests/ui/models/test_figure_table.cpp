#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "tests/support/ui_catch.h"
#include "ui/models/figure_table.h"

using namespace secateur;

namespace {

/// A layer, its drop, and a number for programs only.
Table figures() {
    Table table;
    table.name = "errors";
    table.columns = {
        {"layer", "Layer", "Its name.", false}, {"drop", "Drop", "In points."}, {"images", "", ""}};
    table.rows = {
        {"conv1", {cell::text("conv1"), {0.0125, "1.25", "much"}, {int64_t{500}, "500", {}}}},
        {"a,\"b\"", {cell::text("a,\"b\""), {std::monostate(), "", {}}, {int64_t{7}, "7", {}}}}};
    return table;
}

Table nothing() {
    Table table = figures();
    table.rows.clear();
    return table;
}

}  // namespace

TEST_CASE("a table of figures shows its columns with a heading and exports those with a name") {
    FigureTableModel model(nothing());
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    CHECK(model.rowCount() == 0);
    CHECK(model.rowOf("conv1") == -1);
    model.setTable(figures());
    REQUIRE(model.rowCount() == 2);
    REQUIRE(model.columnCount() == 2);
    CHECK(model.columnOf("drop") == 1);
    CHECK(model.columnOf("images") == -1);
    CHECK(model.headerData(1, Qt::Horizontal).toString() == "Drop");
    const QModelIndex drop = model.index(0, 1);
    CHECK(drop.data().toString() == "1.25");
    CHECK(drop.data(FigureTableModel::SortRole).toDouble() == 0.0125);
    CHECK_FALSE(model.index(1, 1).data(FigureTableModel::SortRole).isValid());
    CHECK(drop.data(FigureTableModel::KeyRole).toString() == "conv1");
    CHECK(drop.data(Qt::ToolTipRole).toString() == "much");
    CHECK(model.index(1, 1).data(Qt::ToolTipRole).toString() == "In points.");  // the column's
    CHECK((drop.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight) != 0);
    CHECK((model.index(0, 0).data(Qt::TextAlignmentRole).toInt() & Qt::AlignLeft) != 0);
    CHECK(model.rowOf("a,\"b\"") == 1);
    // A field with a comma or a quote is quoted, one that is not known is empty.
    CHECK(model.csv() == "layer,drop,images\nconv1,0.0125,500\n\"a,\"\"b\"\"\",,7\n");
}

TEST_CASE("the same keys are changed where they stand, others begin anew") {
    FigureTableModel model(nothing());
    model.setTable(figures());
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    Table table = figures();
    table.rows[1].cells[1].text = "3.00";
    model.setTable(table);
    REQUIRE(changed.size() == 1);
    CHECK(changed[0][0].toModelIndex().row() == 1);  // its own row only
    CHECK(changed[0][1].toModelIndex().row() == 1);
    CHECK(reset.size() == 0);
    CHECK(model.index(1, 1).data().toString() == "3.00");
    QSignalSpy added(&model, &QAbstractItemModel::rowsInserted);
    table.rows.push_back({"fc", table.rows[0].cells});
    model.setTable(table);
    CHECK(added.size() == 1);
    CHECK(changed.size() == 1);
    CHECK(model.rowOf("fc") == 2);
    table.rows.pop_back();
    table.rows.pop_back();
    model.setTable(table);
    CHECK(reset.size() == 1);
    CHECK(model.rowCount() == 1);
}

TEST_CASE("one column can be edited, and every column decorated, by the row's key") {
    FigureTableModel model(nothing());
    model.setTable(figures());
    QString taken;
    model.setEditing({"drop", [](const QString&) { return QVariant(0.5); },
                      [&](const QString& key, const QVariant& value) {
                          taken = key + " " + value.toString();
                          return value.toDouble() < 1.0;
                      }});
    const QModelIndex drop = model.index(0, 1);
    CHECK(drop.flags().testFlag(Qt::ItemIsEditable));
    CHECK_FALSE(model.index(0, 0).flags().testFlag(Qt::ItemIsEditable));
    CHECK(drop.data(Qt::EditRole) == 0.5);
    CHECK(model.index(0, 0).data(Qt::EditRole) == "conv1");
    CHECK(model.setData(drop, 0.25));
    CHECK(taken == "conv1 0.25");
    CHECK_FALSE(model.setData(drop, 2.0));
    CHECK_FALSE(model.setData(model.index(0, 0), 0.25));
    model.decorate({}, [](int role, const QString& key) {
        return role == Qt::StatusTipRole ? QVariant(key) : QVariant();
    });
    model.decorate("drop", [](int role, const QString&) {
        return role == Qt::StatusTipRole ? QVariant("its own") : QVariant();
    });
    CHECK(model.index(0, 0).data(Qt::StatusTipRole) == "conv1");
    CHECK(drop.data(Qt::StatusTipRole) == "its own");
}
