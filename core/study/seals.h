#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace SQLite {
class Database;
}

namespace secateur {

/// A digest for every row, kept in the table row_digest: SQLite has no checksums, and one bit of a
/// stored figure that changes on the disk would otherwise be believed. It is of all columns up to
/// the last that is not null (later versions may add some), without a variant's model, which has a
/// digest of its own. Rows written before version 6 have none. A deletion must be seen to be
/// sealed: rows are changed by UPDATE or an upsert, never by INSERT OR REPLACE.
class Seals {
 public:
    /// Notes what is written from now on. `database` must outlive this.
    explicit Seals(SQLite::Database& database);
    ~Seals();
    Seals(const Seals&) = delete;
    Seals& operator=(const Seals&) = delete;

    /// At the start of a transaction: forgets what another that was rolled back has noted.
    void begin() {
        m_touched.clear();
        m_written.clear();
    }
    /// Renews the digests of the rows that were written since begin().
    void seal();
    /// The tables that seal() has found since begin().
    const std::set<std::string>& written() const { return m_written; }

 private:
    static void onChange(void* self, int, const char*, const char* table, long long row);

    SQLite::Database& m_database;
    std::set<std::pair<std::string, int64_t>> m_touched;
    std::set<std::string> m_written;
};

/// What the digests say of a table.
struct SealReport {
    int64_t rows = 0;
    int64_t unsealed = 0;          ///< written before there were digests
    std::vector<int64_t> changed;  ///< rows that are not what was written
    std::vector<int64_t> lost;     ///< rows that are gone
};
SealReport checkSeals(SQLite::Database& database, const std::string& table);

}  // namespace secateur
