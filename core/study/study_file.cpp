#include "core/study/study_file.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/base/digest.h"
#include "core/base/error.h"
#include "core/study/guard.h"
#include "core/study/rows.h"
#include "core/study/schema.h"
#include "core/study/seals.h"

namespace secateur {

namespace {

namespace fs = std::filesystem;

constexpr int kFaultsNamed = 100;
constexpr const char* kChanged = "not what was written";

std::vector<std::string> tablesOf(SQLite::Database& database) {
    std::vector<std::string> tables;
    SQLite::Statement row(database,
                          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN "
                          "('row_digest') AND name NOT LIKE 'sqlite_%' ORDER BY rowid");
    while (row.executeStep()) {
        tables.push_back(row.getColumn(0).getString());
    }
    return tables;
}

std::vector<std::string> pageFaults(SQLite::Database& database) {
    std::vector<std::string> faults;
    try {
        SQLite::Statement row(database, fmt::format("PRAGMA integrity_check({})", kFaultsNamed));
        while (row.executeStep()) {
            if (std::string text = row.getColumn(0).getString(); text != "ok") {
                faults.push_back(std::move(text));
            }
        }
    } catch (const SQLite::Exception& e) {
        if (e.getErrorCode() != SQLITE_CORRUPT) {
            throw;
        }
        faults.emplace_back(e.what());  // the check itself cannot go on
    }
    return faults;
}

std::vector<RowFault> orphans(SQLite::Database& database) {
    std::vector<RowFault> faults;
    SQLite::Statement row(database, "PRAGMA foreign_key_check");
    while (row.executeStep()) {
        faults.push_back({row.getColumn(0).getString(), row.getColumn(1).getInt64(),
                          fmt::format("there is no such {}", row.getColumn(2).getString())});
    }
    return faults;
}

/// Networks whose stored file has another digest than it was stored with.
std::vector<RowFault> changedNetworks(SQLite::Database& database) {
    std::vector<RowFault> faults;
    SQLite::Statement row(database, "SELECT id, digest, model FROM variant");
    while (row.executeStep()) {
        const SQLite::Column model = row.getColumn(2);
        Digest digest;
        digest.addBytes(model.getBlob(), static_cast<size_t>(model.getBytes()));
        if (digest.hex() != row.getColumn(1).getString()) {
            faults.push_back(
                {"variant", row.getColumn(0).getInt64(), "the network's file changed"});
        }
    }
    return faults;
}

bool hasDigests(SQLite::Database& database) {
    return database.tableExists("row_digest");
}

void append(std::vector<RowFault>& all, std::vector<RowFault> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
}

FileCheck check(SQLite::Database& database) {
    FileCheck found;
    found.pages = pageFaults(database);
    if (!found.pages.empty()) {
        return found;  // rows of damaged pages say nothing more
    }
    for (const std::string& table : tablesOf(database)) {
        if (!hasDigests(database)) {
            const int64_t rows =
                database.execAndGet(fmt::format("SELECT count(*) FROM \"{}\"", table)).getInt64();
            found.count += rows;
            found.unchecked += rows;
            continue;
        }
        const SealReport report = checkSeals(database, table);
        found.count += report.rows;
        found.unchecked += report.unsealed;
        for (const int64_t row : report.changed) {
            found.rows.push_back({table, row, kChanged});
        }
        for (const int64_t row : report.lost) {
            found.rows.push_back({table, row, "gone"});
        }
    }
    append(found.rows, changedNetworks(database));
    append(found.rows, orphans(database));
    return found;
}

[[noreturn]] void rethrow(const SQLite::Exception& e, const std::string& path) {
    const bool busy = e.getErrorCode() == SQLITE_BUSY || e.getErrorCode() == SQLITE_LOCKED;
    throw Error(busy ? ErrorCode::Busy : ErrorCode::CorruptData,
                busy ? "the study is in use by another process" : "the study cannot be read",
                {path, "", e.what()});
}

void bindColumn(SQLite::Statement& to, int at, const SQLite::Column& value) {
    if (value.isNull()) {
        to.bind(at);
    } else if (value.isInteger()) {
        to.bind(at, value.getInt64());
    } else if (value.isFloat()) {
        to.bind(at, value.getDouble());
    } else if (value.isText()) {
        to.bind(at, value.getString());
    } else {
        to.bind(at, value.getBlob(), value.getBytes());
    }
}

/// Copies the rows of a table as far as they can be read; false where they end too early.
bool salvageTable(SQLite::Database& from, SQLite::Database& to, const std::string& table) {
    try {
        SQLite::Statement row(from, fmt::format("SELECT rowid, * FROM \"{0}\" NOT INDEXED", table));
        std::string names = "rowid";
        std::string places = "?";
        for (int i = 1; i < row.getColumnCount(); ++i) {
            names += fmt::format(", \"{}\"", row.getColumnName(i));
            places += ", ?";
        }
        SQLite::Statement insert(
            to, fmt::format("INSERT OR IGNORE INTO \"{}\" ({}) VALUES ({})", table, names, places));
        while (row.executeStep()) {
            for (int i = 0; i < row.getColumnCount(); ++i) {
                bindColumn(insert, i + 1, row.getColumn(i));
            }
            insert.exec();
            insert.reset();
        }
        return true;
    } catch (const SQLite::Exception&) {
        return false;
    }
}

/// Their own table has no rowid, by which the others are copied.
void copyDigests(SQLite::Database& from, SQLite::Database& to, std::vector<std::string>& lost) {
    try {
        SQLite::Statement row(from, "SELECT name, row, digest FROM row_digest");
        while (row.executeStep()) {
            execute(to, "INSERT OR IGNORE INTO row_digest VALUES (?, ?, ?)",
                    row.getColumn(0).getString(), row.getColumn(1).getInt64(),
                    row.getColumn(2).getInt64());
        }
    } catch (const SQLite::Exception& e) {
        lost.push_back(fmt::format("some digests: {}", e.what()));
    }
}

/// A new database with all that can be read of the old one.
void salvage(const std::string& from, const std::string& to, std::vector<std::string>& lost) {
    SQLite::Database source(from, SQLite::OPEN_READONLY);
    const Guard guard(source);
    SQLite::Database made(to, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    made.exec("PRAGMA auto_vacuum = INCREMENTAL");
    const int version = source.execAndGet("PRAGMA user_version").getInt();
    SQLite::Transaction transaction(made);
    for (int step = 0; step < version; ++step) {
        made.exec(schema::kSteps[step]);
    }
    made.exec(fmt::format("PRAGMA application_id = {}", schema::kApplicationId));
    made.exec(fmt::format("PRAGMA user_version = {}", version));
    for (std::string table : tablesOf(made)) {
        made.exec(fmt::format("DELETE FROM \"{}\"", table));
        if (!salvageTable(source, made, table)) {
            lost.push_back(fmt::format(
                "table {}: rows after number {} cannot be read", table,
                made.execAndGet(fmt::format("SELECT ifnull(max(rowid), 0) FROM \"{}\"", table))
                    .getInt64()));
        }
    }
    if (hasDigests(made)) {
        copyDigests(source, made, lost);
    }
    transaction.commit();
}

/// Such a row stays, as it is now: without it nothing else could stay.
bool mayStay(SQLite::Database& database, const RowFault& fault) {
    if (fault.table == "data_set" || fault.table == "meta") {
        return true;
    }
    if (fault.table != "variant") {
        return false;
    }
    const auto changed = changedNetworks(database);
    return std::none_of(changed.begin(), changed.end(),
                        [&](const RowFault& network) { return network.row == fault.row; });
}

std::string wordsOf(const RowFault& fault) {
    return fmt::format("table {}, row {}: {}", fault.table, fault.row, fault.what);
}

/// Takes the faulty rows out, and then what refers to them.
void removeFaults(SQLite::Database& database, std::vector<std::string>& lost) {
    Seals seals(database);
    SQLite::Transaction transaction(database);
    const auto remove = [&](const RowFault& fault) {
        lost.push_back(wordsOf(fault));
        execute(database, fmt::format("DELETE FROM \"{}\" WHERE rowid = ?", fault.table),
                fault.row);
        execute(database, "DELETE FROM row_digest WHERE name = ? AND row = ?", fault.table,
                fault.row);
    };
    for (const RowFault& fault : check(database).rows) {
        if (fault.what == kChanged && mayStay(database, fault)) {
            lost.push_back(wordsOf(fault) + "; kept as it is now");
            execute(database, "DELETE FROM row_digest WHERE name = ? AND row = ?", fault.table,
                    fault.row);
        } else {
            remove(fault);
        }
    }
    for (auto faults = orphans(database); !faults.empty(); faults = orphans(database)) {
        std::for_each(faults.begin(), faults.end(), remove);
    }
    seals.seal();
    transaction.commit();
}

std::string copyOf(const std::string& path) {
    std::string copy = path + ".damaged";
    for (int number = 2; fs::exists(copy); ++number) {
        copy = fmt::format("{}.damaged{}", path, number);
    }
    fs::copy_file(path, copy);
    return copy;
}

}  // namespace

FileCheck checkStudyFile(const std::string& path) {
    try {
        SQLite::Database database(path, SQLite::OPEN_READWRITE);  // a journal is rolled back
        Guard guard(database);
        guard.allow(std::chrono::seconds(3600));
        const SQLite::Transaction transaction(database);
        checkSchema(database, path);
        return check(database);
    } catch (const SQLite::Exception& e) {
        rethrow(e, path);
    }
}

Repair repairStudyFile(const std::string& path) {
    Repair repair;
    try {
        const FileCheck before = checkStudyFile(path);
        repair.copy = copyOf(path);
        if (!before.pages.empty()) {
            const std::string made = path + ".repaired";
            fs::remove(made);
            salvage(path, made, repair.lost);
            fs::rename(made, path);
        }
        SQLite::Database database(path, SQLite::OPEN_READWRITE);
        Guard guard(database);
        guard.allow(std::chrono::seconds(3600));
        if (hasDigests(database)) {
            removeFaults(database, repair.lost);
        }
        return repair;
    } catch (const SQLite::Exception& e) {
        rethrow(e, path);
    } catch (const fs::filesystem_error& e) {
        throw Error(ErrorCode::Io, "the study cannot be repaired", {path, "", e.code().message()});
    }
}

}  // namespace secateur
