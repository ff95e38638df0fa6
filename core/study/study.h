#pragma once

#include <functional>
#include <memory>
#include <string>

namespace SQLite {
class Database;
}

namespace secateur {

/// One SQLite database with everything that was made and measured: networks (variant.h), data and
/// measurements (measurements.h), trainings under way (training_store.h). The functions of those
/// headers commit before they return, so a process that is killed loses nothing it has delivered.
///
/// One process at a time: an open study holds SQLite's exclusive lock, which the operating system
/// releases when the process ends, however it ends. Any thread may use an open study.
class Study {
 public:
    /// Opens `path`, or makes it where there is none; empty: in memory, for this process only. A
    /// study of an older program is migrated in place, wholly or not at all.
    /// Errors: Busy (another process has it open), CorruptData (not a study, or a damaged one),
    /// Unsupported (written by a newer program), Io (cannot be made, read or written).
    explicit Study(const std::string& path = {});
    ~Study();
    Study(const Study&) = delete;
    Study& operator=(const Study&) = delete;

    /// Empty for a study in memory.
    const std::string& path() const { return m_path; }
    /// The path, or "study in memory", for messages.
    std::string label() const;

    /// Runs `body` as one transaction that is committed at its end and rolled back by an exception.
    /// Not reentrant. SQLite's exceptions become Error: Busy, CorruptData, Io (full disk,
    /// permission), else Internal.
    void transact(const std::function<void(SQLite::Database&)>& body);

    /// Writes all that is committed into a new file. Errors: InvalidArgument (the file exists), Io.
    void copyTo(const std::string& path);

 private:
    struct Connection;

    std::string m_path;
    std::unique_ptr<Connection> m_connection;
};

}  // namespace secateur
