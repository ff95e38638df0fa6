#include "core/study/study.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <mutex>
#include <set>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/held_file.h"
#include "core/study/guard.h"
#include "core/study/rows.h"
#include "core/study/schema.h"
#include "core/study/seals.h"
#include "core/study/unlocked_file.h"

namespace secateur {

namespace {

constexpr std::chrono::seconds kOpening{60};
constexpr std::chrono::seconds kTransaction{600};
constexpr std::chrono::seconds kFirstLook{10};  // at a study that another process writes
constexpr std::chrono::seconds kLaterLook{1};

[[noreturn]] void rethrow(const SQLite::Exception& e, const std::string& label, bool opening) {
    switch (e.getErrorCode()) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw Error(ErrorCode::Busy, "the study is in use by another process",
                        {label, "one process at a time", e.what()});
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_FORMAT:
            throw Error(ErrorCode::CorruptData, "the study is damaged", {label, "", e.what()});
        case SQLITE_INTERRUPT:
            throw Error(
                ErrorCode::CorruptData, "the study takes too long to read",
                {label, fmt::format("at most {} s", (opening ? kOpening : kTransaction).count()),
                 ""});
        case SQLITE_TOOBIG:
            throw Error(ErrorCode::Unsupported, "this is too large for a study",
                        {label, "", e.what()});
        case SQLITE_FULL:
            throw Error(ErrorCode::Io, "no room left to write the study", {label, "", e.what()});
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_IOERR:
            throw Error(ErrorCode::Io, "the study cannot be written", {label, "", e.what()});
        default:
            throw Error(opening ? ErrorCode::CorruptData : ErrorCode::Internal,
                        "the study's database refused", {label, "", e.what()});
    }
}

/// Brings a new file, or one of an older version, to this one.
void migrate(SQLite::Database& database) {
    for (int version = database.execAndGet("PRAGMA user_version").getInt();
         version < schema::kVersion; ++version) {
        database.exec(schema::kSteps[version]);
    }
    database.exec(fmt::format("PRAGMA application_id = {}", schema::kApplicationId));
    database.exec(fmt::format("PRAGMA user_version = {}", schema::kVersion));
}

/// What tells a file from another that has taken its name.
std::optional<std::pair<dev_t, ino_t>> fileAt(const std::string& path) {
    struct stat about {};
    return ::stat(path.c_str(), &about) == 0 ? std::optional(std::pair(about.st_dev, about.st_ino))
                                             : std::nullopt;
}

void requireFile(const std::string& path) {
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        throw Error(ErrorCode::Io, "the study is not a file",
                    {path, "a file", std::filesystem::is_directory(status) ? "a folder" : "none"});
    }
}

/// There, but not to be written: the file itself, or the folder that its journal would be in.
bool writeProtected(const std::string& path) {
    const std::string folder = std::filesystem::path(path).parent_path().string();
    return ::access(path.c_str(), R_OK) == 0 &&
           (::access(path.c_str(), W_OK) != 0 ||
            ::access(folder.empty() ? "." : folder.c_str(), W_OK) != 0);
}

}  // namespace

/// A database with what belongs to it.
struct Study::Store {
    explicit Store(const std::string& path)
        : database(path.empty() ? ":memory:" : path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE),
          guard(database),
          seals(database) {
        database.exec("PRAGMA locking_mode = EXCLUSIVE");
        if (database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0) {
            database.exec("PRAGMA auto_vacuum = INCREMENTAL");  // writes to a file that has tables
        }
        database.exec("PRAGMA foreign_keys = ON");
    }

    bool isOlder() {
        const int version = database.execAndGet("PRAGMA user_version").getInt();
        return version > 0 && version < schema::kVersion;
    }
    void copyFrom(SQLite::Database& other) { SQLite::Backup(database, other).executeStep(); }

    SQLite::Database database;
    Guard guard;
    Seals seals;
};

struct Study::Connection {
    explicit Connection(const std::string& path) : store(std::make_unique<Store>(path)) {
        if (store->isOlder()) {
            // Taken here, the lock stays: nobody else changes the file meanwhile.
            SQLite::Transaction(store->database, SQLite::TransactionBehavior::EXCLUSIVE).commit();
            older = std::move(store);
            store = std::make_unique<Store>("");
            store->copyFrom(older->database);
        }
    }

    std::mutex mutex;
    std::unique_ptr<Store> store;
    std::unique_ptr<Store> older;  ///< the file as it was found, until something is written
    std::optional<std::pair<dev_t, ino_t>> file;
    std::optional<HeldFile> held;
    std::optional<UnlockedFile> followed;
    std::set<std::string> sound;             ///< tables whose digests were looked at
    std::map<std::string, int64_t> changes;  ///< transactions that have written to a table
};

Study::Study(const std::string& path) : m_path(path) {
    if (!path.empty()) {
        requireFile(path);
        m_readOnly = writeProtected(path);
    }
    try {
        m_connection = std::make_unique<Connection>(m_readOnly ? "" : path);
        if (m_readOnly) {
            SQLite::Database source(path, SQLite::OPEN_READONLY);
            const Guard guard(source);
            m_connection->store->copyFrom(source);
        }
        open(*m_connection->store);
    } catch (const SQLite::Exception& e) {
        rethrow(e, label(), true);
    }
    if (!m_readOnly && !path.empty()) {
        m_connection->file = fileAt(path);
        m_connection->held.emplace(path);
    }
}

Study::Study(const std::string& path, Followed)
    : m_path(path), m_readOnly(true), m_following(true) {
    requireFile(path);
    UnlockedFile file(path);
    const std::optional<std::vector<uint8_t>> bytes = file.read(kFirstLook);
    if (!bytes) {
        throw Error(ErrorCode::Busy, "another process writes the study without a pause",
                    {path, fmt::format("a pause within {} s", kFirstLook.count()), ""});
    }
    m_connection = std::make_unique<Connection>("");
    m_connection->store = storeOf(*bytes);
    m_connection->followed = std::move(file);
}

std::shared_ptr<Study> Study::follow(const std::string& path) {
    return std::shared_ptr<Study>(new Study(path, Followed{}));
}

bool Study::catchUp() {
    if (!m_following) {
        return false;
    }
    Connection& c = *m_connection;
    const std::lock_guard lock(c.mutex);
    const auto bytes = c.followed->read(kLaterLook);
    if (!bytes) {
        return false;
    }
    c.store = storeOf(*bytes);
    c.sound.clear();
    SQLite::Statement table(c.store->database, "SELECT name FROM sqlite_master");
    while (table.executeStep()) {
        ++c.changes[table.getColumn(0).getString()];
    }
    return true;
}

/// A copy in memory, checked as any other study.
std::unique_ptr<Study::Store> Study::storeOf(const std::vector<uint8_t>& file) {
    try {
        SQLite::Database source(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        const auto size = static_cast<sqlite3_int64>(file.size());
        // SQLite does not write to it.
        sqlite3_deserialize(source.getHandle(), "main", const_cast<uint8_t*>(file.data()), size,
                            size, SQLITE_DESERIALIZE_READONLY);
        const Guard guard(source);
        auto store = std::make_unique<Store>("");
        store->copyFrom(source);
        open(*store);
        return store;
    } catch (const SQLite::Exception& e) {
        rethrow(e, label(), true);
    }
}

void Study::open(Store& store) {
    SQLite::Database& database = store.database;
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::EXCLUSIVE);
    if (database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() != 0) {
        checkSchema(database, label());
        if (const std::string fault = firstFault(database); !fault.empty()) {
            throw Error(ErrorCode::CorruptData, "the study is damaged", {label(), "", fault});
        }
    }
    migrate(database);
    store.seals.seal();
    SQLite::Statement row(database, "SELECT value FROM meta WHERE name = 'identity'");
    m_identity = row.executeStep() ? row.getColumn(0).getString() : "";
    if (m_identity.size() != 32) {
        throw Error(ErrorCode::CorruptData, "the study is damaged",
                    {label() + ", table meta", "an identity", ""});
    }
    row.reset();
    transaction.commit();
}

Study::~Study() = default;

std::string Study::label() const {
    return m_path.empty() ? "study in memory" : m_path;
}

void Study::transact(const std::function<void(SQLite::Database&)>& body) {
    const std::lock_guard lock(m_connection->mutex);
    Connection& c = *m_connection;
    Store& store = *c.store;
    store.guard.allow(kTransaction);
    store.seals.begin();
    std::set<std::string> written;
    try {
        SQLite::Transaction transaction(store.database);
        body(store.database);
        store.seals.seal();
        written = store.seals.written();
        if (!written.empty() && m_following) {
            throw Error(ErrorCode::Busy, "another process writes this study; here it is only read",
                        {m_path, "", ""});
        }
        if (!written.empty() && c.file && fileAt(m_path) != c.file) {
            throw Error(ErrorCode::Io, "the study was deleted or replaced while it was in use",
                        {m_path, "", ""});
        }
        transaction.commit();
        if (!written.empty() && c.older) {
            c.older->guard.allow(kTransaction);
            c.older->copyFrom(store.database);
            c.store = std::move(c.older);
        }
    } catch (const SQLite::Exception& e) {
        rethrow(e, label(), false);
    }
    for (const std::string& table : written) {
        ++c.changes[table];
    }
}

void Study::requireSound(SQLite::Database& database, const std::string& table) {
    Connection& c = *m_connection;
    if (m_path.empty() || c.sound.contains(table)) {
        return;
    }
    c.store->seals.seal();  // of what this transaction has written itself
    const SealReport report = checkSeals(database, table);
    if (!report.changed.empty()) {
        throw Error(ErrorCode::CorruptData, "the study is damaged",
                    {fmt::format("{}, table {}, row {}", label(), table, report.changed.front()),
                     "the digest that it was written with", "another"});
    }
    c.sound.insert(table);
}

int64_t Study::changes(std::initializer_list<const char*> tables) const {
    const std::lock_guard lock(m_connection->mutex);
    int64_t sum = 0;
    for (const char* table : tables) {
        const auto found = m_connection->changes.find(table);
        sum += found == m_connection->changes.end() ? 0 : found->second;
    }
    return sum;
}

void Study::copyTo(const std::string& path) {
    if (std::filesystem::exists(path)) {
        throw Error(ErrorCode::InvalidArgument, "there is a file of this name already",
                    {path, "a new name", ""});
    }
    const std::lock_guard lock(m_connection->mutex);
    m_connection->store->guard.allow(kTransaction);
    try {
        writeFileBy(path, [&](const std::string& unfinished) {
            execute(m_connection->store->database, "VACUUM INTO ?", unfinished);
        });
    } catch (const SQLite::Exception& e) {
        rethrow(e, path, false);
    }
}

}  // namespace secateur
