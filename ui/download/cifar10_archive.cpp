#include "ui/download/cifar10_archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>
#include <vector>

#include "core/base/error.h"

namespace secateur {

namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 6> kBatches{"data_batch_1.bin", "data_batch_2.bin",
                                              "data_batch_3.bin", "data_batch_4.bin",
                                              "data_batch_5.bin", "test_batch.bin"};
constexpr std::array<const char*, 2> kTexts{"batches.meta.txt", "readme.html"};
constexpr const char* kRequiredText = kTexts[0];
/// A stranger of more than this is no oversight; unpacking it only to pass over it takes minutes.
constexpr int64_t kLargestStranger = 1 << 20;
constexpr int kMostEntries = 1000;

template <class Names>
bool contains(const Names& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

[[noreturn]] void throwIo(const std::string& what, const fs::path& path, int code) {
    throw Error(ErrorCode::Io, what,
                {path.string(), "", std::error_code(code, std::generic_category()).message()});
}

/// A new folder beside the final one; removed with all in it unless it was renamed.
class TemporaryFolder {
 public:
    explicit TemporaryFolder(const fs::path& target) : m_path(target.string() + ".new-XXXXXX") {
        std::error_code code;
        fs::create_directories(target.parent_path(), code);
        if (code || ::mkdtemp(m_path.data()) == nullptr) {
            throwIo("the folder cannot be made", target, code ? code.value() : errno);
        }
        fs::permissions(m_path, fs::perms(0755), code);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code code;
        fs::remove_all(m_path, code);
    }

    fs::path path() const { return m_path; }

    void renameTo(const fs::path& target) const {
        std::error_code code;
        fs::rename(m_path, target, code);
        if (code == std::errc::directory_not_empty || code == std::errc::file_exists) {
            throw Error(ErrorCode::Io, "the folder holds other files; move it away",
                        {target.string(), "no such folder, or an empty one", ""});
        }
        if (code) {
            throwIo("the folder cannot be renamed", target, code.value());
        }
    }

 private:
    std::string m_path;
};

/// A file written in pieces and flushed to the disk.
class OutputFile {
 public:
    explicit OutputFile(const fs::path& path)
        : m_path(path), m_descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0644)) {
        if (m_descriptor < 0) {
            throwIo("the file cannot be written", path, errno);
        }
    }
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    ~OutputFile() { ::close(m_descriptor); }

    void write(const char* data, size_t size) {
        while (size > 0) {
            const ssize_t written = ::write(m_descriptor, data, size);
            if (written < 0 && errno == EINTR) {
                continue;
            }
            if (written <= 0) {
                throwIo("the file cannot be written", m_path, written < 0 ? errno : ENOSPC);
            }
            data += written;
            size -= static_cast<size_t>(written);
        }
    }

    void flush() {
        if (::fsync(m_descriptor) != 0) {
            throwIo("the file cannot be written", m_path, errno);
        }
    }

 private:
    fs::path m_path;
    int m_descriptor;
};

class Extraction {
 public:
    Extraction(const std::string& archive, const fs::path& into, const Cifar10Layout& layout,
               const RunContext& context)
        : m_archive(archive),
          m_into(into),
          m_layout(layout),
          m_context(context),
          m_reader(::archive_read_new()) {
        ::archive_read_support_filter_gzip(m_reader.get());
        ::archive_read_support_format_tar(m_reader.get());
        check(::archive_read_open_filename(m_reader.get(), archive.c_str(), 1 << 16));
    }

    void run() {
        archive_entry* entry = nullptr;
        int entries = 0;
        for (int status = nextHeader(&entry); status != ARCHIVE_EOF; status = nextHeader(&entry)) {
            if (++entries > kMostEntries) {
                refuse("the archive holds too many files", "", std::to_string(entries));
            }
            take(entry);
        }
        for (const char* name : kBatches) {
            requireFile(name);
        }
        requireFile(kRequiredText);
    }

 private:
    struct Release {
        void operator()(archive* reader) const { ::archive_read_free(reader); }
    };

    [[noreturn]] void refuse(const std::string& message, const std::string& expected,
                             const std::string& got) const {
        throw Error(ErrorCode::CorruptData, message, {m_archive, expected, got});
    }

    void requireFile(const std::string& name) const {
        if (!m_taken.contains(name)) {
            refuse("the archive lacks a file of CIFAR-10", name, "");
        }
    }

    int check(int status) const {
        if (status == ARCHIVE_OK || status == ARCHIVE_EOF || status == ARCHIVE_WARN) {
            return status;
        }
        const char* reason = ::archive_error_string(m_reader.get());
        refuse("the archive is damaged", "", reason != nullptr ? reason : "no reason given");
    }

    int nextHeader(archive_entry** entry) const {
        m_context.checkCancelled();
        return check(::archive_read_next_header(m_reader.get(), entry));
    }

    void take(archive_entry* entry) {
        const char* raw = ::archive_entry_pathname(entry);
        if (raw == nullptr) {
            refuse("the archive holds a name that cannot be read", "", "");
        }
        const fs::path path(raw);
        if (path.is_absolute() || contains(path, "..")) {
            refuse("the archive holds a name that leads out of the folder",
                   "cifar-10-batches-bin/...", raw);
        }
        const auto type = ::archive_entry_filetype(entry);
        const std::string name = path.filename().string();
        const bool batch = contains(kBatches, name);
        if (!batch && !contains(kTexts, name)) {
            passOver(entry, raw);
        } else if (type != AE_IFREG || ::archive_entry_hardlink(entry) != nullptr) {
            refuse("the archive holds something that is not a plain file", "a plain file", raw);
        } else if (!m_taken.insert(name).second) {
            refuse("the archive holds a file twice", "", name);
        } else {
            checkSize(entry, name, batch);
            copy(name, ::archive_entry_size(entry));
        }
    }

    void passOver(archive_entry* entry, const char* name) const {
        if (::archive_entry_filetype(entry) != AE_IFDIR) {
            if (::archive_entry_size(entry) > kLargestStranger) {
                refuse("the archive holds a large file that is not of CIFAR-10", "", name);
            }
            m_context.say(fmt::format("{}: {} passed over", m_archive, name));
        }
    }

    void checkSize(archive_entry* entry, const std::string& name, bool batch) const {
        const int64_t size = ::archive_entry_size(entry);
        if (batch && size != m_layout.batchBytes) {
            refuse("the archive holds a batch of another size",
                   fmt::format("{} bytes", m_layout.batchBytes),
                   fmt::format("{} of {} bytes", name, size));
        }
        if (!batch && size > m_layout.textBytes) {
            refuse("the archive holds a text of another size",
                   fmt::format("at most {} bytes", m_layout.textBytes),
                   fmt::format("{} of {} bytes", name, size));
        }
    }

    void copy(const std::string& name, int64_t size) {
        OutputFile out(m_into / name);
        std::vector<char> buffer(1 << 18);
        int64_t copied = 0;
        while (copied < size) {
            m_context.checkCancelled();
            m_context.report({"unpack " + name,
                              std::min(m_done, m_layout.totalBytes()),
                              m_layout.totalBytes(),
                              "bytes",
                              {}});
            const la_ssize_t got =
                ::archive_read_data(m_reader.get(), buffer.data(), buffer.size());
            if (got <= 0) {
                check(got < 0 ? static_cast<int>(got) : ARCHIVE_OK);
                refuse("the archive ends too early", fmt::format("{} bytes of {}", size, name),
                       fmt::format("{} bytes", copied));
            }
            out.write(buffer.data(), static_cast<size_t>(got));
            copied += got;
            m_done += got;
        }
        out.flush();
    }

    const std::string m_archive;
    const fs::path m_into;
    const Cifar10Layout m_layout;
    const RunContext& m_context;
    std::unique_ptr<archive, Release> m_reader;
    std::set<std::string> m_taken;
    int64_t m_done = 0;
};

}  // namespace

bool cifar10Complete(const std::string& folder, const Cifar10Layout& layout) {
    std::error_code code;
    for (const char* name : kBatches) {
        const uintmax_t size = fs::file_size(fs::path(folder) / name, code);
        if (code || size != static_cast<uintmax_t>(layout.batchBytes)) {
            return false;
        }
    }
    return fs::is_regular_file(fs::path(folder) / kRequiredText, code);
}

std::string extractCifar10(const std::string& archive, const std::string& folder,
                           const RunContext& context, const Cifar10Layout& layout) {
    if (cifar10Complete(folder, layout)) {
        return folder;
    }
    std::error_code code;
    if (!fs::is_regular_file(archive, code)) {
        throw Error(ErrorCode::NotFound, "there is no such archive", {archive, "", ""});
    }
    const TemporaryFolder temporary(folder);
    Extraction(archive, temporary.path(), layout, context).run();
    context.checkCancelled();
    temporary.renameTo(folder);
    return folder;
}

}  // namespace secateur
