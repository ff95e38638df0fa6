#include "ui/models/figure_table.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/base/core_text.h"
#include "ui/base/theme.h"

namespace secateur {

namespace {

int rowHeight(const QFontMetrics& metrics) {
    return metrics.height() * 5 / 4;
}

QString translated(const std::string& text) {
    return QCoreApplication::translate("Tables", text.c_str());
}

/// What stands for a figure is one of core's texts ("not measured"); a text of its own is a name.
QString shownText(const Table::Cell& cell) {
    return std::holds_alternative<std::string>(cell.figure) ? QString::fromStdString(cell.text)
                                                            : coreText(cell.text);
}

QVariant sortKey(const Figure& figure) {
    if (const auto* text = std::get_if<std::string>(&figure)) {
        return QString::fromStdString(*text);
    }
    if (const auto* number = std::get_if<double>(&figure)) {
        return std::isnan(*number) ? QVariant() : QVariant(*number);
    }
    if (const auto* flag = std::get_if<bool>(&figure)) {
        return *flag;
    }
    const auto* count = std::get_if<int64_t>(&figure);
    return count ? QVariant(qlonglong(*count)) : QVariant();
}

}  // namespace

FigureTableModel::FigureTableModel(Table empty, QObject* parent)
    : QAbstractTableModel(parent), m_table(std::move(empty)) {
    m_rows = prepare();
}

std::vector<FigureTableModel::Row> FigureTableModel::prepare() {
    m_shown.clear();
    for (size_t i = 0; i < m_table.columns.size(); ++i) {
        if (!m_table.columns[i].heading.empty()) {
            m_shown.push_back(i);
        }
    }
    std::vector<Row> rows;
    for (const Table::Row& row : m_table.rows) {
        rows.push_back(prepared(row));
    }
    return rows;
}

FigureTableModel::Row FigureTableModel::prepared(const Table::Row& row) const {
    Row made{QString::fromStdString(row.key), {}, {}};
    for (const Table::Cell& cell : row.cells) {
        made.search += shownText(cell).toLower() + '\n';
    }
    for (const size_t column : m_shown) {
        const Table::Cell& cell = row.cells[column];
        made.cells.push_back({shownText(cell),
                              cell.note.empty() ? translated(m_table.columns[column].explanation)
                                                : coreText(cell.note),
                              cell.place ? QVariant(*cell.place) : sortKey(cell.figure)});
    }
    return made;
}

void FigureTableModel::setTable(Table table) {
    const auto first = static_cast<int>(m_rows.size());
    const bool grows =
        first > 0 && table.rows.size() >= m_rows.size() &&
        std::equal(table.columns.begin(), table.columns.end(), m_table.columns.begin(),
                   m_table.columns.end(),
                   [](const auto& a, const auto& b) { return a.heading == b.heading; }) &&
        std::equal(m_table.rows.begin(), m_table.rows.end(), table.rows.begin(),
                   [](const auto& a, const auto& b) { return a.key == b.key; });
    if (!grows) {
        beginResetModel();
        m_table = std::move(table);
        m_rows = prepare();
        endResetModel();
        return;
    }
    m_table = std::move(table);
    std::vector<Row> rows = prepare();
    for (int row = 0; row < first; ++row) {
        Row& shown = m_rows[static_cast<size_t>(row)];
        const Row& now = rows[static_cast<size_t>(row)];
        if (shown.cells != now.cells) {
            shown = now;
            emit dataChanged(index(row, 0), index(row, columnCount() - 1));
        }
    }
    if (rows.size() > m_rows.size()) {
        beginInsertRows({}, first, static_cast<int>(rows.size()) - 1);
        m_rows = std::move(rows);
        endInsertRows();
    }
}

int FigureTableModel::rowOf(const QString& key) const {
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.key == key; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int FigureTableModel::columnOf(const std::string& name) const {
    for (size_t i = 0; i < m_shown.size(); ++i) {
        if (m_table.columns[m_shown[i]].name == name) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

void FigureTableModel::decorate(const std::string& column, Decoration decoration) {
    m_decorations[column] = std::move(decoration);
}

int FigureTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int FigureTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant FigureTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row& row = m_rows[static_cast<size_t>(index.row())];
    const Cell& cell = row.cells[static_cast<size_t>(index.column())];
    switch (role) {
        case Qt::DisplayRole:
            return cell.text;
        case Qt::ToolTipRole:
            return cell.tip;
        case Qt::TextAlignmentRole:
            return int((shown(index.column()).number ? Qt::AlignRight : Qt::AlignLeft) |
                       Qt::AlignVCenter);
        case Qt::EditRole:
            return isEdited(index) ? m_editing->value(row.key) : cell.text;
        case SortRole:
            return cell.sort;
        case KeyRole:
            return row.key;
        case SearchRole:
            return row.search;
        default: {
            for (const std::string& column : {shown(index.column()).name, std::string()}) {
                const auto decoration = m_decorations.find(column);
                if (decoration != m_decorations.end()) {
                    return decoration->second(role, row.key);
                }
            }
            return {};
        }
    }
}

bool FigureTableModel::isEdited(const QModelIndex& index) const {
    return index.isValid() && m_editing && shown(index.column()).name == m_editing->column;
}

Qt::ItemFlags FigureTableModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return isEdited(index) ? flags | Qt::ItemIsEditable : flags;
}

bool FigureTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    return isEdited(index) && role == Qt::EditRole &&
           m_editing->take(index.data(KeyRole).toString(), value);
}

QVariant FigureTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return QAbstractTableModel::headerData(section, orientation, role);
    }
    return role == Qt::DisplayRole   ? QVariant(heading(section))
           : role == Qt::ToolTipRole ? QVariant(translated(shown(section).explanation))
                                     : QVariant();
}

QString FigureTableModel::heading(int column) const {
    return translated(shown(column).heading);
}

std::vector<int> FigureTableModel::columnWidths(const QFontMetrics& metrics) const {
    std::vector<int> widths;
    for (int column = 0; column < columnCount(); ++column) {
        int width = 0;
        for (const Row& row : m_rows) {
            width = std::max(
                width, metrics.horizontalAdvance(row.cells[static_cast<size_t>(column)].text));
        }
        width = width > 0 ? std::max(width, metrics.horizontalAdvance(heading(column))) : 0;
        widths.push_back(width > 0 ? width + metrics.height() : 0);
    }
    return widths;
}

int FigureTableModel::captionLines() const {
    return 1 + static_cast<int>(std::count(m_table.caption.begin(), m_table.caption.end(), '\n'));
}

QSize FigureTableModel::exportSize() const {
    const QFontMetrics metrics(QGuiApplication::font());
    const std::vector<int> widths = columnWidths(metrics);
    const auto left = 2 * metrics.height();
    const int caption = metrics.size(0, QString::fromStdString(m_table.caption)).width() + left;
    return {std::max(std::accumulate(widths.begin(), widths.end(), left), caption),
            (rowCount() + captionLines() + 3) * rowHeight(metrics)};
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
            if (widths[column] == 0) {
                continue;
            }
            const auto side =
                shown(static_cast<int>(column)).number ? Qt::AlignRight : Qt::AlignLeft;
            painter.drawText(QRect(x, y, widths[column] - step / 2, step), side | Qt::AlignVCenter,
                             textOf(column));
            x += widths[column];
        }
    };
    const int lines = captionLines();
    painter.setPen(theme.text);
    painter.drawText(QRect(left, step / 2, static_cast<int>(natural.width()) - left, step * lines),
                     Qt::AlignLeft | Qt::AlignVCenter, QString::fromStdString(m_table.caption));
    painter.setPen(theme.mutedText);
    line(step * (lines + 1), [&](size_t column) { return heading(static_cast<int>(column)); });
    painter.setPen(theme.text);
    for (int row = 0; row < rowCount(); ++row) {
        line(step * (row + lines + 2),
             [&](size_t column) { return m_rows[static_cast<size_t>(row)].cells[column].text; });
    }
}

QByteArray FigureTableModel::csv() const {
    return m_rows.empty() ? QByteArray() : QByteArray::fromStdString(csvOf(m_table));
}

FigureSorter::FigureSorter(QAbstractItemModel& source, QObject* parent)
    : QSortFilterProxyModel(parent) {
    setSourceModel(&source);
    setSortRole(FigureTableModel::SortRole);
}

void FigureSorter::setWords(const QString& words) {
    m_words = words.toLower().split(' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

void FigureSorter::setKept(std::function<bool(const QString& key)> kept) {
    m_kept = std::move(kept);
    invalidateFilter();
}

bool FigureSorter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_words.isEmpty() && m_kept) {
        return m_kept(index.data(FigureTableModel::KeyRole).toString());
    }
    const QString text = index.data(FigureTableModel::SearchRole).toString();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString& word) { return text.contains(word); });
}

bool FigureSorter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const QVariant a = left.data(FigureTableModel::SortRole);
    const QVariant b = right.data(FigureTableModel::SortRole);
    if (a.isValid() != b.isValid()) {
        return a.isValid() == (sortOrder() == Qt::AscendingOrder);
    }
    return QSortFilterProxyModel::lessThan(left, right);
}

}  // namespace secateur
