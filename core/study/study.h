#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace secateur {

/// One SQLite database with everything that was made and measured: networks (variant.h), data and
/// measurements (measurements.h), trainings under way (training_store.h). The functions of those
/// headers commit before they return, so a process that is killed loses nothing it has delivered.
///
/// One process at a time writes it: that one holds SQLite's exclusive lock, which the operating
/// system releases when the process ends, however it ends. Others may look on (follow). Any thread
/// may use an open study.
///
/// A study is a file that anybody may have written. When it is opened its schema must be this
/// program's to the letter, its pages and references sound (guard.h); its rows are read through
/// Rows, which checks every value, and compared with the digests that they were written with
/// (seals.h).
class Study {
 public:
    /// Opens `path`, or makes it where there is none; empty: in memory, for this process only. A
    /// study of an older program is migrated in memory, and its file with the first transaction
    /// that writes, wholly or not at all: looking at it changes nothing. One that may be read but
    /// not written is copied into memory for good: readOnly().
    /// Errors: Busy (another process has it open), CorruptData (not a study, or a damaged one),
    /// Unsupported (written by a newer program), Io (cannot be made, read or written).
    explicit Study(const std::string& path = {});
    /// The study that another process holds, as it is now, for reading: a copy in memory, taken
    /// without a lock (UnlockedFile), of which every writing transaction is refused. Errors: Busy
    /// (it is being written all the time), NotFound, and as above.
    static std::shared_ptr<Study> follow(const std::string& path);
    ~Study();
    Study(const Study&) = delete;
    Study& operator=(const Study&) = delete;

    /// Empty for a study in memory.
    const std::string& path() const { return m_path; }
    /// 32 hexadecimal digits that no other study has, given when it was made; a copy has the same.
    const std::string& identity() const { return m_identity; }
    /// The path, or "study in memory", for messages.
    std::string label() const;

    /// The file cannot be written: what is added is kept in memory and lost with this object.
    bool readOnly() const { return m_readOnly; }
    /// Another process writes it, this object shows what that one has written: follow().
    bool following() const { return m_following; }
    /// Of a study that is followed: takes what was written since; false where nothing was, or the
    /// other process is just writing. Errors: NotFound (the file is gone), as when it is opened;
    /// what was read before stays.
    bool catchUp();

    /// Runs `body` as one transaction that is committed at its end and rolled back by an exception.
    /// Not reentrant. SQLite's exceptions become Error: Busy (also where a study that is followed
    /// is written), CorruptData (also what takes longer than ten minutes), Io (full disk,
    /// permission, the file is no longer there), else Internal.
    void transact(const std::function<void(SQLite::Database&)>& body);
    /// Within a transaction, before `table` is read: Error(CorruptData) with the first row that is
    /// not what was written. Looks once.
    void requireSound(SQLite::Database& database, const std::string& table);
    /// How many transactions have written to these tables since the study was opened: what was
    /// read from them stands while the number does.
    int64_t changes(std::initializer_list<const char*> tables) const;

    /// Writes all that is committed into a new file. Errors: InvalidArgument (the file exists), Io.
    void copyTo(const std::string& path);

 private:
    struct Store;
    struct Connection;
    struct Followed {};
    Study(const std::string& path, Followed);
    void open(Store& store);
    std::unique_ptr<Store> storeOf(const std::vector<uint8_t>& file);

    std::string m_path;
    std::string m_identity;
    bool m_readOnly = false;
    bool m_following = false;
    std::unique_ptr<Connection> m_connection;
};

}  // namespace secateur
