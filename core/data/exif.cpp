#include "core/data/exif.h"

#include <cstring>
#include <span>

#include "core/data/jpeg_decoder.h"
#include "core/data/png_decoder.h"
#include "core/data/webp_decoder.h"

namespace secateur {

namespace {

using Bytes = std::span<const uint8_t>;

/// A number of `count` bytes; 0 beyond the end.
uint32_t number(Bytes bytes, size_t at, size_t count, bool bigEnd) {
    if (at > bytes.size() || count > bytes.size() - at) {
        return 0;
    }
    uint32_t value = 0;
    for (size_t i = 0; i < count; ++i) {
        value = value << 8 | bytes[at + (bigEnd ? i : count - 1 - i)];
    }
    return value;
}

bool startsWith(Bytes bytes, const char* text, size_t length) {
    return bytes.size() >= length && std::memcmp(bytes.data(), text, length) == 0;
}

Bytes part(Bytes bytes, size_t at, size_t count) {
    return at < bytes.size() ? bytes.subspan(at, std::min(count, bytes.size() - at)) : Bytes();
}

/// Application segment 1 of a JPEG file, before its first scan.
Bytes jpegBlock(Bytes bytes) {
    constexpr uint8_t kExif = 0xE1;
    constexpr uint8_t kScan = 0xDA;
    for (size_t at = 2; at + 4 <= bytes.size() && bytes[at] == 0xFF && bytes[at + 1] != kScan;) {
        const uint32_t length = number(bytes, at + 2, 2, true);
        const Bytes segment = part(bytes, at + 4, length < 2 ? 0 : length - 2);
        if (bytes[at + 1] == kExif && startsWith(segment, "Exif\0\0", 6)) {
            return segment.subspan(6);
        }
        at += 2 + std::max<size_t>(length, 2);
    }
    return {};
}

/// A chunk of a PNG file (its name after its length, a checksum behind it) or of a WebP file.
Bytes chunk(Bytes bytes, size_t first, const char* name, bool png) {
    for (size_t at = first; at + 8 <= bytes.size();) {
        const size_t length = number(bytes, at + (png ? 0 : 4), 4, png);
        if (startsWith(bytes.subspan(at + (png ? 4 : 0)), name, 4)) {
            const Bytes block = part(bytes, at + 8, length);
            return startsWith(block, "Exif\0\0", 6) ? block.subspan(6) : block;
        }
        at += 8 + length + (png ? 4 : length % 2);
    }
    return {};
}

/// The tag of the first directory of what is a TIFF file without an image.
int orientationIn(Bytes block) {
    constexpr uint32_t kTag = 0x112;
    constexpr size_t kEntry = 12;
    const bool bigEnd = startsWith(block, "MM", 2);
    if (!bigEnd && !startsWith(block, "II", 2)) {
        return 1;
    }
    const size_t directory = number(block, 4, 4, bigEnd);
    const uint32_t entries = number(block, directory, 2, bigEnd);
    for (size_t i = 0; i < entries; ++i) {
        const size_t at = directory + 2 + i * kEntry;
        if (at + kEntry > block.size()) {
            break;
        }
        if (number(block, at, 2, bigEnd) == kTag) {
            const uint32_t value = number(block, at + 8, 2, bigEnd);
            return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
        }
    }
    return 1;
}

bool swapsSides(int orientation) {
    return orientation >= 5;
}

}  // namespace

int exifOrientation(const std::vector<uint8_t>& bytes) {
    constexpr size_t kPngSignature = 8;
    constexpr size_t kRiffHeader = 12;
    const Bytes block = looksLikeJpeg(bytes)   ? jpegBlock(bytes)
                        : looksLikePng(bytes)  ? chunk(bytes, kPngSignature, "eXIf", true)
                        : looksLikeWebp(bytes) ? chunk(bytes, kRiffHeader, "EXIF", false)
                                               : Bytes();
    return orientationIn(block);
}

PixelSize turned(const PixelSize& size, int orientation) {
    return swapsSides(orientation) ? PixelSize{size.height, size.width} : size;
}

RgbImage turned(RgbImage image, int orientation) {
    if (orientation <= 1) {
        return image;
    }
    const auto [width, height] = image.size;
    RgbImage result(turned(image.size, orientation));
    // Which side of the image is up there, and which to the left.
    const bool swapped = swapsSides(orientation);
    const bool fromRight =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool fromBottom =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    uint8_t* out = result.pixels.get();
    for (int64_t y = 0; y < result.size.height; ++y) {
        for (int64_t x = 0; x < result.size.width; ++x) {
            const int64_t across = swapped ? y : x;
            const int64_t down = swapped ? x : y;
            const int64_t column = fromRight ? width - 1 - across : across;
            const int64_t row = fromBottom ? height - 1 - down : down;
            std::memcpy(out, image.pixels.get() + 3 * (row * width + column), 3);
            out += 3;
        }
    }
    return result;
}

}  // namespace secateur
