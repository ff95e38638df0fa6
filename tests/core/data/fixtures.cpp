#include "tests/core/data/fixtures.h"

#include <png.h>
#include <zlib.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace secateur::test {

namespace fs = std::filesystem;

TempFolder::TempFolder() {
    std::string pattern = (fs::temp_directory_path() / "secateur-data-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    m_path = pattern;
}

TempFolder::~TempFolder() {
    std::error_code error;
    fs::remove_all(m_path, error);
}

std::string TempFolder::at(const std::string& name) const {
    const fs::path path = fs::path(m_path) / name;
    fs::create_directories(path.parent_path());
    return path.string();
}

Bytes readBytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    REQUIRE(file.good());
    return Bytes(std::istreambuf_iterator<char>(file), {});
}

void writeBytes(const std::string& path, const Bytes& bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
    REQUIRE(file.good());
}

Bytes gzipped(const Bytes& bytes) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    Bytes out(deflateBound(&stream, bytes.size()));
    stream.next_in = const_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = out.data();
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

Bytes idxBytes(uint32_t magic, const std::vector<uint32_t>& shape, const Bytes& content) {
    Bytes bytes;
    const auto add = [&](uint32_t number) {
        for (const int shift : {24, 16, 8, 0}) {
            bytes.push_back(static_cast<uint8_t>(number >> shift));
        }
    };
    add(magic);
    for (const uint32_t extent : shape) {
        add(extent);
    }
    bytes.insert(bytes.end(), content.begin(), content.end());
    return bytes;
}

void writeIdxSplit(const TempFolder& folder, const std::string& prefix, const Bytes& labels) {
    const auto count = static_cast<uint32_t>(labels.size());
    Bytes pixels;
    for (uint32_t image = 0; image < count; ++image) {
        for (uint32_t position = 0; position < 6; ++position) {
            pixels.push_back(static_cast<uint8_t>(10 * image + position));
        }
    }
    writeBytes(folder.at(prefix + "-images-idx3-ubyte"), idxBytes(0x803, {count, 2, 3}, pixels));
    writeBytes(folder.at(prefix + "-labels-idx1-ubyte"), idxBytes(0x801, {count}, labels));
}

Bytes cifarRecords(const Bytes& labels) {
    Bytes bytes;
    for (const uint8_t label : labels) {
        bytes.push_back(label);
        for (int position = 0; position < 3072; ++position) {
            bytes.push_back(static_cast<uint8_t>(label + 3 * position));
        }
    }
    return bytes;
}

RgbImage patternImage(int64_t width, int64_t height) {
    RgbImage image({width, height});
    uint8_t* out = image.pixels.get();
    for (int64_t y = 0; y < height; ++y) {
        for (int64_t x = 0; x < width; ++x) {
            for (int64_t c = 0; c < 3; ++c) {
                *out++ = static_cast<uint8_t>(x * 7 + y * 13 + c * 50 + (x * y) % 31 * 5);
            }
        }
    }
    return image;
}

void writePng(const std::string& path, const RgbImage& image) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    png.width = static_cast<png_uint_32>(image.size.width);
    png.height = static_cast<png_uint_32>(image.size.height);
    png.format = PNG_FORMAT_RGB;
    REQUIRE(png_image_write_to_file(&png, path.c_str(), 0, image.pixels.get(), 0, nullptr) != 0);
}

std::string imageFixture(const std::string& name) {
    return std::string(SECATEUR_SOURCE_DIR) + "/tests/data/images/" + name;
}

int64_t checksum(std::span<const uint8_t> pixels) {
    int64_t sum = 0;
    for (size_t i = 0; i < pixels.size(); ++i) {
        sum += pixels[i] * static_cast<int64_t>(i % 251 + 1);
    }
    return sum;
}

int64_t checksum(const RgbImage& image) {
    return checksum({image.pixels.get(), static_cast<size_t>(image.bytes())});
}

void checkError(ErrorCode code, const std::vector<std::string>& parts,
                const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        INFO(error.what());
        CHECK(error.code() == code);
        for (const std::string& part : parts) {
            CHECK_THAT(std::string(error.what()), Catch::Matchers::ContainsSubstring(part));
        }
        return;
    }
    FAIL_CHECK("no Error was thrown");
}

}  // namespace secateur::test
