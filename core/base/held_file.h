#pragma once

#include <string>

namespace secateur {

/// A file that this process holds under POSIX locks, as SQLite does. Closing any other descriptor
/// of it would drop them without a word (fcntl(2)), so openInput refuses such a file while this
/// lives.
class HeldFile {
 public:
    /// Nothing is held where there is no such file.
    explicit HeldFile(const std::string& path);
    ~HeldFile();
    HeldFile(const HeldFile&) = delete;
    HeldFile& operator=(const HeldFile&) = delete;

 private:
    std::string m_file;
};

/// Whether a HeldFile is of this file, whatever path leads to it.
bool isHeld(const std::string& path);

}  // namespace secateur
