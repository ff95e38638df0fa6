#pragma once

#include <QTableView>
#include <vector>

#include "ui/histograms/layer_list_model.h"

class QSortFilterProxyModel;

namespace secateur {

/// The layers whose range can be chosen, sortable by what they lose.
class RangeLayerList : public QTableView {
    Q_OBJECT

 public:
    explicit RangeLayerList(QWidget* parent = nullptr);

    /// Says nothing of a selection that goes with it.
    void setRows(std::vector<LayerListModel::Row> rows);
    void markLayer(const QString& layer);  ///< none where there is no such row

 signals:
    void layerChosen(const QString& layer);

 private:
    LayerListModel* m_rows;
    QSortFilterProxyModel* m_sorted;
};

}  // namespace secateur
