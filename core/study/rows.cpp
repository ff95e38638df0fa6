#include "core/study/rows.h"

#include <fmt/format.h>

#include "core/base/json_text.h"
#include "core/base/text.h"
#include "core/study/study.h"

namespace secateur {

namespace {

constexpr int kLongestText = 16 << 20;

std::string quotedStart(const std::string& text) {
    return "'" + printable(text.substr(0, 40)) + "'";
}

std::string described(const SQLite::Column& column) {
    if (column.isNull()) {
        return "nothing";
    }
    if (column.isBlob()) {
        return fmt::format("{} bytes", column.getBytes());
    }
    return column.isText() ? quotedStart(column.getString()) : column.getString();
}

}  // namespace

Rows::Rows(Study& study, SQLite::Database& database, std::initializer_list<const char*> tables,
           const std::string& sql)
    : m_study(study), m_table(*tables.begin()), m_statement(database, sql) {
    for (const char* table : tables) {
        study.requireSound(database, table);
    }
}

bool Rows::next() {
    m_column = 0;
    return m_statement.executeStep();
}

void Rows::require() {
    if (!next()) {
        throw Error(ErrorCode::CorruptData, "the study is damaged",
                    {fmt::format("{}, table {}", m_study.label(), m_table), "a row", "none"});
    }
}

SQLite::Column Rows::column() {
    return m_statement.getColumn(++m_column);
}

std::string Rows::place() const {
    // const_cast: SQLiteCpp reads a column through a statement that is not const.
    return fmt::format("{}, table {}, row {}", m_study.label(), m_table,
                       const_cast<SQLite::Statement&>(m_statement).getColumn(0).getInt64());
}

std::string Rows::columnPlace() {
    return fmt::format("{}, {}", place(), m_statement.getColumnName(m_column));
}

void Rows::fail(const std::string& expected, const std::string& got) {
    throw Error(ErrorCode::CorruptData, "the study is damaged", {columnPlace(), expected, got});
}

void Rows::fail(const Error& error) {
    const auto& [where, expected, got] = error.context();
    if (where.starts_with(place())) {
        throw Error(error);
    }
    throw Error(ErrorCode::CorruptData, "the study is damaged",
                {fmt::format("{}: {}{}{}", columnPlace(), error.message(),
                             where.empty() ? "" : ": ", where),
                 expected, got});
}

int64_t Rows::integer(int64_t min, int64_t max) {
    const SQLite::Column found = column();
    const int64_t value = found.getInt64();
    if (!found.isInteger() || value < min || value > max) {
        fail(max == std::numeric_limits<int64_t>::max()
                 ? fmt::format("an integer of at least {}", min)
                 : fmt::format("an integer from {} to {}", min, max),
             described(found));
    }
    return value;
}

std::optional<int64_t> Rows::optionalId() {
    if (m_statement.getColumn(m_column + 1).isNull()) {
        ++m_column;
        return std::nullopt;
    }
    return id();
}

double Rows::number(double min, double max) {
    const SQLite::Column found = column();
    const double value = found.getDouble();
    if (!(found.isFloat() || found.isInteger()) || !(value >= min && value <= max)) {
        fail(fmt::format("a number from {:g} to {:g}", min, max), described(found));
    }
    return value;
}

std::optional<double> Rows::optionalNumber() {
    if (m_statement.getColumn(m_column + 1).isNull()) {
        ++m_column;
        return std::nullopt;
    }
    return number();
}

std::string Rows::path() {
    const SQLite::Column found = column();
    if (!found.isText() || found.getBytes() > kLongestText) {
        fail("a text", described(found));
    }
    return found.getString();
}

std::string Rows::text() {
    std::string value = path();
    if (!isUtf8(value)) {
        fail("UTF-8", quotedStart(value));
    }
    return value;
}

nlohmann::json Rows::json() {
    return parsed([&] { return parseJson(text(), ""); });
}

std::string Rows::recipe() {
    std::string value = text();
    if (value.empty()) {
        return "{}";
    }
    const bool object = parsed([&] { return parseJson(value, "").is_object(); });
    check(object, "an object", quotedStart(value));
    return value;
}

std::vector<uint8_t> Rows::bytes() {
    const SQLite::Column found = column();
    if (!found.isBlob()) {
        fail("a blob", described(found));
    }
    const auto* data = static_cast<const uint8_t*>(found.getBlob());
    return {data, data + found.getBytes()};
}

}  // namespace secateur
