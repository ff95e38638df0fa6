#pragma once

#include <sqlite3.h>

#include <chrono>
#include <string>

namespace SQLite {
class Database;
}

namespace secateur {

/// What a connection to a file from anybody may do: no views, triggers, virtual tables or other
/// files, no schema that is trusted, bounded sizes, and no statement for longer than a time limit.
class Guard {
 public:
    /// `database` must outlive this. It is for reading what is not known yet: 60 seconds.
    explicit Guard(SQLite::Database& database);
    ~Guard();
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

    /// Before each transaction: what follows may take so long.
    void allow(std::chrono::seconds limit);

 private:
    static int onProgress(void* self);

    SQLite::Database& m_database;
    std::chrono::steady_clock::time_point m_deadline;
};

/// Throws Error(CorruptData) unless the file holds the tables and indices that this program makes
/// for its version, to the letter, and nothing else. Errors: Unsupported (a newer version).
void checkSchema(SQLite::Database& database, const std::string& label);

/// The first fault of the file's pages, its indices or its references, or nothing. Whole files.
std::string firstFault(SQLite::Database& database);

}  // namespace secateur
