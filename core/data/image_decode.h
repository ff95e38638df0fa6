#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace secateur {

struct PixelSize {
    int64_t width = 0;
    int64_t height = 0;
    bool operator==(const PixelSize&) const = default;
};

/// "640 x 480 pixels", width first.
std::string describe(const PixelSize& size);

/// A decoded image: height rows of width RGB triples.
struct RgbImage {
    PixelSize size;
    std::unique_ptr<uint8_t[]> pixels;

    RgbImage() = default;
    /// Pixels are left unset.
    explicit RgbImage(const PixelSize& imageSize);
    int64_t bytes() const { return size.width * size.height * 3; }
};

/// More pixels than this are refused before memory is taken: no photograph has them.
constexpr int64_t kMaxImagePixels = 100'000'000;

/// Decodes an image file of imageCodecs(), told by its first bytes, to what PIL's
/// `Image.open(path).convert("RGB")` gives: gray is repeated, alpha is dropped, palettes are looked
/// up, CMYK is converted, gamma is not applied, and EXIF's orientation only with `exifRotation`
/// (ImageOps.exif_transpose). Samples of 16 bits keep
/// their high byte, but of grey all above 255 is white. `reducedFor` above 0: an image that will be
/// resized so that its shorter side has this many pixels may be decoded at a half, a quarter or an
/// eighth of its size where both sides stay large enough (JPEG; PIL's Image.draft). Any thread.
/// Errors, all naming the file: NotFound, Io, and CorruptData (none of these kinds, or a form of it
/// that is not read; truncated, any warning of libjpeg about the data, more than kMaxImagePixels).
RgbImage decodeImage(const std::string& path, bool exifRotation = false, int64_t reducedFor = 0);

/// The size that the header tells, nothing decoded. Errors as decodeImage.
PixelSize readImageSize(const std::string& path, bool exifRotation = false);

}  // namespace secateur
