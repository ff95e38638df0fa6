#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <QVariant>
#include <vector>

#include "ui/base/exportable.h"

namespace secateur {

/// A table of figures a layer, finished: what views show of it is text that is there.
struct FigureTable {
    struct Column {
        QString title;
        QString toolTip;
        QString csvName;
        bool number = true;  ///< right-aligned
    };
    struct Cell {
        QString text;
        QVariant sortKey;
        QString csv;
        QString toolTip;  ///< empty: the column's
    };
    struct Row {
        QString layer;
        std::vector<Cell> cells;  ///< one a column
    };
    QString name;     ///< Exportable::exportName
    QString caption;  ///< above pictures of it
    std::vector<Column> columns;
    std::vector<Row> rows;
};

/// Shows a FigureTable and exports it.
class FigureTableModel : public QAbstractTableModel, public Exportable {
    Q_OBJECT

 public:
    enum DataRole { SortRole = Qt::UserRole, LayerRole };

    /// `empty`: the columns while there is nothing.
    explicit FigureTableModel(FigureTable empty, QObject* parent = nullptr);

    /// Rows of the same layers in the same order are changed where they stand.
    void setTable(FigureTable table);
    const FigureTable& table() const { return m_table; }
    int rowOf(const QString& layer) const;  ///< -1: none

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

    QString exportName() const override { return m_table.name; }
    QSize exportSize() const override;
    void renderTo(QPaintDevice& device, const QSize& size) override;
    QByteArray csv() const override;

 private:
    std::vector<int> columnWidths(const QFontMetrics& metrics) const;

    FigureTable m_table;
};

}  // namespace secateur
