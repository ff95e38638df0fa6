#include "ui/base/frozen_column.h"

#include <QScrollBar>
#include <QTest>
#include <QTreeWidget>

#include "tests/support/ui_catch.h"

using namespace secateur;

TEST_CASE("names stay beside their figures while a tree is scrolled to the right") {
    QTreeWidget tree;
    tree.setColumnCount(6);
    tree.setUniformRowHeights(true);
    auto* parent = new QTreeWidgetItem(&tree, {"parent", "1"});
    new QTreeWidgetItem(parent, {"child", "2"});
    new QTreeWidgetItem(&tree, {"other", "3"});
    tree.expandAll();
    for (int column = 0; column < 6; ++column) {
        tree.setColumnWidth(column, 100);
    }
    const FrozenColumn<QTreeView>* frozen = new FrozenColumn<QTreeView>(tree);
    tree.resize(300, 200);
    tree.show();
    REQUIRE(QTest::qWaitForWindowExposed(&tree));
    CHECK_FALSE(frozen->isVisible());  // nothing is hidden yet

    tree.horizontalScrollBar()->setValue(tree.horizontalScrollBar()->maximum());
    REQUIRE(frozen->isVisible());
    CHECK(frozen->width() == 100);
    CHECK(frozen->isColumnHidden(1));
    const QModelIndex child = tree.model()->index(0, 0, tree.model()->index(0, 0));
    CHECK(frozen->visualRect(child).top() == tree.visualRect(child).top());
    tree.collapseItem(parent);
    CHECK_FALSE(frozen->isExpanded(tree.model()->index(0, 0)));
    tree.setCurrentItem(tree.topLevelItem(1));
    CHECK(frozen->currentIndex().data() == "other");

    tree.horizontalScrollBar()->setValue(0);
    CHECK_FALSE(frozen->isVisible());
}
