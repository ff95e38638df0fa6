#include "ui/base/frozen_table_column.h"

#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>

namespace secateur {

FrozenTableColumn::FrozenTableColumn(QTableView& table) : QTableView(&table), m_table(table) {
    setModel(table.model());
    setSelectionModel(table.selectionModel());
    setFocusPolicy(Qt::NoFocus);
    setFrameShape(QFrame::NoFrame);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setContextMenuPolicy(Qt::NoContextMenu);  // the table's
    setShowGrid(false);
    setWordWrap(false);
    setAutoScroll(false);
    setTextElideMode(table.textElideMode());
    verticalHeader()->hide();
    horizontalHeader()->setSectionsClickable(false);
    connect(table.horizontalScrollBar(), &QScrollBar::valueChanged, this,
            &FrozenTableColumn::follow);
    connect(table.horizontalHeader(), &QHeaderView::sectionResized, this,
            &FrozenTableColumn::follow);
    connect(table.model(), &QAbstractItemModel::modelReset, this, &FrozenTableColumn::follow);
    connect(table.verticalScrollBar(), &QScrollBar::valueChanged, verticalScrollBar(),
            &QScrollBar::setValue);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, table.verticalScrollBar(),
            &QScrollBar::setValue);
    table.viewport()->installEventFilter(this);
    hide();
}

bool FrozenTableColumn::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) {
        follow();
    }
    return QTableView::eventFilter(watched, event);
}

void FrozenTableColumn::follow() {
    const bool scrolled = m_table.horizontalScrollBar()->value() > 0 &&
                          m_table.horizontalHeader()->visualIndex(0) == 0;
    if (scrolled) {
        for (int column = 1; column < model()->columnCount(); ++column) {
            setColumnHidden(column, true);
        }
        setColumnWidth(0, m_table.columnWidth(0));
        setSelectionBehavior(m_table.selectionBehavior());
        setSelectionMode(m_table.selectionMode());
        setAlternatingRowColors(m_table.alternatingRowColors());
        setVerticalScrollMode(m_table.verticalScrollMode());
        verticalHeader()->setDefaultSectionSize(m_table.verticalHeader()->defaultSectionSize());
        const int frame = m_table.frameWidth();
        const int header = m_table.horizontalHeader()->height();
        horizontalHeader()->setFixedHeight(header);
        setGeometry(frame, frame, m_table.columnWidth(0), header + m_table.viewport()->height());
        verticalScrollBar()->setValue(m_table.verticalScrollBar()->value());
        raise();
    }
    setVisible(scrolled);
}

}  // namespace secateur
