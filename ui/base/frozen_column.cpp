#include "ui/base/frozen_column.h"

#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>

namespace secateur {

namespace {

QHeaderView* headerOf(const QTreeView& tree) {
    return tree.header();
}

QHeaderView* headerOf(const QTableView& table) {
    return table.horizontalHeader();
}

void setupRows(QTreeView& frozen, QTreeView& tree) {
    frozen.setUniformRowHeights(tree.uniformRowHeights());
    frozen.setIndentation(tree.indentation());
    QObject::connect(&tree, &QTreeView::expanded, &frozen, &QTreeView::expand);
    QObject::connect(&tree, &QTreeView::collapsed, &frozen, &QTreeView::collapse);
    QObject::connect(&frozen, &QTreeView::expanded, &tree, &QTreeView::expand);
    QObject::connect(&frozen, &QTreeView::collapsed, &tree, &QTreeView::collapse);
}

void setupRows(QTableView& frozen, QTableView& table) {
    frozen.setShowGrid(false);
    frozen.setWordWrap(false);
    frozen.setTextElideMode(table.textElideMode());
    frozen.verticalHeader()->hide();
}

void followRows(QTreeView& frozen, const QTreeView& tree) {
    frozen.expandAll();
    for (int row = 0; row < tree.model()->rowCount(); ++row) {
        const QModelIndex index = tree.model()->index(row, 0);
        frozen.setExpanded(index, tree.isExpanded(index));
    }
}

void followRows(QTableView& frozen, const QTableView& table) {
    frozen.verticalHeader()->setDefaultSectionSize(table.verticalHeader()->defaultSectionSize());
}

}  // namespace

template <class View>
FrozenColumn<View>::FrozenColumn(View& original) : View(&original), m_original(original) {
    this->setModel(original.model());
    this->setSelectionModel(original.selectionModel());
    this->setFocusPolicy(Qt::NoFocus);
    this->setFrameShape(QFrame::NoFrame);
    this->setEditTriggers(QAbstractItemView::NoEditTriggers);
    this->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    this->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    this->setContextMenuPolicy(Qt::NoContextMenu);  // the original's
    this->setAutoScroll(false);
    headerOf(*this)->setSectionsClickable(false);
    setupRows(*this, original);
    QScrollBar* const mine = this->verticalScrollBar();
    QScrollBar* const its = original.verticalScrollBar();
    const auto again = [this] { follow(); };
    QObject::connect(original.horizontalScrollBar(), &QScrollBar::valueChanged, this, again);
    QObject::connect(headerOf(original), &QHeaderView::sectionResized, this, again);
    QObject::connect(original.model(), &QAbstractItemModel::modelReset, this, again);
    QObject::connect(its, &QScrollBar::valueChanged, mine, &QScrollBar::setValue);
    QObject::connect(mine, &QScrollBar::valueChanged, its, &QScrollBar::setValue);
    original.viewport()->installEventFilter(this);
    this->hide();
}

template <class View>
bool FrozenColumn<View>::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) {
        follow();
    }
    return View::eventFilter(watched, event);
}

template <class View>
void FrozenColumn<View>::follow() {
    const bool scrolled =
        m_original.horizontalScrollBar()->value() > 0 && headerOf(m_original)->visualIndex(0) == 0;
    if (scrolled) {
        for (int column = 1; column < this->model()->columnCount(); ++column) {
            this->setColumnHidden(column, true);
        }
        this->setColumnWidth(0, m_original.columnWidth(0));
        this->setSelectionBehavior(m_original.selectionBehavior());
        this->setSelectionMode(m_original.selectionMode());
        this->setAlternatingRowColors(m_original.alternatingRowColors());
        this->setVerticalScrollMode(m_original.verticalScrollMode());
        followRows(*this, m_original);
        const int frame = m_original.frameWidth();
        const int header = headerOf(m_original)->height();
        headerOf(*this)->setFixedHeight(header);
        this->setGeometry(frame, frame, m_original.columnWidth(0),
                          header + m_original.viewport()->height());
        this->verticalScrollBar()->setValue(m_original.verticalScrollBar()->value());
        this->raise();
    }
    this->setVisible(scrolled);
}

template class FrozenColumn<QTreeView>;
template class FrozenColumn<QTableView>;

}  // namespace secateur
