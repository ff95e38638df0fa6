#include "core/base/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <limits>
#include <mutex>
#include <set>
#include <string>

#include "core/base/failure.h"
#include "core/base/held_file.h"

namespace secateur {

namespace {

constexpr const char* kTemporaryPrefix = ".secateur-";
constexpr const char* kTemporaryLetters = "XXXXXX";  // as mkostemp wants them

[[noreturn]] void throwSystemError(const std::string& action, const std::string& path, int error) {
    const ErrorCode code =
        error == ENOENT || error == ENOTDIR ? ErrorCode::NotFound : ErrorCode::Io;
    throw Error(code, "cannot " + action, {path, "", std::strerror(error)});
}

/// Writing into a folder that is not there is still "the system refused", not a missing input.
[[noreturn]] void throwWriteError(const std::string& path, int error) {
    throw Error(ErrorCode::Io, "cannot write file", {path, "", std::strerror(error)});
}

[[noreturn]] void throwNotRegular(const std::string& action, const std::string& path) {
    throw Error(ErrorCode::Io, "cannot " + action + " file", {path, "", "not a regular file"});
}

std::string parentFolder(const std::string& path) {
    const size_t slash = path.rfind('/');
    if (slash == std::string::npos) {
        return ".";
    }
    return slash == 0 ? "/" : path.substr(0, slash);
}

bool isTemporaryName(const std::string& name) {
    const std::string prefix = kTemporaryPrefix;
    return name.size() == prefix.size() + std::strlen(kTemporaryLetters) &&
           name.starts_with(prefix) &&
           std::all_of(name.begin() + std::ssize(prefix), name.end(),
                       [](unsigned char c) { return std::isalnum(c) != 0; });
}

/// Removes what processes that were killed have left in `folder`, once a process: a temporary file
/// whose lock can be had has no owner any more. Failures are no matter, it will be tried again.
void removeLeftovers(const std::string& folder) {
    static std::mutex mutex;
    static std::set<std::string> done;
    const std::lock_guard lock(mutex);
    if (!done.insert(folder).second) {
        return;
    }
    std::error_code failure;
    std::filesystem::directory_iterator entry(folder, failure);
    for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
        if (!isTemporaryName(entry->path().filename().string())) {
            continue;
        }
        const std::string path = entry->path().string();
        const FileDescriptor file(
            ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
        struct stat info {};
        if (file.get() >= 0 && ::fstat(file.get(), &info) == 0 && S_ISREG(info.st_mode) &&
            info.st_uid == ::geteuid() && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0) {
            ::unlink(path.c_str());
        }
    }
}

struct TemporaryFile {
    std::string path;
    FileDescriptor file;
};

/// Made and locked in the folder of `target`.
TemporaryFile makeTemporary(const std::string& target) {
    const std::string folder = parentFolder(target);
    removeLeftovers(folder);
    for (;;) {
        std::string path = folder + "/" + kTemporaryPrefix + kTemporaryLetters;
        FileDescriptor file(::mkostemp(path.data(), O_CLOEXEC));
        struct stat info {};
        if (file.get() < 0) {
            throwWriteError(target, errno);
        }
        // Where the file system has no locks there is nothing to wait for either.
        ::flock(file.get(), LOCK_EX);
        if (::fstat(file.get(), &info) != 0) {
            throwWriteError(target, errno);
        }
        if (info.st_nlink > 0) {  // else another process took it for a leftover before the lock
            return {std::move(path), std::move(file)};
        }
    }
}

void writeAll(int fd, const uint8_t* data, size_t size, const std::string& path) {
    while (size > 0) {
        const ssize_t written = ::write(fd, data, size);
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            throwWriteError(path, errno);
        }
        data += written;
        size -= static_cast<size_t>(written);
    }
}

/// mkstemp makes files that only the owner reads; give what open() would have given.
mode_t creationMode(const std::string& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) == 0) {
        return info.st_mode & 0777;
    }
    const mode_t mask = ::umask(022);
    ::umask(mask);
    return 0666 & ~mask;
}

/// The rename is on disk only when the folder is. Some file systems refuse; the data is safe there.
void syncFolder(const std::string& folder) {
    const FileDescriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() >= 0) {
        ::fsync(fd.get());
    }
}

void replaceFile(const std::string& path, const std::function<void(const TemporaryFile&)>& write) {
    std::error_code unknown;
    const auto status = std::filesystem::status(path, unknown);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        // The rename below would put a file where the device or folder was.
        throwNotRegular("write", path);
    }
    const TemporaryFile temporary = makeTemporary(path);
    try {
        write(temporary);
        if (::fchmod(temporary.file.get(), creationMode(path)) != 0 ||
            ::fsync(temporary.file.get()) != 0 ||
            ::rename(temporary.path.c_str(), path.c_str()) != 0) {
            throwWriteError(path, errno);
        }
    } catch (...) {
        ::unlink(temporary.path.c_str());
        throw;
    }
    syncFolder(parentFolder(path));
}

}  // namespace

int FileDescriptor::release() {
    const int fd = m_fd;
    m_fd = -1;
    return fd;
}

int FileDescriptor::close() {
    const int fd = release();
    return fd < 0 ? 0 : ::close(fd);
}

FileDescriptor openInput(const std::string& path, uint64_t* size) {
    struct stat info {};
    if (::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
        throwNotRegular("read", path);
    }
    if (isHeld(path)) {
        throw Error(ErrorCode::Busy, "this program has the file open for itself", {path, "", ""});
    }
    // It may have been replaced since: without O_NONBLOCK a pipe would hold us here.
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0 || ::fstat(file.get(), &info) != 0) {
        throwSystemError("open file", path, errno);
    }
    if (!S_ISREG(info.st_mode)) {
        throwNotRegular("read", path);
    }
    if (size != nullptr) {
        *size = static_cast<uint64_t>(info.st_size);
    }
    return file;
}

std::vector<uint8_t> readFile(const std::string& path, uint64_t most) {
    uint64_t size = 0;
    const FileDescriptor file = openInput(path, &size);
    if (size > most) {
        throw Error(ErrorCode::CorruptData, "the file is far too long",
                    {path, "at most " + std::to_string(most) + " bytes", std::to_string(size)});
    }
    std::vector<uint8_t> bytes;
    try {
        bytes.resize(size);
    } catch (...) {
        rethrowNaming(path);
    }
    size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::read(file.get(), bytes.data() + done, bytes.size() - done);
        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            throwSystemError("read file", path, errno);
        }
        if (count == 0) {
            break;
        }
        done += static_cast<size_t>(count);
    }
    bytes.resize(done);
    return bytes;
}

std::vector<uint8_t> readFileStart(const std::string& path, size_t count) {
    const FileDescriptor file = openInput(path);
    std::vector<uint8_t> bytes(count);
    const ssize_t got = ::pread(file.get(), bytes.data(), count, 0);
    if (got < 0) {
        throwSystemError("read file", path, errno);
    }
    bytes.resize(static_cast<size_t>(got));
    return bytes;
}

void writeFile(const std::string& path, const void* data, size_t size) {
    replaceFile(path, [&](const TemporaryFile& temporary) {
        writeAll(temporary.file.get(), static_cast<const uint8_t*>(data), size, path);
    });
}

void writeFileBy(const std::string& path, const std::function<void(const std::string&)>& write) {
    replaceFile(path, [&](const TemporaryFile& temporary) { write(temporary.path); });
}

int64_t gzipSize(const void* data, size_t size) {
    constexpr int kGzipWindowBits = 15 + 16;
    constexpr int kDefaultMemoryLevel = 8;
    z_stream stream{};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindowBits,
                     kDefaultMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw Error(ErrorCode::Internal, "zlib did not start");
    }
    std::array<Bytef, 65536> discarded;
    const auto* input = static_cast<const Bytef*>(data);
    int64_t total = 0;
    int state = Z_OK;
    do {
        const size_t chunk = std::min<size_t>(size, std::numeric_limits<int32_t>::max());
        stream.next_in = const_cast<Bytef*>(input);
        stream.avail_in = static_cast<uInt>(chunk);
        input += chunk;
        size -= chunk;
        do {
            stream.next_out = discarded.data();
            stream.avail_out = static_cast<uInt>(discarded.size());
            state = deflate(&stream, size == 0 ? Z_FINISH : Z_NO_FLUSH);
            total += static_cast<int64_t>(discarded.size() - stream.avail_out);
        } while (stream.avail_out == 0);
    } while (size > 0);
    deflateEnd(&stream);
    if (state != Z_STREAM_END) {
        throw Error(ErrorCode::Internal, "zlib did not finish");
    }
    return total;
}

}  // namespace secateur
