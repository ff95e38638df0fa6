#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "core/base/table.h"
#include "ui/base/exportable.h"

namespace secateur {

/// Shows the columns of a Table that have a heading, and exports it. Headings and explanations are
/// translated here (context "Tables"): files hold them as they are.
class FigureTableModel : public QAbstractTableModel, public Exportable {
    Q_OBJECT

 public:
    enum DataRole {
        SortRole = Qt::UserRole,  ///< the figure; invalid where there is none
        KeyRole,                  ///< QString: Table::Row::key
        SearchRole                ///< QString: all texts of the row, in lower case
    };

    /// `empty`: the columns while there is nothing.
    explicit FigureTableModel(Table empty, QObject* parent = nullptr);

    /// Rows of the same keys in the same order are changed where they stand; more may follow them.
    void setTable(Table table);
    const Table& table() const { return m_table; }
    int rowOf(const QString& key) const;          ///< -1: none
    int columnOf(const std::string& name) const;  ///< -1: not shown
    /// What else the cells of the column of this name, or of every column (empty), show: by role
    /// and the row's key.
    using Decoration = std::function<QVariant(int role, const QString& key)>;
    void decorate(const std::string& column, Decoration decoration);
    /// How the cells of one column are edited: the value that an editor begins with, and what takes
    /// the user's, by the row's key; false: not taken.
    struct Editing {
        std::string column;
        std::function<QVariant(const QString& key)> value;
        std::function<bool(const QString& key, const QVariant& value)> take;
    };
    void setEditing(Editing editing) { m_editing = std::move(editing); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

    QString exportName() const override { return QString::fromStdString(m_table.name); }
    QString exportTitle() const override { return m_exportTitle; }
    void setExportTitle(const QString& title) { m_exportTitle = title; }
    QSize exportSize() const override;
    void renderTo(QPaintDevice& device, const QSize& size) override;
    QByteArray csv() const override;

 private:
    struct Cell {
        QString text;
        QString tip;
        QVariant sort;
        bool operator==(const Cell&) const = default;
    };
    struct Row {
        QString key;
        QString search;
        std::vector<Cell> cells;  ///< of the columns that are shown
    };
    std::vector<Row> prepare();
    int captionLines() const;
    Row prepared(const Table::Row& row) const;
    /// In a picture; 0 of a column without a text.
    std::vector<int> columnWidths(const QFontMetrics& metrics) const;
    const Table::Column& shown(int column) const {
        return m_table.columns[m_shown[static_cast<size_t>(column)]];
    }
    QString heading(int column) const;
    bool isEdited(const QModelIndex& index) const;

    QString m_exportTitle;
    Table m_table;
    std::vector<size_t> m_shown;  ///< places in m_table.columns
    std::vector<Row> m_rows;
    std::map<std::string, Decoration> m_decorations;
    std::optional<Editing> m_editing;
};

/// Sorts by SortRole, rows without a figure last in both directions, and shows those that contain
/// every word of a filter.
class FigureSorter : public QSortFilterProxyModel {
    Q_OBJECT

 public:
    explicit FigureSorter(QAbstractItemModel& source, QObject* parent = nullptr);

    /// Separated by blanks; empty: all rows.
    void setWords(const QString& words);
    /// Rows whose key this says no to are folded away while no words are looked for.
    void setKept(std::function<bool(const QString& key)> kept);

 protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

 private:
    QStringList m_words;
    std::function<bool(const QString& key)> m_kept;  ///< empty: all
};

}  // namespace secateur
