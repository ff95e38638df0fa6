#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/base/enum_names.h"

namespace secateur {

class Study;

/// Values for a statement's placeholders. A text or blob is copied.
inline void bindValue(SQLite::Statement& s, int at, int64_t value) {
    s.bind(at, value);
}
inline void bindValue(SQLite::Statement& s, int at, int value) {
    s.bind(at, value);
}
inline void bindValue(SQLite::Statement& s, int at, bool value) {
    s.bind(at, value ? 1 : 0);
}
inline void bindValue(SQLite::Statement& s, int at, double value) {
    s.bind(at, value);
}
inline void bindValue(SQLite::Statement& s, int at, const std::string& value) {
    s.bind(at, value);
}
inline void bindValue(SQLite::Statement& s, int at, const char* value) {
    s.bind(at, value);
}
template <class T>
void bindValue(SQLite::Statement& s, int at, const std::vector<T>& values) {
    s.bind(at, static_cast<const void*>(values.data()),
           static_cast<int>(values.size() * sizeof(T)));
}
template <class T>
void bindValue(SQLite::Statement& s, int at, const std::optional<T>& value) {
    value ? bindValue(s, at, *value) : s.bind(at);
}

/// Runs one statement of ours with these values for its placeholders; gives the rows it changed.
template <class... Values>
int execute(SQLite::Database& database, const std::string& sql, const Values&... values) {
    SQLite::Statement statement(database, sql);
    int at = 0;
    (bindValue(statement, ++at, values), ...);
    return statement.exec();
}

/// The rows of a query, read column by column, each checked for type and range: a study is a file
/// that anybody may have written. Everything that is not as it must be is Error(CorruptData) with
/// the file, the table, the row and the column.
class Rows {
 public:
    /// The first column of `sql` is the rowid of the first of `tables`, by which messages name the
    /// row; reading starts at the second. All tables that it reads are named, and each is compared
    /// with its digests when it is read for the first time.
    Rows(Study& study, SQLite::Database& database, std::initializer_list<const char*> tables,
         const std::string& sql);

    template <class... Values>
    Rows& with(const Values&... values) {
        int at = 0;
        (bindValue(m_statement, ++at, values), ...);
        return *this;
    }

    bool next();
    /// The next row's, where there must be one.
    void require();

    int64_t integer(int64_t min, int64_t max = std::numeric_limits<int64_t>::max());
    int64_t id() { return integer(1); }
    std::optional<int64_t> optionalId();
    bool flag() { return integer(0, 1) == 1; }
    /// Not NaN.
    double number(double min = -std::numeric_limits<double>::infinity(),
                  double max = std::numeric_limits<double>::infinity());
    double share() { return number(0.0, 1.0); }
    /// At least `min`, finite.
    double finite(double min = std::numeric_limits<double>::lowest()) {
        return number(min, std::numeric_limits<double>::max());
    }
    std::optional<double> optionalNumber();
    /// UTF-8, at most 16 MiB.
    std::string text();
    /// As text(), but any bytes: what a file system calls a file.
    std::string path();
    /// Of text(), within parseJson's limits.
    nlohmann::json json();
    /// The text of a JSON object within parseJson's limits; "{}" where there is none.
    std::string recipe();
    template <class E>
    E named() {
        const std::string name = text();
        const auto value = findEnum<E>(name);
        return value ? *value : (fail(enumChoice<E>(), "'" + name + "'"), E{});
    }
    std::vector<uint8_t> bytes();
    /// A blob of whole little-endian numbers.
    template <class T>
    std::vector<T> numbers() {
        const std::vector<uint8_t> blob = bytes();
        std::vector<T> values(blob.size() / sizeof(T));
        if (values.size() * sizeof(T) != blob.size()) {
            fail("whole numbers", std::to_string(blob.size()) + " bytes");
        }
        if (!values.empty()) {
            std::memcpy(values.data(), blob.data(), blob.size());
        }
        return values;
    }
    /// As numbers(), `count` of them, each from `min` to `max`.
    template <class T>
    std::vector<T> numbers(int64_t count, int64_t min, int64_t max) {
        std::vector<T> values = numbers<T>();
        if (static_cast<int64_t>(values.size()) != count) {
            fail(std::to_string(count) + " numbers", std::to_string(values.size()));
        }
        for (const T value : values) {
            check(value >= min && value <= max,
                  "numbers from " + std::to_string(min) + " to " + std::to_string(max),
                  std::to_string(value));
        }
        return values;
    }

    /// Of the column that was read last.
    [[noreturn]] void fail(const std::string& expected, const std::string& got);
    void check(bool holds, const std::string& expected, const std::string& got) {
        if (!holds) {
            fail(expected, got);
        }
    }
    /// What `parse` makes of the column that it reads; errors of its own get the row's name.
    template <class Parse>
    auto parsed(Parse parse) {
        try {
            return parse();
        } catch (const Error& error) {
            fail(error);
        } catch (const nlohmann::json::exception& error) {
            fail("", error.what());
        }
    }
    /// "FILE, table T, row N"
    std::string place() const;

 private:
    SQLite::Column column();
    std::string columnPlace();
    [[noreturn]] void fail(const Error& error);

    Study& m_study;
    const char* m_table;
    SQLite::Statement m_statement;
    int m_column = 0;
};

}  // namespace secateur
