#include "ui/histograms/range_layer_list.h"

#include <QHeaderView>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <utility>

namespace secateur {

RangeLayerList::RangeLayerList(QWidget* parent) : QTableView(parent) {
    m_rows = new LayerListModel(this);
    m_sorted = new QSortFilterProxyModel(this);
    m_sorted->setSourceModel(m_rows);
    m_sorted->setSortRole(LayerListModel::SortRole);
    setObjectName("rangeLayerList");
    setAccessibleName("Layers with a range");
    setModel(m_sorted);
    setSortingEnabled(true);
    sortByColumn(LayerListModel::Layer, Qt::AscendingOrder);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(false);
    horizontalHeader()->setSectionResizeMode(LayerListModel::Layer, QHeaderView::Stretch);
    for (const int column : {LayerListModel::Range, LayerListModel::Sqnr}) {
        horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    }
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid()) {
                    emit layerChosen(current.data(LayerListModel::NameRole).toString());
                }
            });
}

void RangeLayerList::setRows(std::vector<LayerListModel::Row> rows) {
    const QSignalBlocker quiet(selectionModel());
    m_rows->setRows(std::move(rows));
}

void RangeLayerList::markLayer(const QString& layer) {
    const int row = m_rows->rowOf(layer);
    if (row < 0) {
        clearSelection();
        return;
    }
    const QModelIndex index = m_sorted->mapFromSource(m_rows->index(row, 0));
    if (currentIndex().row() != index.row()) {
        setCurrentIndex(index);
    }
    selectRow(index.row());
}

}  // namespace secateur
