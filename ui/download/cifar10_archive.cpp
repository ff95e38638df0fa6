#include "ui/download/cifar10_archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <system_error>
#include <vector>

#include "core/base/error.h"
#include "core/base/file.h"
#include "ui/base/translation.h"

namespace secateur {

namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 6> kBatches{"data_batch_1.bin", "data_batch_2.bin",
                                              "data_batch_3.bin", "data_batch_4.bin",
                                              "data_batch_5.bin", "test_batch.bin"};
constexpr const char* kClasses = "batches.meta.txt";

/// A new folder beside the final one; removed with all in it unless it was renamed.
class TemporaryFolder {
 public:
    explicit TemporaryFolder(const fs::path& target) : m_path(target.string() + ".new-XXXXXX") {
        std::error_code code;
        fs::create_directories(target.parent_path(), code);
        if (code || ::mkdtemp(m_path.data()) == nullptr) {
            const std::string reason =
                (code ? code : std::error_code(errno, std::generic_category())).message();
            throw Error(ErrorCode::Io, Text::tr("the folder cannot be made").toStdString(),
                        {target.string(), "", reason});
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
            throw Error(
                ErrorCode::Io, Text::tr("the folder holds other files; move it away").toStdString(),
                {target.string(), Text::tr("no such folder, or an empty one").toStdString(), ""});
        }
        if (code) {
            throw Error(ErrorCode::Io, Text::tr("the folder cannot be renamed").toStdString(),
                        {target.string(), "", code.message()});
        }
    }

 private:
    std::string m_path;
};

class Extraction {
 public:
    Extraction(const std::string& archive, const Cifar10Layout& layout, const RunContext& context)
        : m_archive(archive),
          m_context(context),
          m_total(layout.totalBytes()),
          m_reader(::archive_read_new()) {
        for (const char* name : kBatches) {
            m_sizes[name] = {layout.batchBytes, layout.batchBytes};
        }
        m_sizes[kClasses] = m_sizes["readme.html"] = {0, layout.textBytes};
        ::archive_read_support_filter_gzip(m_reader.get());
        ::archive_read_support_format_tar(m_reader.get());
        check(::archive_read_open_filename(m_reader.get(), archive.c_str(), 1 << 16));
    }

    void into(const fs::path& folder) {
        archive_entry* entry = nullptr;
        while (check(::archive_read_next_header(m_reader.get(), &entry)) != ARCHIVE_EOF) {
            m_context.checkCancelled();
            const char* raw = ::archive_entry_pathname(entry);
            const std::string name = raw == nullptr ? "" : fs::path(raw).filename().string();
            if (m_sizes.contains(name) && ::archive_entry_filetype(entry) == AE_IFREG) {
                take(entry, name, folder);
            }
        }
        for (const auto& [name, size] : m_sizes) {
            if (size.least > 0 || name == kClasses) {
                require(m_taken.contains(name),
                        Text::tr("the archive lacks a file of CIFAR-10").toStdString(), name, "");
            }
        }
    }

 private:
    struct Sizes {
        int64_t least = 0;
        int64_t most = 0;
    };
    struct Release {
        void operator()(archive* reader) const { ::archive_read_free(reader); }
    };

    void require(bool holds, const std::string& message, const std::string& expected,
                 const std::string& got) const {
        if (!holds) {
            throw Error(ErrorCode::CorruptData, message, {m_archive, expected, got});
        }
    }

    int check(int status) const {
        const bool sound = status == ARCHIVE_OK || status == ARCHIVE_EOF || status == ARCHIVE_WARN;
        const char* reason = ::archive_error_string(m_reader.get());
        require(sound, Text::tr("the archive is damaged").toStdString(), "",
                reason != nullptr ? reason : "");
        return status;
    }

    void take(archive_entry* entry, const std::string& name, const fs::path& folder) {
        require(m_taken.insert(name).second,
                Text::tr("the archive holds a file twice").toStdString(), "", name);
        const Sizes allowed = m_sizes[name];
        const int64_t size = ::archive_entry_size(entry);
        require(
            size >= allowed.least && size <= allowed.most,
            Text::tr("the archive holds a file of another size").toStdString(),
            (allowed.least == 0 ? Text::tr("%1 bytes at most") : Text::tr("%1 bytes"))
                .arg(allowed.most)
                .toStdString(),
            Text::tr("%1 of %2 bytes").arg(QString::fromStdString(name)).arg(size).toStdString());
        m_context.report({"unpack " + name, m_done, m_total, "bytes", {}});
        std::vector<char> bytes(static_cast<size_t>(size));
        size_t filled = 0;
        while (filled < bytes.size()) {
            m_context.checkCancelled();
            const la_ssize_t got =
                ::archive_read_data(m_reader.get(), bytes.data() + filled, bytes.size() - filled);
            check(got < 0 ? static_cast<int>(got) : ARCHIVE_OK);
            require(got > 0, Text::tr("the archive ends too early").toStdString(), "", name);
            filled += static_cast<size_t>(got);
        }
        writeFile((folder / name).string(), bytes.data(), bytes.size());
        m_done += allowed.least;
    }

    const std::string m_archive;
    const RunContext& m_context;
    const int64_t m_total;
    std::unique_ptr<archive, Release> m_reader;
    std::map<std::string, Sizes> m_sizes;
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
    return fs::is_regular_file(fs::path(folder) / kClasses, code);
}

std::string extractCifar10(const std::string& archive, const std::string& folder,
                           const RunContext& context, const Cifar10Layout& layout) {
    if (cifar10Complete(folder, layout)) {
        return folder;
    }
    std::error_code code;
    if (!fs::is_regular_file(archive, code)) {
        throw Error(ErrorCode::NotFound, Text::tr("there is no such archive").toStdString(),
                    {archive, "", ""});
    }
    const TemporaryFolder temporary(folder);
    Extraction(archive, layout, context).into(temporary.path());
    context.checkCancelled();
    temporary.renameTo(folder);
    return folder;
}

}  // namespace secateur
