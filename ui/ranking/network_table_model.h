#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/ranking/ranked_comparison.h"

namespace secateur {

/// The compared networks as rows: what they cost, a column for every criterion, the place that
/// follows and the one that was claimed.
class NetworkTableModel : public QAbstractTableModel {
    Q_OBJECT

 public:
    enum Column { NameColumn, ParametersColumn, MacsColumn, Top1Column, FirstCriterionColumn };
    enum Role { SortRole = Qt::UserRole };  ///< a number where the column is one

    using QAbstractTableModel::QAbstractTableModel;

    /// Null: no rows.
    void setComparison(std::shared_ptr<const RankedComparison> comparison);

    static int placeColumn();
    static int claimedColumn();
    static int reasonsColumn();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
    struct Cell {
        QString text;
        QVariant sort;
        QString tip;
    };
    static std::vector<Cell> rowOf(const ComparedNetwork& network, const NetworkRank& rank);

    std::vector<std::vector<Cell>> m_rows;
};

}  // namespace secateur
