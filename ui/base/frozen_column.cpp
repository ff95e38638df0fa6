#include "ui/base/frozen_column.h"

#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>

namespace secateur {

FrozenColumn::FrozenColumn(QTreeView& tree) : QTreeView(&tree), m_tree(tree) {
    setModel(tree.model());
    setSelectionModel(tree.selectionModel());
    setFocusPolicy(Qt::NoFocus);
    setFrameShape(QFrame::NoFrame);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setUniformRowHeights(tree.uniformRowHeights());
    setIndentation(tree.indentation());
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(tree.verticalScrollMode());
    setContextMenuPolicy(Qt::NoContextMenu);  // the tree's
    header()->setSectionsClickable(false);
    connect(tree.horizontalScrollBar(), &QScrollBar::valueChanged, this, &FrozenColumn::follow);
    connect(tree.verticalScrollBar(), &QScrollBar::valueChanged, verticalScrollBar(),
            &QScrollBar::setValue);
    connect(tree.header(), &QHeaderView::sectionResized, this, &FrozenColumn::follow);
    connect(&tree, &QTreeView::expanded, this, &QTreeView::expand);
    connect(&tree, &QTreeView::collapsed, this, &QTreeView::collapse);
    connect(this, &QTreeView::expanded, &tree, &QTreeView::expand);
    connect(this, &QTreeView::collapsed, &tree, &QTreeView::collapse);
    tree.viewport()->installEventFilter(this);
    hide();
}

bool FrozenColumn::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) {
        follow();
    }
    return QTreeView::eventFilter(watched, event);
}

void FrozenColumn::follow() {
    const bool scrolled = m_tree.horizontalScrollBar()->value() > 0;
    if (scrolled) {
        for (int column = 1; column < model()->columnCount(); ++column) {
            setColumnHidden(column, true);
        }
        setColumnWidth(0, m_tree.columnWidth(0));
        expandAll();
        for (int row = 0; row < model()->rowCount(); ++row) {
            setExpanded(model()->index(row, 0), m_tree.isExpanded(model()->index(row, 0)));
        }
        const int frame = m_tree.frameWidth();
        setGeometry(frame, frame, m_tree.columnWidth(0),
                    m_tree.header()->height() + m_tree.viewport()->height());
        verticalScrollBar()->setValue(m_tree.verticalScrollBar()->value());
        raise();
    }
    setVisible(scrolled);
}

}  // namespace secateur
