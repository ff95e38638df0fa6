#include "core/data/image_decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <vector>

#include "core/base/error.h"
#include "core/data/image_codecs.h"

namespace secateur {

namespace fs = std::filesystem;

namespace {

constexpr uint64_t kMaxFileBytes = uint64_t{1} << 30;

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

std::vector<uint8_t> readBytes(const std::string& path) {
    std::error_code error;
    const uint64_t size = fs::file_size(path, error);
    if (error == std::errc::no_such_file_or_directory) {
        throw Error(ErrorCode::NotFound, "there is no such image", {path, "", ""});
    }
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
    if (error || !file) {
        throw Error(ErrorCode::Io, "the image cannot be read",
                    {path, "", error ? error.message() : std::strerror(errno)});
    }
    if (size > kMaxFileBytes) {
        throw Error(
            ErrorCode::CorruptData, "the file is too large for an image",
            {path, fmt::format("at most {} bytes", kMaxFileBytes), fmt::format("{} bytes", size)});
    }
    std::vector<uint8_t> bytes(size);
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file.get()));
    if (std::ferror(file.get()) != 0) {
        throw Error(ErrorCode::Io, "the image cannot be read", {path, "", std::strerror(errno)});
    }
    return bytes;
}

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
    const std::vector<uint8_t> bytes = readBytes(path);
    const std::unique_ptr<ImageDecoder> decoder = openDecoder(path, bytes);
    RgbImage image(decoder->size());
    if (!decoder->decode(image.pixels.get())) {
        refuse(path, *decoder);
    }
    return image;
}

ImageSize readImageSize(const std::string& path) {
    const std::vector<uint8_t> bytes = readBytes(path);
    return openDecoder(path, bytes)->size();
}

}  // namespace secateur
