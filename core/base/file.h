#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace secateur {

/// An open file that is closed when the scope is left.
class FileDescriptor {
 public:
    explicit FileDescriptor(int fd) : m_fd(fd) {}
    ~FileDescriptor() { close(); }
    FileDescriptor(FileDescriptor&& other) noexcept : m_fd(other.release()) {}
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;

    int get() const { return m_fd; }
    /// The caller closes it.
    int release();
    /// What close(2) returns; 0 where there is nothing to close.
    int close();

 private:
    int m_fd;
};

/// The one way to open what somebody gave as input. Only regular files: a pipe would make the
/// program wait for ever, a device has no end. It is looked at before it is opened. `size`, if
/// given, receives the file's bytes. Errors: NotFound, Io (also "not a regular file").
FileDescriptor openInput(const std::string& path, uint64_t* size = nullptr);

/// Whole file; `most`: longer ones are refused before memory is taken. Errors: NotFound, Io,
/// CorruptData (too long).
std::vector<uint8_t> readFile(const std::string& path, uint64_t most = UINT64_MAX);
/// The first `count` bytes, fewer if the file is shorter. Errors: NotFound, Io.
std::vector<uint8_t> readFileStart(const std::string& path, size_t count);
/// Atomically: temporary file in the same folder, fsync, rename. The temporary file, named
/// ".secateur-" and six letters, is locked while its process lives: the first write of a later
/// process into the folder removes those that nobody holds. Errors: Io with the system's reason.
void writeFile(const std::string& path, const void* data, size_t size);
/// The same by what `write` puts into the empty file whose path it is given.
void writeFileBy(const std::string& path, const std::function<void(const std::string&)>& write);
/// What gzip makes of the bytes at its default level (zlib deflate with gzip framing), in bytes.
/// Level 9 takes eight times as long on a pruned network for one per cent.
int64_t gzipSize(const void* data, size_t size);

}  // namespace secateur
