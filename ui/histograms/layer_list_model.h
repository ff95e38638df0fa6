#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <optional>
#include <vector>

#include "core/quant/observer.h"

namespace secateur {

/// The layers whose range can be chosen, which of them were chosen by hand, and their SQNR.
class LayerListModel : public QAbstractTableModel {
    Q_OBJECT

 public:
    enum Column { Layer, Range, Sqnr, ColumnCount };
    enum Role { SortRole = Qt::UserRole, NameRole };

    struct Row {
        QString layer;
        std::optional<ClipRange> chosen;
        double sqnrDb = 0.0;         ///< NaN: not known
        QString rule = "automatic";  ///< who chooses it, in a word or two
        QString about = {};          ///< range, integers and reason
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// The same layers in the same order only change their values.
    void setRows(std::vector<Row> rows);
    int rowOf(const QString& layer) const;  ///< -1: none

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
    std::vector<Row> m_rows;
};

}  // namespace secateur
