#pragma once

#include <QAbstractTableModel>
#include <QVariant>
#include <array>
#include <memory>
#include <vector>

#include "core/graph/cost.h"
#include "ui/model_view/layer_colouring.h"

namespace secateur {

/// One row a layer. Everything shown is made when the network or the values are set.
class LayerTableModel : public QAbstractTableModel {
    Q_OBJECT

 public:
    enum class Column {
        Layer,
        Block,
        Kind,
        Role,
        Output,
        Parameters,
        Macs,
        Sparsity,
        SafeRatio,
        WeightSqnr
    };
    static constexpr int kColumns = 10;
    enum Role {
        SortRole = Qt::UserRole + 1,  ///< a number or a text; invalid where there is no value
        SearchRole,                   ///< all that a filter looks at, in lower case
        CsvRole                       ///< unrounded, '.' decimals, fractions; empty without a value
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setNetwork(std::shared_ptr<const GraphCost> cost);
    void setValues(const LayerValues& values);
    const std::shared_ptr<const GraphCost>& cost() const { return m_cost; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Column name in a CSV file.
    static QString csvHeader(int column);

 private:
    struct Cell {
        QString text;
        QVariant sort;
        QString csv;
    };
    struct Row {
        std::array<Cell, kColumns> cells;
        QString search;
    };
    void fillValues(Row& row, const LayerCost& layer) const;
    Row rowOf(const LayerCost& layer) const;

    std::shared_ptr<const GraphCost> m_cost;
    LayerValues m_values;
    std::vector<Row> m_rows;
};

}  // namespace secateur
