#include "core/base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <limits>
#include <string>

#include "core/base/error.h"

namespace secateur {

namespace {

/// Closes a descriptor when the scope is left.
class Descriptor {
 public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return m_fd; }
    int close() {
        const int fd = m_fd;
        m_fd = -1;
        return fd < 0 ? 0 : ::close(fd);
    }

 private:
    int m_fd;
};

[[noreturn]] void throwSystemError(const std::string& action, const std::string& path, int error) {
    const ErrorCode code =
        error == ENOENT || error == ENOTDIR ? ErrorCode::NotFound : ErrorCode::Io;
    throw Error(code, "cannot " + action, {path, "", std::strerror(error)});
}

/// Writing into a folder that is not there is still "the system refused", not a missing input.
[[noreturn]] void throwWriteError(const std::string& path, int error) {
    throw Error(ErrorCode::Io, "cannot write file", {path, "", std::strerror(error)});
}

std::string parentFolder(const std::string& path) {
    const size_t slash = path.rfind('/');
    if (slash == std::string::npos) {
        return ".";
    }
    return slash == 0 ? "/" : path.substr(0, slash);
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

void writeTemporary(int fd, const std::string& path, const void* data, size_t size) {
    Descriptor file(fd);
    writeAll(file.get(), static_cast<const uint8_t*>(data), size, path);
    if (::fchmod(file.get(), creationMode(path)) != 0 || ::fsync(file.get()) != 0) {
        throwWriteError(path, errno);
    }
    if (file.close() != 0) {
        throwWriteError(path, errno);
    }
}

/// The rename is on disk only when the folder is. Some file systems refuse; the data is safe there.
void syncFolder(const std::string& folder) {
    Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() >= 0) {
        ::fsync(fd.get());
    }
}

}  // namespace

std::vector<uint8_t> readFile(const std::string& path) {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat info {};
    if (file.get() < 0 || ::fstat(file.get(), &info) != 0) {
        throwSystemError("open file", path, errno);
    }
    if (!S_ISREG(info.st_mode)) {
        throw Error(ErrorCode::Io, "cannot read file", {path, "", "not a regular file"});
    }
    std::vector<uint8_t> bytes(static_cast<size_t>(info.st_size));
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
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) {
        throwSystemError("open file", path, errno);
    }
    std::vector<uint8_t> bytes(count);
    const ssize_t got = ::pread(file.get(), bytes.data(), count, 0);
    if (got < 0) {
        throwSystemError("read file", path, errno);
    }
    bytes.resize(static_cast<size_t>(got));
    return bytes;
}

void writeFile(const std::string& path, const void* data, size_t size) {
    std::error_code unknown;
    const auto status = std::filesystem::status(path, unknown);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        // The rename below would put a file where the device or folder was.
        throw Error(ErrorCode::Io, "cannot write file", {path, "", "not a regular file"});
    }
    std::string temporary = path + ".XXXXXX";
    const int fd = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (fd < 0) {
        throwWriteError(path, errno);
    }
    try {
        writeTemporary(fd, path, data, size);
        if (::rename(temporary.c_str(), path.c_str()) != 0) {
            throwWriteError(path, errno);
        }
    } catch (...) {
        ::unlink(temporary.c_str());
        throw;
    }
    syncFolder(parentFolder(path));
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
