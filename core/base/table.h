#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace secateur {

/// What a cell is sorted by and what is written to files: nothing, a text, a whole number, a real
/// one (shares as fractions, sizes in bytes) or yes and no.
using Figure = std::variant<std::monostate, std::string, int64_t, double, bool>;

/// A table, made once for all its readers. Programs read the columns with a name (CSV, JSON),
/// people those with a heading (the window, Markdown, a terminal).
struct Table {
    struct Column {
        std::string name;         ///< a part of the interface of files; empty: for people only
        std::string heading;      ///< empty: for programs only
        std::string explanation;  ///< a sentence or more
        bool number = true;       ///< right-aligned
    };
    struct Cell {
        Figure figure;
        std::string text;  ///< for people
        std::string note;  ///< what else there is to say of it; empty: the column's explanation
        std::optional<double> place = {};  ///< what is sorted by instead of the figure
    };
    struct Row {
        std::string key;  ///< what the row is of: a layer, a variant's id
        std::vector<Cell> cells;
    };
    std::string name;     ///< of files: "comparison"
    std::string caption;  ///< above pictures of it
    std::vector<Column> columns;
    std::vector<Row> rows;

    /// The place of the column of this name. Error(Internal) if there is none.
    size_t column(const std::string& name) const;
};

/// Cells of the usual kinds; without a value they are empty.
namespace cell {
Table::Cell text(const std::string& text);
Table::Cell flag(bool flag);  ///< 1 or 0 in CSV
Table::Cell count(std::optional<int64_t> count);
Table::Cell number(std::optional<double> value, int digits, const std::string& unit = {});
Table::Cell percent(std::optional<double> fraction);
Table::Cell size(std::optional<int64_t> bytes);
Table::Cell millions(std::optional<int64_t> count);
/// Another text for people than the figure's own.
Table::Cell named(Table::Cell cell, const std::string& text, const std::string& note = {});
}  // namespace cell

/// The declaration of a column: what it is called and what it holds of a T.
template <class T>
struct Field {
    Table::Column column;
    std::function<Table::Cell(const T&)> cell;
};

template <class T>
std::vector<Table::Column> columnsOf(const std::vector<Field<T>>& fields) {
    std::vector<Table::Column> columns;
    for (const Field<T>& field : fields) {
        columns.push_back(field.column);
    }
    return columns;
}

template <class T>
Table::Row rowOf(const std::vector<Field<T>>& fields, const T& item, const std::string& key = {}) {
    Table::Row row{key, {}};
    for (const Field<T>& field : fields) {
        row.cells.push_back(field.cell(item));
    }
    return row;
}

template <class T, class Items>
Table tableOf(const std::string& name, const std::vector<Field<T>>& fields, const Items& items) {
    Table table{name, {}, columnsOf(fields), {}};
    for (const T& item : items) {
        table.rows.push_back(rowOf(fields, item));
    }
    return table;
}

/// A text as a field of RFC 4180: quoted where it must be.
std::string csvField(const std::string& text);
/// RFC 4180 with LF, a header line, '.' decimals. Fractions and other real numbers are the shortest
/// texts that read back as the same number; NaN and nothing are empty.
std::string csvOf(const Table& table);
/// An array of objects; nothing is null.
nlohmann::ordered_json jsonOf(const Table& table);
/// Lines of a Markdown table, from the heading on.
std::string markdownOf(const Table& table);
/// The same for a terminal: columns as wide as they must be.
std::string terminalOf(const Table& table);

}  // namespace secateur
