#include "core/study/study.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>
#include <mutex>

#include "core/base/error.h"
#include "core/study/schema.h"

namespace secateur {

namespace {

[[noreturn]] void rethrow(const SQLite::Exception& e, const std::string& label) {
    switch (e.getErrorCode()) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw Error(ErrorCode::Busy, "the study is in use by another process",
                        {label, "one process at a time", e.what()});
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            throw Error(ErrorCode::CorruptData, "the study is damaged", {label, "", e.what()});
        case SQLITE_FULL:
            throw Error(ErrorCode::Io, "no room left to write the study", {label, "", e.what()});
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_IOERR:
        case SQLITE_AUTH:
            throw Error(ErrorCode::Io, "the study cannot be written", {label, "", e.what()});
        default:
            throw Error(ErrorCode::Internal, "the study's database refused", {label, "", e.what()});
    }
}

int pragma(SQLite::Database& database, const char* name) {
    return database.execAndGet(fmt::format("PRAGMA {}", name)).getInt();
}

void createTables(SQLite::Database& database) {
    database.exec(schema::kTables);
    database.exec(schema::kTablesSince2);
    database.exec(schema::kTablesSince3);
    database.exec(schema::kTablesSince4);
    database.exec(schema::kTablesSince5);
    database.exec(schema::kTablesSince6);
    database.exec(fmt::format("PRAGMA application_id = {}", schema::kApplicationId));
    database.exec(fmt::format("PRAGMA user_version = {}", schema::kVersion));
}

/// Brings a file of an older version to this one.
void migrate(SQLite::Database& database) {
    if (pragma(database, "user_version") < 2) {
        database.exec(schema::kTablesSince2);
        database.exec("PRAGMA user_version = 2");
    }
    if (pragma(database, "user_version") < 3) {
        database.exec(schema::kTablesSince3);
        database.exec("PRAGMA user_version = 3");
    }
    if (pragma(database, "user_version") < 4) {
        database.exec(schema::kTablesSince4);
        database.exec("PRAGMA user_version = 4");
    }
    if (pragma(database, "user_version") < 5) {
        database.exec(schema::kTablesSince5);
        database.exec("PRAGMA user_version = 5");
    }
    if (pragma(database, "user_version") < 6) {
        database.exec(schema::kTablesSince6);
        database.exec("PRAGMA user_version = 6");
    }
}

void checkIdentity(SQLite::Database& database, const std::string& label) {
    if (pragma(database, "application_id") != schema::kApplicationId) {
        throw Error(ErrorCode::CorruptData, "not a study of Secateur",
                    {label, "", "another SQLite database"});
    }
    const int version = pragma(database, "user_version");
    if (version < 1 || version > schema::kVersion) {
        throw Error(ErrorCode::Unsupported, "the study is of another version of Secateur",
                    {label, fmt::format("1 to {}", schema::kVersion), std::to_string(version)});
    }
    const std::string state = database.execAndGet("PRAGMA quick_check(1)").getString();
    if (state != "ok") {
        throw Error(ErrorCode::CorruptData, "the study is damaged", {label, "", state});
    }
}

}  // namespace

struct Study::Connection {
    explicit Connection(const std::string& path)
        : database(path.empty() ? ":memory:" : path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {
    }

    std::mutex mutex;
    SQLite::Database database;
};

Study::Study(const std::string& path) : m_path(path) {
    if (!path.empty() && std::filesystem::is_directory(path)) {
        throw Error(ErrorCode::Io, "the study is a folder", {path, "a file", "a folder"});
    }
    try {
        m_connection = std::make_unique<Connection>(path);
        SQLite::Database& database = m_connection->database;
        database.exec("PRAGMA locking_mode = EXCLUSIVE");
        database.exec("PRAGMA auto_vacuum = INCREMENTAL");
        database.exec("PRAGMA foreign_keys = ON");
        SQLite::Transaction transaction(database, SQLite::TransactionBehavior::EXCLUSIVE);
        if (database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0) {
            createTables(database);
        } else {
            checkIdentity(database, label());
            migrate(database);
        }
        transaction.commit();
    } catch (const SQLite::Exception& e) {
        rethrow(e, label());
    }
}

Study::~Study() = default;

std::string Study::label() const {
    return m_path.empty() ? "study in memory" : m_path;
}

void Study::transact(const std::function<void(SQLite::Database&)>& body) {
    const std::lock_guard lock(m_connection->mutex);
    try {
        SQLite::Transaction transaction(m_connection->database);
        body(m_connection->database);
        transaction.commit();
    } catch (const SQLite::Exception& e) {
        rethrow(e, label());
    }
}

void Study::copyTo(const std::string& path) {
    if (std::filesystem::exists(path)) {
        throw Error(ErrorCode::InvalidArgument, "there is a file of this name already",
                    {path, "a new name", ""});
    }
    const std::lock_guard lock(m_connection->mutex);
    try {
        SQLite::Statement copy(m_connection->database, "VACUUM INTO ?");
        copy.bind(1, path);
        copy.exec();
    } catch (const SQLite::Exception& e) {
        std::filesystem::remove(path);  // half a copy is none
        rethrow(e, path);
    }
}

}  // namespace secateur
