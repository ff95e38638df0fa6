#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace secateur {

/// How much of the decoded images this process keeps, all data sets together, in bytes.
struct ImageCacheLimits {
    int64_t memory = 256'000'000;
    int64_t file = 0;  ///< of a file in $TMPDIR, else /var/tmp, that is gone with the data set
    bool operator==(const ImageCacheLimits&) const = default;
};

/// Of this process, from now on; a file is made for data sets that are opened from now on.
/// Errors: InvalidArgument (negative), Io where the file cannot be made, or its disk has less room.
void setImageCacheLimits(const ImageCacheLimits& limits);
ImageCacheLimits imageCacheLimits();

/// Decoded images of one size: kept in memory while the limit allows, then in the file, then not.
/// What was kept stays: the order in which a set is read again and again makes every other rule
/// drop an image just before it is wanted. Any thread.
class ImageCache {
 public:
    ImageCache(int64_t images, int64_t imageBytes);
    ~ImageCache();
    ImageCache(const ImageCache&) = delete;
    ImageCache& operator=(const ImageCache&) = delete;

    bool holds(int64_t index) const;
    /// Copies image `index` into `out`; false if it is not kept (or no longer readable).
    bool find(int64_t index, uint8_t* out) const;
    void keep(int64_t index, const uint8_t* pixels);

 private:
    class File;

    bool keepInMemory(size_t index, const uint8_t* pixels);

    const size_t m_imageBytes;
    /// One an image; null if it is not kept in memory.
    std::vector<std::atomic<uint8_t*>> m_kept;
    /// Kept, or about to be: an image has one place, whoever brings it at the same time.
    std::vector<std::atomic<bool>> m_claimed;
    std::unique_ptr<File> m_file;  ///< null where none is allowed
};

}  // namespace secateur
