#include "core/data/padded_dataset.h"

#include "core/base/error.h"
#include "core/data/loader.h"
#include "core/data/memory_dataset.h"
#include "tests/support/catch.h"

namespace secateur::test {

namespace {

/// One image of two channels, 2 x 3, label 7: 1..6 and 11..16, pixel by pixel.
std::shared_ptr<const Dataset> smallImages() {
    return std::make_shared<MemoryDataset>(
        MemoryDataset::Shape{2, 2, 3},
        std::vector<uint8_t>{1, 11, 2, 12, 3, 13, 4, 14, 5, 15, 6, 16}, std::vector<uint8_t>{7});
}

std::vector<uint8_t> pixelsOf(const Dataset& dataset) {
    std::vector<uint8_t> pixels(static_cast<size_t>(dataset.imageBytes()), 99);
    dataset.read(0, pixels.data());
    return pixels;
}

}  // namespace

TEST_CASE("images are centred in black", "[padded_dataset]") {
    const PaddedDataset padded(smallImages(), 4, 6);
    CHECK(padded.size() == 1);
    CHECK(padded.label(0) == 7);
    CHECK(padded.imageBytes() == 2 * 4 * 6);
    // One row above and below; of three columns one to the left and two to the right.
    CHECK(pixelsOf(padded) == std::vector<uint8_t>{0, 0, 0, 0,  0, 0,  0, 0,  0, 0, 0, 0,  //
                                                   0, 0, 1, 11, 2, 12, 3, 13, 0, 0, 0, 0,  //
                                                   0, 0, 4, 14, 5, 15, 6, 16, 0, 0, 0, 0,  //
                                                   0, 0, 0, 0,  0, 0,  0, 0,  0, 0, 0, 0});
    CHECK_THROWS_AS(PaddedDataset(smallImages(), 2, 2), Error);
}

TEST_CASE("padding is black before normalisation", "[padded_dataset]") {
    const PaddedDataset padded(smallImages(), 4, 3);
    const std::vector<int64_t> first{0};
    const at::Tensor image = loadBatch(padded, {{0.5, 0.25}, {0.5, 0.25}}, first).images[0];
    CHECK(image[0][0][0].item<float>() == -1.0F);
    CHECK(image[1][3][2].item<float>() == -1.0F);
    CHECK(image[0][1][0].item<float>() == Approx((1.0 / 255 - 0.5) / 0.5));
}

TEST_CASE("only splits that are smaller are padded", "[padded_dataset]") {
    ImageData data;
    data.digest = "digest";
    data.test = smallImages();
    const ImageData padded = paddedData(data, 5, 2);
    CHECK(padded.test->height() == 5);
    CHECK(padded.test->width() == 3);
    CHECK(padded.train == nullptr);
    CHECK(padded.digest == "digest");
    CHECK(paddedData(data, 2, 3).test == data.test);
}

}  // namespace secateur::test
