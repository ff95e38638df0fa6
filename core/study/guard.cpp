#include "core/study/guard.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <map>
#include <string_view>
#include <utility>

#include "core/base/error.h"
#include "core/study/schema.h"

namespace secateur {

namespace {

constexpr int kInstructions = 20'000;  // of SQLite's machine between two looks at the clock

/// None of our statements does what is refused here.
int authorize(void*, int action, const char* first, const char*, const char*, const char* inner) {
    if (inner != nullptr) {
        return SQLITE_DENY;  // a trigger or a view is at work
    }
    switch (action) {
        case SQLITE_CREATE_TRIGGER:
        case SQLITE_CREATE_TEMP_TRIGGER:
        case SQLITE_CREATE_VIEW:
        case SQLITE_CREATE_TEMP_VIEW:
        case SQLITE_CREATE_VTABLE:
        case SQLITE_CREATE_TEMP_TABLE:
        case SQLITE_DETACH:
            return SQLITE_DENY;
        case SQLITE_FUNCTION:
            return first != nullptr && std::string_view(first) == "load_extension" ? SQLITE_DENY
                                                                                   : SQLITE_OK;
        default:
            return SQLITE_OK;
    }
}

/// Type and name to text, of everything that was made by a CREATE statement. Blanks do not count.
std::map<std::pair<std::string, std::string>, std::string> schemaOf(SQLite::Database& database) {
    std::map<std::pair<std::string, std::string>, std::string> schema;
    SQLite::Statement row(database,
                          "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL");
    while (row.executeStep()) {
        std::string text;
        for (const char c : row.getColumn(2).getString()) {
            if (c != ' ' && c != '\n') {
                text += c;
            }
        }
        schema[{row.getColumn(0).getString(), row.getColumn(1).getString()}] = std::move(text);
    }
    return schema;
}

std::string firstText(SQLite::Database& database, const char* sql) {
    SQLite::Statement row(database, sql);
    return row.executeStep() ? row.getColumn(0).getString() : std::string();
}

}  // namespace

Guard::Guard(SQLite::Database& database) : m_database(database) {
    sqlite3* handle = database.getHandle();
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, 100'000);
    sqlite3_limit(handle, SQLITE_LIMIT_COLUMN, 100);
    sqlite3_limit(handle, SQLITE_LIMIT_EXPR_DEPTH, 100);
    sqlite3_limit(handle, SQLITE_LIMIT_COMPOUND_SELECT, 10);
    sqlite3_limit(handle, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 1);  // VACUUM INTO
    sqlite3_set_authorizer(handle, authorize, nullptr);
    sqlite3_progress_handler(handle, kInstructions, onProgress, this);
    allow(std::chrono::seconds(60));
    database.exec("PRAGMA cell_size_check = ON");
    database.exec("PRAGMA mmap_size = 0");
}

Guard::~Guard() {
    sqlite3_progress_handler(m_database.getHandle(), 0, nullptr, nullptr);
}

void Guard::allow(std::chrono::seconds limit) {
    m_deadline = std::chrono::steady_clock::now() + limit;
}

int Guard::onProgress(void* self) {
    return std::chrono::steady_clock::now() > static_cast<Guard*>(self)->m_deadline ? 1 : 0;
}

void checkSchema(SQLite::Database& database, const std::string& label) {
    if (database.execAndGet("PRAGMA application_id").getInt() != schema::kApplicationId) {
        throw Error(ErrorCode::CorruptData, "not a study of Secateur",
                    {label, "", "another SQLite database"});
    }
    const int version = database.execAndGet("PRAGMA user_version").getInt();
    if (version > schema::kVersion) {
        throw Error(ErrorCode::Unsupported,
                    "a newer version of Secateur wrote this study: it opens it, this one does not",
                    {label, fmt::format("at most {}", schema::kVersion), std::to_string(version)});
    }
    if (version < 1) {
        throw Error(ErrorCode::CorruptData, "the study is damaged",
                    {label, "a version", std::to_string(version)});
    }
    SQLite::Database made(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    for (int step = 0; step < version; ++step) {
        made.exec(schema::kSteps[step]);
    }
    const auto expected = schemaOf(made);
    const auto found = schemaOf(database);
    for (const auto& [key, text] : found) {
        const auto known = expected.find(key);
        if (known == expected.end() || known->second != text) {
            throw Error(ErrorCode::CorruptData, "the study has a schema that is not Secateur's",
                        {label, "", key.first + " " + key.second});
        }
    }
    for (const auto& [key, text] : expected) {
        if (!found.contains(key)) {
            throw Error(ErrorCode::CorruptData, "the study is damaged",
                        {label, key.first + " " + key.second, "none"});
        }
    }
}

std::string firstFault(SQLite::Database& database) {
    std::string state = firstText(database, "PRAGMA integrity_check(1)");
    if (state != "ok") {
        return state;
    }
    SQLite::Statement row(database, "PRAGMA foreign_key_check");
    return row.executeStep()
               ? fmt::format("table {}, row {}: there is no such {}", row.getColumn(0).getString(),
                             row.getColumn(1).getString(), row.getColumn(2).getString())
               : std::string();
}

}  // namespace secateur
