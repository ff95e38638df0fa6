#pragma once

#include <QAbstractTableModel>
#include <QColor>
#include <array>

#include "ui/compare/comparison.h"

namespace secateur {

/// The compared variants as rows of text and numbers.
class ComparisonTableModel : public QAbstractTableModel {
    Q_OBJECT

 public:
    enum Column {
        NameColumn,
        KindColumn,
        EncodingColumn,
        Top1Column,
        DropColumn,
        SizeColumn,
        GzipColumn,
        SpeedColumn,
        SparsityColumn,
        MachineColumn,
        ColumnCount
    };
    enum Role {
        SortRole = Qt::UserRole,  ///< a number where the column is one
        VariantRole               ///< qint64
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setComparison(std::shared_ptr<const Comparison> comparison);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
    struct Cell {
        QString text;
        QVariant sort;
    };
    struct Row {
        qint64 variant = 0;
        QColor colour;
        QString note;
        std::array<Cell, ColumnCount> cells;
    };
    static Row rowOf(const ComparedVariant& item, bool reference);

    std::vector<Row> m_rows;
};

}  // namespace secateur
