#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace secateur {

/// Reads an SQLite file that another process holds under its exclusive lock, without a lock.
/// Between transactions the file is whole: its journal is absent, or its header is zeroed. A state
/// is taken for whole if that is so before and after it was read, and the file's time, which had
/// stood still for longer than a tick of the file system's clock, stands still until then.
class UnlockedFile {
 public:
    explicit UnlockedFile(std::string path) : m_path(std::move(path)) {}

    /// The whole file if it is another than at the last call, once it rests; nothing where it is
    /// the same, or has not rested within `patience`. Errors: NotFound, Io.
    std::optional<std::vector<uint8_t>> read(std::chrono::milliseconds patience);

 private:
    struct State {
        uint64_t device = 0;
        uint64_t number = 0;
        int64_t size = 0;
        int64_t changedNs = 0;
        bool operator==(const State&) const = default;
    };
    State stateNow() const;
    bool isBeingWritten() const;

    std::string m_path;
    std::optional<State> m_read;
};

}  // namespace secateur
