#include "ui/histograms/layer_list_model.h"

#include <QFont>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ui/histograms/range_text.h"

namespace secateur {

namespace {

struct LayerColumn {
    const char* title;
    const char* tip;
};

constexpr LayerColumn kLayerColumns[LayerListModel::ColumnCount] = {
    {"Layer", "Layers whose range can be chosen, in the order in which they run."},
    {"Range",
     "Who chooses the range that quantization gives this layer: you, or a rule of "
     "the recipe."},
    {"SQNR", "Signal to quantization noise ratio with this range; the lowest suffer most."}};

QString display(const LayerListModel::Row& row, int column) {
    switch (column) {
        case LayerListModel::Layer:
            return row.layer;
        case LayerListModel::Range:
            return row.chosen ? QString(QChar(0x25CF)) + " by hand" : row.rule;
        default:
            return decibelText(row.sqnrDb);
    }
}

}  // namespace

void LayerListModel::setRows(std::vector<Row> rows) {
    const bool same = std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                                 [](const Row& a, const Row& b) { return a.layer == b.layer; });
    if (same) {
        m_rows = std::move(rows);
        if (!m_rows.empty()) {
            emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        }
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int LayerListModel::rowOf(const QString& layer) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&](const Row& row) { return row.layer == layer; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int LayerListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int LayerListModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LayerListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const Row& row = m_rows[static_cast<size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return display(row, index.column());
        case NameRole:
            return row.layer;
        case SortRole:
            if (index.column() == Sqnr) {  // unknown ones last
                return std::isnan(row.sqnrDb) ? std::numeric_limits<double>::infinity()
                                              : row.sqnrDb;
            }
            return index.column() == Layer ? index.row() : row.chosen ? 0 : 1;
        case Qt::FontRole: {
            QFont font;
            font.setBold(row.chosen.has_value());
            return font;
        }
        case Qt::TextAlignmentRole:
            return index.column() == Sqnr ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter)
                                          : QVariant();
        case Qt::ToolTipRole:
            return row.layer + (row.chosen            ? ": clipped to " + rangeText(*row.chosen)
                                : row.about.isEmpty() ? QString()
                                                      : ": " + row.about);
        default:
            return {};
    }
}

QVariant LayerListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return {};
    }
    if (role == Qt::DisplayRole) {
        return kLayerColumns[section].title;
    }
    return role == Qt::ToolTipRole ? QVariant(kLayerColumns[section].tip) : QVariant();
}

}  // namespace secateur
