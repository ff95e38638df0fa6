#include "ui/models/figure_table.h"

#include <QFontMetrics>
#include <QGuiApplication>
#include <QPainter>
#include <algorithm>
#include <numeric>

#include "ui/base/csv_text.h"
#include "ui/base/theme.h"

namespace secateur {

namespace {

bool sameLayers(const FigureTable& a, const FigureTable& b) {
    return a.columns.size() == b.columns.size() &&
           std::equal(a.rows.begin(), a.rows.end(), b.rows.begin(), b.rows.end(),
                      [](const auto& x, const auto& y) { return x.layer == y.layer; });
}

int rowHeight(const QFontMetrics& metrics) {
    return metrics.height() * 5 / 4;
}

}  // namespace

FigureTableModel::FigureTableModel(FigureTable empty, QObject* parent)
    : QAbstractTableModel(parent), m_table(std::move(empty)) {}

void FigureTableModel::setTable(FigureTable table) {
    if (!table.rows.empty() && sameLayers(table, m_table)) {
        m_table = std::move(table);
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_table = std::move(table);
    endResetModel();
}

int FigureTableModel::rowOf(const QString& layer) const {
    const auto found = std::find_if(m_table.rows.begin(), m_table.rows.end(),
                                    [&](const auto& row) { return row.layer == layer; });
    return found == m_table.rows.end() ? -1 : static_cast<int>(found - m_table.rows.begin());
}

int FigureTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}

int FigureTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_table.columns.size());
}

QVariant FigureTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto column = static_cast<size_t>(index.column());
    const FigureTable::Row& row = m_table.rows[static_cast<size_t>(index.row())];
    const FigureTable::Cell& cell = row.cells[column];
    switch (role) {
        case Qt::DisplayRole:
            return cell.text;
        case Qt::ToolTipRole:
            return cell.toolTip.isEmpty() ? m_table.columns[column].toolTip : cell.toolTip;
        case Qt::TextAlignmentRole:
            return int((m_table.columns[column].number ? Qt::AlignRight : Qt::AlignLeft) |
                       Qt::AlignVCenter);
        case SortRole:
            return cell.sortKey;
        case LayerRole:
            return row.layer;
        default:
            return {};
    }
}

QVariant FigureTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return QAbstractTableModel::headerData(section, orientation, role);
    }
    const FigureTable::Column& column = m_table.columns[static_cast<size_t>(section)];
    return role == Qt::DisplayRole   ? QVariant(column.title)
           : role == Qt::ToolTipRole ? QVariant(column.toolTip)
                                     : QVariant();
}

std::vector<int> FigureTableModel::columnWidths(const QFontMetrics& metrics) const {
    std::vector<int> widths;
    for (size_t column = 0; column < m_table.columns.size(); ++column) {
        int width = metrics.horizontalAdvance(m_table.columns[column].title);
        for (const FigureTable::Row& row : m_table.rows) {
            width = std::max(width, metrics.horizontalAdvance(row.cells[column].text));
        }
        widths.push_back(width + metrics.height());
    }
    return widths;
}

QSize FigureTableModel::exportSize() const {
    const QFontMetrics metrics(QGuiApplication::font());
    const std::vector<int> widths = columnWidths(metrics);
    return {std::accumulate(widths.begin(), widths.end(), 2 * metrics.height()),
            (rowCount() + 4) * rowHeight(metrics)};
}

void FigureTableModel::renderTo(QPaintDevice& device, const QSize& size) {
    const Theme theme = paperTheme();
    QPainter painter(&device);
    painter.setFont(QGuiApplication::font());
    painter.fillRect(QRect(QPoint(0, 0), size), theme.background);
    const QFontMetrics metrics(QGuiApplication::font());
    const QSizeF natural = exportSize();
    const double scale = std::min(size.width() / natural.width(), size.height() / natural.height());
    painter.scale(scale, scale);
    const std::vector<int> widths = columnWidths(metrics);
    const int step = rowHeight(metrics);
    const int left = metrics.height();
    const auto line = [&](int y, const auto& textOf) {
        int x = left;
        for (size_t column = 0; column < widths.size(); ++column) {
            const auto side = m_table.columns[column].number ? Qt::AlignRight : Qt::AlignLeft;
            painter.drawText(QRect(x, y, widths[column] - step / 2, step), side | Qt::AlignVCenter,
                             textOf(column));
            x += widths[column];
        }
    };
    painter.setPen(theme.text);
    painter.drawText(QRect(left, step / 2, static_cast<int>(natural.width()) - 2 * left, step),
                     Qt::AlignLeft | Qt::AlignVCenter, m_table.caption);
    painter.setPen(theme.mutedText);
    line(step * 2, [&](size_t column) { return m_table.columns[column].title; });
    painter.setPen(theme.text);
    for (int row = 0; row < rowCount(); ++row) {
        line(step * (row + 3), [&](size_t column) {
            return m_table.rows[static_cast<size_t>(row)].cells[column].text;
        });
    }
}

QByteArray FigureTableModel::csv() const {
    if (m_table.rows.empty()) {
        return {};
    }
    QStringList names;
    for (const FigureTable::Column& column : m_table.columns) {
        names << column.csvName;
    }
    QByteArray text = csvLine(names);
    for (const FigureTable::Row& row : m_table.rows) {
        QStringList fields;
        for (const FigureTable::Cell& cell : row.cells) {
            fields << cell.csv;
        }
        text += csvLine(fields);
    }
    return text;
}

}  // namespace secateur
