#include "core/data/image_cache.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>

#include "core/base/error.h"

namespace secateur {

namespace {

std::mutex limitsMutex;
ImageCacheLimits limits;
/// What all caches hold.
std::atomic<int64_t> memoryUsed{0};
std::atomic<int64_t> fileUsed{0};

/// Takes `bytes` of what is left below `limit`.
bool take(std::atomic<int64_t>& used, int64_t bytes, int64_t limit) {
    if (used.fetch_add(bytes) + bytes <= limit) {
        return true;
    }
    used.fetch_sub(bytes);
    return false;
}

/// Of /tmp a system may make memory.
std::string cacheFolder() {
    const char* chosen = std::getenv("TMPDIR");
    return chosen != nullptr && *chosen != '\0' ? chosen : "/var/tmp";
}

/// Of a file without a name, gone when it is closed.
int openUnnamed(const std::string& folder) {
    const int made = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (made >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT)) {
        return made;
    }
    std::string name = folder + "/secateur-images-XXXXXX";
    const int named = mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) {
        unlink(name.c_str());
    }
    return named;
}

void checkFile(int64_t bytes) {
    const std::string folder = cacheFolder();
    const int file = openUnnamed(folder);
    if (file < 0) {
        throw Error(ErrorCode::Io, "no file of decoded images can be made",
                    {folder, "a folder to write to; TMPDIR names another", std::strerror(errno)});
    }
    struct statvfs room {};
    const bool known = fstatvfs(file, &room) == 0;
    close(file);
    const auto left = static_cast<int64_t>(room.f_bavail * room.f_frsize);
    if (known && left < bytes) {
        throw Error(ErrorCode::Io, "the disk has no room for the file of decoded images",
                    {folder, fmt::format("{} MB; TMPDIR names another folder", bytes / 1'000'000),
                     fmt::format("{} MB", left / 1'000'000)});
    }
}

}  // namespace

void setImageCacheLimits(const ImageCacheLimits& asked) {
    if (asked.memory < 0 || asked.file < 0) {
        throw Error(ErrorCode::InvalidArgument, "no less than nothing can be kept of the images",
                    {"", "0 bytes or more", std::to_string(std::min(asked.memory, asked.file))});
    }
    if (asked.file > 0) {
        checkFile(asked.file - fileUsed);
    }
    const std::scoped_lock lock(limitsMutex);
    limits = asked;
}

ImageCacheLimits imageCacheLimits() {
    const std::scoped_lock lock(limitsMutex);
    return limits;
}

/// Places in the order of arrival. Not written to once a write has failed: the disk is full.
class ImageCache::File {
 public:
    File(int64_t images, size_t imageBytes, int64_t limit)
        : m_imageBytes(imageBytes),
          m_limit(limit),
          m_file(openUnnamed(cacheFolder())),
          m_full(m_file < 0),
          m_places(static_cast<size_t>(images)) {}
    ~File() {
        if (m_file >= 0) {
            close(m_file);
        }
        fileUsed -= m_next * static_cast<int64_t>(m_imageBytes);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    bool holds(size_t index) const { return m_places[index] > 0; }

    bool find(size_t index, uint8_t* out) const {
        const int64_t place = m_places[index].load(std::memory_order_acquire);
        return place > 0 && pread(m_file, out, m_imageBytes, offsetOf(place)) == size();
    }

    /// False: there is no room, or there was none.
    bool keep(size_t index, const uint8_t* pixels) {
        if (m_full || !take(fileUsed, size(), m_limit)) {
            return false;
        }
        const int64_t place = ++m_next;
        if (pwrite(m_file, pixels, m_imageBytes, offsetOf(place)) != size()) {
            m_full = true;
            return false;
        }
        m_places[index].store(place, std::memory_order_release);
        return true;
    }

 private:
    int64_t size() const { return static_cast<int64_t>(m_imageBytes); }
    int64_t offsetOf(int64_t place) const { return (place - 1) * size(); }

    const size_t m_imageBytes;
    const int64_t m_limit;
    const int m_file;
    std::atomic<bool> m_full;
    std::atomic<int64_t> m_next{0};
    std::vector<std::atomic<int64_t>> m_places;  ///< from 1 on; 0: missing
};

ImageCache::ImageCache(int64_t images, int64_t imageBytes)
    : m_imageBytes(static_cast<size_t>(imageBytes)),
      m_kept(static_cast<size_t>(images)),
      m_claimed(static_cast<size_t>(images)) {
    if (const int64_t limit = imageCacheLimits().file; limit > 0) {
        m_file = std::make_unique<File>(images, m_imageBytes, limit);
    }
}

ImageCache::~ImageCache() {
    for (const std::atomic<uint8_t*>& kept : m_kept) {
        if (kept != nullptr) {
            delete[] kept.load();
            memoryUsed -= static_cast<int64_t>(m_imageBytes);
        }
    }
}

bool ImageCache::holds(int64_t index) const {
    const auto k = static_cast<size_t>(index);
    return m_kept[k] != nullptr || (m_file && m_file->holds(k));
}

bool ImageCache::find(int64_t index, uint8_t* out) const {
    const auto k = static_cast<size_t>(index);
    if (const uint8_t* pixels = m_kept[k].load(std::memory_order_acquire)) {
        std::memcpy(out, pixels, m_imageBytes);
        return true;
    }
    return m_file && m_file->find(k, out);
}

void ImageCache::keep(int64_t index, const uint8_t* pixels) {
    const auto k = static_cast<size_t>(index);
    bool claimed = false;
    if (m_claimed[k].compare_exchange_strong(claimed, true) && !keepInMemory(k, pixels) &&
        !(m_file && m_file->keep(k, pixels))) {
        m_claimed[k] = false;  // there may be room later: other sets share the limits
    }
}

bool ImageCache::keepInMemory(size_t index, const uint8_t* pixels) {
    if (!take(memoryUsed, static_cast<int64_t>(m_imageBytes), imageCacheLimits().memory)) {
        return false;
    }
    auto copy = std::make_unique_for_overwrite<uint8_t[]>(m_imageBytes);
    std::memcpy(copy.get(), pixels, m_imageBytes);
    m_kept[index].store(copy.release(), std::memory_order_release);
    return true;
}

}  // namespace secateur
