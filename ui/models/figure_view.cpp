#include "ui/models/figure_view.h"

#include <QHeaderView>

#include "ui/base/frozen_column.h"

namespace secateur {

FigureView::FigureView(const QString& name, Table empty, QWidget* parent)
    : QTableView(parent),
      m_model(new FigureTableModel(std::move(empty), this)),
      m_sorter(new FigureSorter(*m_model, this)) {
    setObjectName(name);
    setModel(m_sorter);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    setSortingEnabled(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setAutoScroll(false);        // see setTable
    setTabKeyNavigation(false);  // Tab leaves the table; arrows move in it
    setTextElideMode(Qt::ElideMiddle);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsMovable(true);
    new FrozenColumn<QTableView>(*this);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (!m_following && current.isValid()) {
                    m_key = current.data(FigureTableModel::KeyRole).toString();
                    scrollTo(current);
                    emit keyChosen(m_key);
                }
            });
    connect(this, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        emit keyActivated(index.data(FigureTableModel::KeyRole).toString());
    });
}

void FigureView::setTable(Table table) {
    const bool first = m_model->rowCount() == 0;
    m_following = true;
    m_model->setTable(std::move(table));
    m_following = false;
    resizeColumnsToContents();
    mark();
    if (first) {
        scrollToTop();  // what a ranking begins with is what one looks for
    }
}

void FigureView::showBold(const std::function<bool(const QString& key)>& isBold) {
    m_model->decorate({}, [this, isBold](int role, const QString& key) {
        QFont bold = font();
        bold.setBold(true);
        return role == Qt::FontRole && isBold(key) ? QVariant(bold) : QVariant();
    });
}

void FigureView::select(const QString& key) {
    if (key != m_key) {
        m_key = key;
        mark();
        scrollTo(currentIndex());
    }
}

void FigureView::mark() {
    const QModelIndex row = m_sorter->mapFromSource(m_model->index(m_model->rowOf(m_key), 0));
    m_following = true;
    if (!row.isValid()) {
        selectionModel()->clear();
    } else if (row.row() != currentIndex().row()) {
        // The column stays: a click on a cell must not lose it.
        setCurrentIndex(row.siblingAtColumn(std::max(0, currentIndex().column())));
    }
    m_following = false;
}

}  // namespace secateur
