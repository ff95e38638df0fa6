#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/data/image_decode.h"
#include "tests/support/catch.h"

namespace secateur::test {

using Bytes = std::vector<uint8_t>;

/// A folder that goes away with the object.
class TempFolder {
 public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    const std::string& path() const { return m_path; }
    /// The path of `name` in the folder; folders on the way are made.
    std::string at(const std::string& name) const;

 private:
    std::string m_path;
};

Bytes readBytes(const std::string& path);
void writeBytes(const std::string& path, const Bytes& bytes);
Bytes gzipped(const Bytes& bytes);

/// Big-endian magic number and sizes, then the content.
Bytes idxBytes(uint32_t magic, const std::vector<uint32_t>& shape, const Bytes& content);
/// Files of one split, images of 2 x 3 pixels with pixel value 10 * image + position.
void writeIdxSplit(const TempFolder& folder, const std::string& prefix, const Bytes& labels);

/// Records with pixel (label + 3 * position) mod 256.
Bytes cifarRecords(const Bytes& labels);

/// The image that tests/peers/data_reference.py calls pattern().
RgbImage patternImage(int64_t width, int64_t height);
void writePng(const std::string& path, const RgbImage& image);

/// An image of tests/data/images, written by tests/peers/data_reference.py --write.
std::string imageFixture(const std::string& name);

/// As data_reference.py: sum of byte * (position mod 251 + 1) in height, width, channel order.
int64_t checksum(std::span<const uint8_t> pixels);
int64_t checksum(const RgbImage& image);

/// Checks that `action` throws an Error of that code with all of `parts` in its text.
void checkError(ErrorCode code, const std::vector<std::string>& parts,
                const std::function<void()>& action);

}  // namespace secateur::test
