#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "core/data/image_resize.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/not_tested.h"
#include "tests/support/peer.h"

namespace secateur::test {

namespace {

std::vector<int> pixelAt(const RgbImage& image, int64_t x, int64_t y) {
    const uint8_t* pixel = image.pixels.get() + (y * image.size.width + x) * 3;
    return {pixel[0], pixel[1], pixel[2]};
}

struct Expected {
    std::string file;
    int64_t checksum;
    std::vector<int> middle;
    std::vector<double> means;
};

void putBigEndian(Bytes& bytes, size_t at, uint32_t number) {
    for (size_t i = 0; i < 4; ++i) {
        bytes[at + i] = static_cast<uint8_t>(number >> (24 - 8 * i));
    }
}

}  // namespace

TEST_CASE("every form of an image file decodes as PIL decodes it", "[image][peer]") {
    if (!havePeer("numpy, PIL")) {
        notTested("images against PIL");
        return;
    }
    const TempFolder folder;
    std::istringstream written(peerOutput("image_formats.py", "\"" + folder.path() + "\""));
    std::string name;
    PixelSize size;
    int count = 0;
    while (written >> name >> size.width >> size.height) {
        INFO(name);
        const bool upright = name.starts_with("exif");
        const RgbImage image = decodeImage(folder.at(name), upright);
        REQUIRE(image.size == size);
        CHECK(readImageSize(folder.at(name), upright) == size);
        const Bytes expected = readBytes(folder.at(name + ".rgb"));
        REQUIRE(std::ssize(expected) == image.bytes());
        // What is lossy may be decoded by another version of its library.
        const int tolerance =
            name.ends_with(".jpg") || name.starts_with("lossy") || name.starts_with("jpeg") ? 2 : 0;
        int furthest = 0;
        for (size_t i = 0; i < expected.size(); ++i) {
            furthest = std::max(furthest, std::abs(image.pixels[i] - expected[i]));
        }
        CHECK(furthest <= tolerance);
        ++count;
    }
    CHECK(count >= 43);
}

TEST_CASE("damaged files of every kind are refused, and impossible sizes before memory is taken",
          "[image][peer]") {
    if (!havePeer("numpy, PIL")) {
        notTested("damaged images");
        return;
    }
    const TempFolder folder;
    peerOutput("image_formats.py", "\"" + folder.path() + "\"");
    for (const char* name : {"rgb.bmp", "4.bmp", "rgb.tif", "tiff_lzw.tif", "lossless.webp"}) {
        Bytes bytes = readBytes(folder.at(name));
        for (const size_t length : {bytes.size() * 2 / 3, size_t{20}, size_t{9}}) {
            INFO(name << ", " << length << " bytes");
            writeBytes(folder.at("short"),
                       Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)));
            checkError(ErrorCode::CorruptData, {"short"}, [&] { decodeImage(folder.at("short")); });
        }
    }
    int refused = 0;
    for (const char* name : {"4.bmp", "565.bmp", "rgb.tif", "tiff_lzw.tif", "palette.tif",
                             "jpeg.tif", "turned6.tiff", "lossless.webp", "lossy.webp"}) {
        const Bytes good = readBytes(folder.at(name));
        for (size_t i = 0; i < good.size(); i += 3) {
            Bytes bytes = good;
            bytes[i] ^= static_cast<uint8_t>(1 + i * 37 % 255);
            writeBytes(folder.at("damaged"), bytes);
            try {
                decodeImage(folder.at("damaged"));
            } catch (const Error& error) {
                REQUIRE(error.code() == ErrorCode::CorruptData);
                ++refused;
            }
        }
    }
    CHECK(refused > 100);
    Bytes early = readBytes(folder.at("rgb.bmp"));
    early[10] = 0;  // where its pixels start
    writeBytes(folder.at("early"), early);
    checkError(ErrorCode::CorruptData, {"early", "start within its header"},
               [&] { decodeImage(folder.at("early")); });
    Bytes huge = readBytes(folder.at("rgb.bmp"));
    huge[20] = huge[24] = 0x10;  // 2^20 more each way
    writeBytes(folder.at("huge"), huge);
    checkError(ErrorCode::CorruptData, {"huge", "impossibly large"},
               [&] { decodeImage(folder.at("huge")); });
    Bytes tiff = readBytes(folder.at("rgb.tif"));
    for (size_t at = tiff[4] + 256U * tiff[5] + 2; at + 12 < tiff.size(); at += 12) {
        const int tag = tiff[at] + 256 * tiff[at + 1];
        if (tag == 256 || tag == 257) {  // width and length, as 32 bits
            const Bytes entry{4, 0, 1, 0, 0, 0, 0, 0, 16, 0};
            std::copy(entry.begin(), entry.end(),
                      tiff.begin() + static_cast<std::ptrdiff_t>(at + 2));
        }
    }
    writeBytes(folder.at("huge"), tiff);
    checkError(ErrorCode::CorruptData, {"huge", "impossibly large"},
               [&] { decodeImage(folder.at("huge")); });
}

TEST_CASE("images decode as PIL decodes them", "[image]") {
    // Values: tests/peers/data_reference.py. PNG is exact; JPEG decoders may differ by a level.
    const std::vector<Expected> all = {
        {"rgb.png", 71357021, {79, 123, 40}, {124.581, 127.093, 121.674}},
        {"rgba.png", 71357021, {79, 123, 40}, {124.581, 127.093, 121.674}},
        {"rgb16.png", 71357021, {79, 123, 40}, {124.581, 127.093, 121.674}},
        {"gray.png", 71630937, {79, 79, 79}, {124.581, 124.581, 124.581}},
        {"palette.png", 71360247, {73, 133, 99}, {124.439, 127.158, 123.292}},
        {"rgb.jpg", 0, {78, 123, 40}, {124.584, 127.116, 121.599}},
        {"progressive.jpg", 0, {82, 121, 40}, {124.636, 127.063, 121.678}},
        {"gray.jpg", 0, {80, 80, 80}, {124.554, 124.554, 124.554}},
        {"cmyk.jpg", 0, {130, 98, 161}, {76.494, 69.146, 69.837}}};
    for (const Expected& expected : all) {
        INFO(expected.file);
        const RgbImage image = decodeImage(imageFixture(expected.file));
        REQUIRE(image.size == PixelSize{45, 34});
        CHECK(readImageSize(imageFixture(expected.file)) == PixelSize{45, 34});
        if (expected.checksum != 0) {
            CHECK(checksum(image) == expected.checksum);
        }
        for (size_t c = 0; c < 3; ++c) {
            CHECK(std::abs(pixelAt(image, 22, 17)[c] - expected.middle[c]) <= 2);
            double sum = 0;
            for (size_t i = c; i < static_cast<size_t>(image.bytes()); i += 3) {
                sum += image.pixels[i];
            }
            CHECK(sum / (45 * 34) == Approx(expected.means[c]).margin(0.1));
        }
    }
}

TEST_CASE("a truncated image is an error at every length", "[image]") {
    const TempFolder folder;
    for (const char* name : {"rgb.jpg", "progressive.jpg", "gray.jpg", "cmyk.jpg", "rgb.png",
                             "palette.png", "rgb16.png"}) {
        const Bytes good = readBytes(imageFixture(name));
        const std::string path = folder.at(std::string("cut-") + name);
        for (size_t kept = 0; kept < good.size(); kept += 7) {
            INFO(kept << " of " << good.size());
            writeBytes(path, Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(kept)));
            checkError(ErrorCode::CorruptData, {path}, [&] { decodeImage(path); });
        }
    }
}

TEST_CASE("a damaged image is an error or an image, never a crash", "[image]") {
    const TempFolder folder;
    const std::string path = folder.at("damaged");
    int refused = 0;
    for (const char* name : {"rgb.jpg", "progressive.jpg", "cmyk.jpg", "palette.png", "rgba.png"}) {
        const Bytes good = readBytes(imageFixture(name));
        for (size_t i = 0; i < good.size(); i += 3) {
            Bytes bytes = good;
            bytes[i] ^= static_cast<uint8_t>(1 + i * 37 % 255);
            writeBytes(path, bytes);
            try {
                decodeImage(path);
            } catch (const Error& error) {
                REQUIRE(error.code() == ErrorCode::CorruptData);
                ++refused;
            }
        }
    }
    CHECK(refused > 200);
}

TEST_CASE("a damaged PNG is noticed by its checksum", "[image]") {
    const TempFolder folder;
    Bytes bytes = readBytes(imageFixture("rgb.png"));
    bytes[bytes.size() / 2] ^= 1;
    writeBytes(folder.at("a.png"), bytes);
    checkError(ErrorCode::CorruptData, {"a.png"}, [&] { decodeImage(folder.at("a.png")); });
}

TEST_CASE("a header that claims a huge image is refused before memory is taken", "[image]") {
    const TempFolder folder;
    const std::string path = folder.at("huge");
    Bytes jpeg = readBytes(imageFixture("rgb.jpg"));
    size_t frame = 2;
    while (jpeg[frame + 1] != 0xC0) {  // from marker to marker up to the start of frame
        frame += 2 + (size_t{jpeg[frame + 2]} << 8 | jpeg[frame + 3]);
        REQUIRE(frame + 9 < jpeg.size());
    }
    putBigEndian(jpeg, frame + 5, 60000U << 16 | 50000U);
    writeBytes(path, jpeg);
    checkError(ErrorCode::CorruptData, {path, "100000000 pixels", "50000 x 60000"},
               [&] { decodeImage(path); });

    Bytes png = readBytes(imageFixture("rgb.png"));
    putBigEndian(png, 16, 20000);
    putBigEndian(png, 20, 30000);
    putBigEndian(png, 29, static_cast<uint32_t>(crc32(0, png.data() + 12, 17)));
    writeBytes(path, png);
    checkError(ErrorCode::CorruptData, {path, "20000 x 30000"}, [&] { readImageSize(path); });
}

TEST_CASE("a file that is no image is refused with its first bytes", "[image]") {
    const TempFolder folder;
    writeBytes(folder.at("a.jpg"), {'G', 'I', 'F', '8', '9', 'a', 1, 2, 3});
    checkError(ErrorCode::CorruptData, {"a.jpg", "one of JPEG, PNG", "47 49 46 38"},
               [&] { decodeImage(folder.at("a.jpg")); });
    writeBytes(folder.at("b.jpg"), {});
    checkError(ErrorCode::CorruptData, {"b.jpg", "empty"},
               [&] { decodeImage(folder.at("b.jpg")); });
    checkError(ErrorCode::NotFound, {"c.jpg"}, [&] { decodeImage(folder.at("c.jpg")); });
}

TEST_CASE("resizing is what PIL does, bit for bit", "[image]") {
    struct Case {
        PixelSize from;
        int64_t shorter;
        PixelSize to;
        int64_t checksum;
    };
    // Values: tests/peers/data_reference.py.
    const std::vector<Case> all = {
        {{60, 45}, 32, {42, 32}, 64270348}, {{45, 60}, 20, {20, 26}, 24436109},
        {{20, 15}, 32, {42, 32}, 61990889}, {{500, 375}, 256, {341, 256}, 4200942704},
        {{33, 33}, 33, {33, 33}, 51949285}, {{61, 32}, 32, {61, 32}, 91644343}};
    for (const Case& one : all) {
        INFO(describe(one.from) << " to " << one.shorter);
        CHECK(resizedSize(one.from, one.shorter) == one.to);
        CHECK(checksum(resizeImage(patternImage(one.from.width, one.from.height), one.to)) ==
              one.checksum);
    }
}

TEST_CASE("a central crop starts where Python's round puts it", "[image]") {
    CHECK(centralCropStart(32, 28) == 2);
    CHECK(centralCropStart(32, 31) == 0);     // round(0.5)
    CHECK(centralCropStart(34, 31) == 2);     // round(1.5)
    CHECK(centralCropStart(341, 224) == 58);  // round(58.5)
    CHECK(centralCropStart(28, 28) == 0);
}

TEST_CASE("a JPEG of far more scans than an image needs is refused", "[image]") {
    // 8 x 8 gray, progressive; every code is one bit: no difference, or end of block (ITU T.81).
    const auto jpeg = [](int scans) {
        Bytes file = {0xff, 0xd8, 0xff, 0xdb, 0, 67, 0};
        file.resize(file.size() + 64, 1);  // quantization table
        const Bytes frame = {0xff, 0xc2, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0};
        file.insert(file.end(), frame.begin(), frame.end());
        for (const uint8_t table : {0x00, 0x10}) {
            const Bytes codes = {0xff, 0xc4, 0, 20, table, 1};
            file.insert(file.end(), codes.begin(), codes.end());
            file.resize(file.size() + 16, 0);
        }
        for (int scan = 0; scan < scans; ++scan) {  // DC, 63 coefficients, 63 refinements
            const auto k = static_cast<uint8_t>(scan <= 63 ? scan : scan - 63);
            const uint8_t bits = scan == 0 ? 0x00 : scan <= 63 ? 0x01 : 0x10;
            const Bytes start = {0xff, 0xda, 0, 8, 1, 1, 0, k, k, bits, 0x7f};
            file.insert(file.end(), start.begin(), start.end());
        }
        file.insert(file.end(), {0xff, 0xd9});
        return file;
    };
    const TempFolder folder;
    writeBytes(folder.at("few.jpg"), jpeg(100));
    CHECK(decodeImage(folder.at("few.jpg")).pixels[0] == 128);
    writeBytes(folder.at("many.jpg"), jpeg(127));
    checkError(ErrorCode::CorruptData, {folder.at("many.jpg"), "more than 100 scans"},
               [&] { decodeImage(folder.at("many.jpg")); });
}

}  // namespace secateur::test
