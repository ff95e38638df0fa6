#include "core/data/exif.h"

#include "tests/support/catch.h"

using namespace secateur;

namespace {

/// 1 2 3
/// 4 5 6
RgbImage digits() {
    RgbImage image({3, 2});
    for (size_t i = 0; i < 6; ++i) {
        for (size_t c = 0; c < 3; ++c) {
            image.pixels[3 * i + c] = static_cast<uint8_t>(i + 1);
        }
    }
    return image;
}

std::vector<int> turnedDigits(int orientation) {
    const RgbImage image = turned(digits(), orientation);
    CHECK(image.size == turned(PixelSize{3, 2}, orientation));
    std::vector<int> pixels;
    for (size_t i = 0; i < 6; ++i) {
        pixels.push_back(image.pixels[3 * i + 2]);
    }
    return pixels;
}

}  // namespace

TEST_CASE("every orientation is turned as EXIF defines it") {
    using Digits = std::vector<int>;
    CHECK(turnedDigits(1) == Digits{1, 2, 3, 4, 5, 6});
    CHECK(turnedDigits(2) == Digits{3, 2, 1, 6, 5, 4});
    CHECK(turnedDigits(3) == Digits{6, 5, 4, 3, 2, 1});
    CHECK(turnedDigits(4) == Digits{4, 5, 6, 1, 2, 3});
    CHECK(turnedDigits(5) == Digits{1, 4, 2, 5, 3, 6});
    CHECK(turnedDigits(6) == Digits{4, 1, 5, 2, 6, 3});
    CHECK(turnedDigits(7) == Digits{6, 3, 5, 2, 4, 1});
    CHECK(turnedDigits(8) == Digits{3, 6, 2, 5, 1, 4});
    CHECK(turned(PixelSize{3, 2}, 8) == PixelSize{2, 3});
}

TEST_CASE("an EXIF block that is damaged says nothing") {
    std::vector<uint8_t> bytes{0xFF, 0xD8, 0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0,    0,
                               'I',  'I',  42,   0,    8, 0,  0,   0,   1,   0,   0x12, 0x01,
                               3,    0,    1,    0,    0, 0,  8,   0,   0,   0,   0,    0};
    CHECK(exifOrientation(bytes) == 8);
    for (size_t length = 0; length < 32; ++length) {
        CHECK(exifOrientation({bytes.begin(), bytes.begin() + static_cast<int>(length)}) <= 8);
    }
    bytes[30] = 9;
    CHECK(exifOrientation(bytes) == 1);
    bytes[30] = 8;
    bytes[16] = bytes[17] = bytes[18] = bytes[19] = 0xFF;  // the directory lies far outside
    CHECK(exifOrientation(bytes) == 1);
    bytes[12] = 'X';
    CHECK(exifOrientation(bytes) == 1);
}
