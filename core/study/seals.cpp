#include "core/study/seals.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <bit>

#include "core/base/digest.h"

namespace secateur {

namespace {

void addColumn(Digest& digest, const SQLite::Column& column) {
    digest.addNumber(column.getType());
    if (column.isInteger()) {
        digest.addNumber(column.getInt64());
    } else if (column.isFloat()) {
        digest.addNumber(std::bit_cast<int64_t>(column.getDouble()));
    } else if (!column.isNull()) {
        digest.addNumber(column.getBytes());
        digest.addBytes(column.getBlob(), static_cast<size_t>(column.getBytes()));
    }
}

/// Of the columns from `first` on.
int64_t digestOf(SQLite::Statement& row, int first, const std::string& table) {
    int end = row.getColumnCount();
    while (end > first && row.isColumnNull(end - 1)) {
        --end;
    }
    Digest digest;
    for (int i = first; i < end; ++i) {
        if (table != "variant" || std::string_view(row.getColumnName(i)) != "model") {
            addColumn(digest, row.getColumn(i));
        }
    }
    return static_cast<int64_t>(std::stoull(digest.hex().substr(16), nullptr, 16));
}

}  // namespace

Seals::Seals(SQLite::Database& database) : m_database(database) {
    sqlite3_update_hook(database.getHandle(), onChange, this);
}

Seals::~Seals() {
    sqlite3_update_hook(m_database.getHandle(), nullptr, nullptr);
}

void Seals::onChange(void* self, int, const char*, const char* table, long long row) {
    static_cast<Seals*>(self)->m_touched.emplace(table, row);
}

void Seals::seal() {
    SQLite::Statement put(m_database,
                          "INSERT INTO row_digest VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "
                          "digest = excluded.digest");
    SQLite::Statement drop(m_database, "DELETE FROM row_digest WHERE name = ? AND row = ?");
    for (const auto& [table, id] : m_touched) {
        m_written.insert(table);
        SQLite::Statement row(m_database,
                              fmt::format("SELECT * FROM \"{}\" WHERE rowid = ?", table));
        row.bind(1, id);
        SQLite::Statement& change = row.executeStep() ? put : drop;
        change.bind(1, table);
        change.bind(2, id);
        if (&change == &put) {
            put.bind(3, digestOf(row, 0, table));
        }
        change.exec();
        change.reset();
    }
    m_touched.clear();
}

SealReport checkSeals(SQLite::Database& database, const std::string& table) {
    SealReport report;
    SQLite::Statement row(
        database,
        fmt::format("SELECT t.rowid, row_digest.digest, t.* FROM \"{}\" t LEFT JOIN row_digest ON "
                    "row_digest.name = ? AND row_digest.row = t.rowid ORDER BY t.rowid",
                    table));
    row.bind(1, table);
    while (row.executeStep()) {
        ++report.rows;
        if (row.isColumnNull(1)) {
            ++report.unsealed;
        } else if (row.getColumn(1).getInt64() != digestOf(row, 2, table)) {
            report.changed.push_back(row.getColumn(0).getInt64());
        }
    }
    SQLite::Statement lost(database,
                           fmt::format("SELECT row FROM row_digest WHERE name = ? AND row NOT IN "
                                       "(SELECT rowid FROM \"{}\") ORDER BY row",
                                       table));
    lost.bind(1, table);
    while (lost.executeStep()) {
        report.lost.push_back(lost.getColumn(0).getInt64());
    }
    return report;
}

}  // namespace secateur
