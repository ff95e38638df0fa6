#include "core/data/image_decode.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "core/base/failure.h"
#include "core/base/file.h"
#include "core/data/bmp_decoder.h"
#include "core/data/exif.h"
#include "core/data/image_codecs.h"
#include "core/data/image_resize.h"
#include "core/data/jpeg_decoder.h"
#include "core/data/png_decoder.h"
#include "core/data/tiff_decoder.h"
#include "core/data/webp_decoder.h"

namespace secateur {

namespace {

constexpr uint64_t kMaxFileBytes = uint64_t{1} << 30;

[[noreturn]] void refuse(const std::string& path, const ImageDecoder& decoder) {
    throw Error(ErrorCode::CorruptData, "the image cannot be read", {path, "", decoder.error()});
}

const ImageCodec& codecOf(const std::string& path, const std::vector<uint8_t>& bytes) {
    std::vector<const char*> names;
    for (const ImageCodec& codec : imageCodecs()) {
        if (codec.looksLike(bytes)) {
            return codec;
        }
        names.push_back(codec.name);
    }
    std::string start = "an empty file";
    if (!bytes.empty()) {
        const auto count = std::min<std::ptrdiff_t>(8, std::ssize(bytes));
        start =
            fmt::format("first bytes {:02x}", fmt::join(bytes.begin(), bytes.begin() + count, " "));
    }
    throw Error(ErrorCode::CorruptData, "the file is no image that is read",
                {path, fmt::format("one of {}", fmt::join(names, ", ")), start});
}

/// A decoder that has read the header and found an acceptable size.
std::unique_ptr<ImageDecoder> openDecoder(const std::string& path,
                                          const std::vector<uint8_t>& bytes) {
    auto decoder = codecOf(path, bytes).make(bytes);
    if (!decoder->readHeader()) {
        refuse(path, *decoder);
    }
    if (decoder->size().width > kMaxImagePixels / std::max<int64_t>(1, decoder->size().height)) {
        throw Error(
            ErrorCode::CorruptData, "the header tells of an impossibly large image",
            {path, fmt::format("at most {} pixels", kMaxImagePixels), describe(decoder->size())});
    }
    return decoder;
}

}  // namespace

const std::vector<ImageCodec>& imageCodecs() {
    static const std::vector<ImageCodec> all{
        {"JPEG", {".jpg", ".jpeg"}, looksLikeJpeg, makeJpegDecoder},
        {"PNG", {".png"}, looksLikePng, makePngDecoder},
        {"BMP", {".bmp"}, looksLikeBmp, makeBmpDecoder},
        {"WebP", {".webp"}, looksLikeWebp, makeWebpDecoder},
        {"TIFF", {".tif", ".tiff"}, looksLikeTiff, makeTiffDecoder}};
    return all;
}

std::string describe(const PixelSize& size) {
    return fmt::format("{} x {} pixels", size.width, size.height);
}

RgbImage::RgbImage(const PixelSize& imageSize)
    : size(imageSize),
      pixels(std::make_unique_for_overwrite<uint8_t[]>(
          static_cast<size_t>(imageSize.width * imageSize.height * 3))) {}

RgbImage decodeImage(const std::string& path, bool exifRotation, int64_t reducedFor) {
    const std::vector<uint8_t> bytes = readFile(path, kMaxFileBytes);
    const std::unique_ptr<ImageDecoder> decoder = openDecoder(path, bytes);
    if (reducedFor > 0) {
        decoder->reduceTo(resizedSize(decoder->size(), reducedFor));
    }
    try {
        RgbImage image(decoder->size());
        if (!decoder->decode(image.pixels.get())) {
            refuse(path, *decoder);
        }
        return exifRotation ? turned(std::move(image), exifOrientation(bytes)) : std::move(image);
    } catch (...) {
        rethrowNaming(path);
    }
}

PixelSize readImageSize(const std::string& path, bool exifRotation) {
    const std::vector<uint8_t> bytes = readFile(path, kMaxFileBytes);
    const PixelSize size = openDecoder(path, bytes)->size();
    return exifRotation ? turned(size, exifOrientation(bytes)) : size;
}

}  // namespace secateur
