#include "core/data/image_decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/base/failure.h"
#include "core/base/file.h"
#include "core/data/jpeg_decoder.h"
#include "core/data/png_decoder.h"

namespace secateur {

namespace {

constexpr uint64_t kMaxFileBytes = uint64_t{1} << 30;

[[noreturn]] void refuse(const std::string& path, const ImageDecoder& decoder) {
    throw Error(ErrorCode::CorruptData, "the image is damaged", {path, "", decoder.error()});
}

/// A decoder that has read the header and found an acceptable size.
std::unique_ptr<ImageDecoder> openDecoder(const std::string& path,
                                          const std::vector<uint8_t>& bytes) {
    if (!looksLikeJpeg(bytes) && !looksLikePng(bytes)) {
        std::string start = "an empty file";
        if (!bytes.empty()) {
            const auto count = std::min<std::ptrdiff_t>(8, std::ssize(bytes));
            start = fmt::format("first bytes {:02x}",
                                fmt::join(bytes.begin(), bytes.begin() + count, " "));
        }
        throw Error(ErrorCode::CorruptData, "the file is no image", {path, "JPEG or PNG", start});
    }
    auto decoder = looksLikeJpeg(bytes) ? makeJpegDecoder(bytes) : makePngDecoder(bytes);
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

std::string describe(const ImageSize& size) {
    return fmt::format("{} x {} pixels", size.width, size.height);
}

RgbImage::RgbImage(const ImageSize& imageSize)
    : size(imageSize),
      pixels(std::make_unique_for_overwrite<uint8_t[]>(
          static_cast<size_t>(imageSize.width * imageSize.height * 3))) {}

RgbImage decodeImage(const std::string& path) {
    const std::vector<uint8_t> bytes = readFile(path, kMaxFileBytes);
    const std::unique_ptr<ImageDecoder> decoder = openDecoder(path, bytes);
    try {
        RgbImage image(decoder->size());
        if (!decoder->decode(image.pixels.get())) {
            refuse(path, *decoder);
        }
        return image;
    } catch (...) {
        rethrowNaming(path);
    }
}

ImageSize readImageSize(const std::string& path) {
    const std::vector<uint8_t> bytes = readFile(path, kMaxFileBytes);
    return openDecoder(path, bytes)->size();
}

}  // namespace secateur
