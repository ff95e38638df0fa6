#include "core/base/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/figure_text.h"

namespace secateur {

std::string csvField(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string out = "\"";
    for (const char c : text) {
        out += c == '"' ? "\"\"" : std::string(1, c);
    }
    return out + "\"";
}

namespace {

std::string csvText(const Figure& figure) {
    if (const auto* text = std::get_if<std::string>(&figure)) {
        return csvField(*text);
    }
    if (const auto* number = std::get_if<double>(&figure)) {
        return std::isnan(*number) ? "" : fmt::format("{}", *number);
    }
    if (const auto* flag = std::get_if<bool>(&figure)) {
        return *flag ? "1" : "0";
    }
    const auto* count = std::get_if<int64_t>(&figure);
    return count ? std::to_string(*count) : "";
}

nlohmann::ordered_json jsonValue(const Figure& figure) {
    return std::visit(
        [](const auto& value) -> nlohmann::ordered_json {
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>) {
                return nullptr;
            } else {
                return value;
            }
        },
        figure);
}

/// Places of the columns that `reader` ("name" or "heading") has.
std::vector<size_t> columnsWith(const Table& table, std::string Table::Column::*reader) {
    std::vector<size_t> places;
    for (size_t i = 0; i < table.columns.size(); ++i) {
        if (!(table.columns[i].*reader).empty()) {
            places.push_back(i);
        }
    }
    return places;
}

std::string markdownCell(const std::string& text) {
    std::string out;
    for (const char c : text) {
        out += c == '|' ? "\\|" : c == '\n' ? " " : std::string(1, c);
    }
    return out;
}

/// Letters, not bytes, of a UTF-8 text.
size_t letters(const std::string& text) {
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

std::string padded(const std::string& text, size_t width, bool right) {
    const std::string space(width - letters(text), ' ');
    return right ? space + text : text + space;
}

}  // namespace

size_t Table::column(const std::string& wanted) const {
    for (size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].name == wanted) {
            return i;
        }
    }
    throw Error(ErrorCode::Internal, "no such column", {name, wanted, ""});
}

namespace cell {

Table::Cell text(const std::string& text) {
    return {text, text, {}};
}

Table::Cell flag(bool flag) {
    return {flag, flag ? "yes" : "no", {}};
}

Table::Cell count(std::optional<int64_t> count) {
    return count ? Table::Cell{*count, text::count(*count), {}} : Table::Cell{};
}

Table::Cell number(std::optional<double> value, int digits, const std::string& unit) {
    return value ? Table::Cell{*value, text::decimals(*value, digits) + unit, {}} : Table::Cell{};
}

Table::Cell percent(std::optional<double> fraction) {
    return fraction ? Table::Cell{*fraction, text::percent(*fraction), {}} : Table::Cell{};
}

Table::Cell size(std::optional<int64_t> bytes) {
    return bytes ? Table::Cell{*bytes, text::size(*bytes), {}} : Table::Cell{};
}

Table::Cell millions(std::optional<int64_t> count) {
    return count ? Table::Cell{*count, text::millions(*count), {}} : Table::Cell{};
}

Table::Cell named(Table::Cell cell, const std::string& text, const std::string& note) {
    cell.text = text;
    cell.note = note;
    return cell;
}

}  // namespace cell

std::string csvOf(const Table& table) {
    const std::vector<size_t> places = columnsWith(table, &Table::Column::name);
    fmt::memory_buffer text;
    const auto line = [&](const auto& fieldOf) {
        for (size_t i = 0; i < places.size(); ++i) {
            fmt::format_to(std::back_inserter(text), "{}{}", i == 0 ? "" : ",", fieldOf(places[i]));
        }
        text.push_back('\n');
    };
    line([&](size_t column) { return csvField(table.columns[column].name); });
    for (const Table::Row& row : table.rows) {
        line([&](size_t column) { return csvText(row.cells[column].figure); });
    }
    return fmt::to_string(text);
}

nlohmann::ordered_json jsonOf(const Table& table) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Table::Row& row : table.rows) {
        nlohmann::ordered_json object = nlohmann::ordered_json::object();
        for (const size_t column : columnsWith(table, &Table::Column::name)) {
            object[table.columns[column].name] = jsonValue(row.cells[column].figure);
        }
        list.push_back(std::move(object));
    }
    return list;
}

std::string markdownOf(const Table& table) {
    const std::vector<size_t> places = columnsWith(table, &Table::Column::heading);
    std::string text = "|";
    for (const size_t column : places) {
        text += " " + markdownCell(table.columns[column].heading) + " |";
    }
    text += "\n|";
    for (const size_t column : places) {
        text += table.columns[column].number ? "---:|" : "---|";
    }
    text += "\n";
    for (const Table::Row& row : table.rows) {
        text += "|";
        for (const size_t column : places) {
            text += " " + markdownCell(row.cells[column].text) + " |";
        }
        text += "\n";
    }
    return text;
}

std::string terminalOf(const Table& table) {
    const std::vector<size_t> places = columnsWith(table, &Table::Column::heading);
    std::vector<size_t> widths;
    for (const size_t column : places) {
        size_t width = letters(table.columns[column].heading);
        for (const Table::Row& row : table.rows) {
            width = std::max(width, letters(row.cells[column].text));
        }
        widths.push_back(width);
    }
    std::string text;
    const auto line = [&](const auto& textOf) {
        std::string all;
        for (size_t i = 0; i < places.size(); ++i) {
            all += (i == 0 ? "" : "  ") +
                   padded(textOf(places[i]), widths[i], table.columns[places[i]].number);
        }
        text += all.substr(0, all.find_last_not_of(' ') + 1) + "\n";
    };
    line([&](size_t column) { return table.columns[column].heading; });
    for (const Table::Row& row : table.rows) {
        line([&](size_t column) { return row.cells[column].text; });
    }
    return text;
}

}  // namespace secateur
