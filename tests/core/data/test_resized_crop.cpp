#include "core/data/resized_crop.h"

#include <fmt/format.h>

#include <filesystem>
#include <sstream>

#include "core/data/grey_dataset.h"
#include "core/data/image_folder.h"
#include "core/data/image_resize.h"
#include "core/data/loader.h"
#include "core/data/memory_dataset.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/not_tested.h"
#include "tests/support/peer.h"

namespace secateur::test {

namespace {

/// A data set of the pattern image alone.
MemoryDataset patternSet(int64_t width, int64_t height) {
    const RgbImage image = patternImage(width, height);
    return MemoryDataset({3, height, width},
                         Bytes(image.pixels.get(), image.pixels.get() + image.bytes()), {0});
}

}  // namespace

TEST_CASE("a resized crop has the area and the ratio that it may have", "[loader]") {
    Random random(5);
    const PixelSize image{400, 300};
    double smallest = 1;
    double largest = 0;
    double least = 9;
    double most = 0;
    for (int i = 0; i < 3000; ++i) {
        const CropBox box = drawResizedCrop(image, 0.25, random);
        REQUIRE((box.top >= 0 && box.top + box.size.height <= image.height));
        REQUIRE((box.left >= 0 && box.left + box.size.width <= image.width));
        const double share = static_cast<double>(box.size.width * box.size.height) / 120'000;
        const double ratio = static_cast<double>(box.size.width) / box.size.height;
        smallest = std::min(smallest, share);
        largest = std::max(largest, share);
        least = std::min(least, ratio);
        most = std::max(most, ratio);
    }
    // Sides are whole pixels: half a pixel of 150 or more is 0.4 % of either side.
    CHECK(smallest == Approx(0.25).margin(0.01));
    CHECK(largest == Approx(1.0).margin(0.03));
    CHECK(least == Approx(0.75).margin(0.01));
    CHECK(most == Approx(4.0 / 3).margin(0.015));
}

TEST_CASE("an image too long for any such crop gives its largest central one", "[loader]") {
    Random random(1);
    // 3/4 to 4/3 of an area of all 1000 pixels needs 27 rows at least: there are 10.
    CHECK(drawResizedCrop({100, 10}, 1.0, random) == CropBox{0, 43, {13, 10}});
    CHECK(drawResizedCrop({10, 100}, 1.0, random) == CropBox{43, 0, {10, 13}});
}

TEST_CASE("a crop is of the image before it was cut, grey as the grey data set", "[loader]") {
    const TempFolder folder;
    for (const char* name : {"train/a/0.png", "test/a/0.png"}) {
        std::filesystem::create_directories(std::filesystem::path(folder.at(name)).parent_path());
        writePng(folder.at(name), patternImage(40, 24));
    }
    ImageFolderOptions options;
    options.resize = 16;
    options.crop = 8;
    const ImageData data = openImageFolder(folder.path(), options);
    Bytes got(8 * 8 * 3);
    Random random(3);
    Random same(3);
    readResizedCrop(*data.train, 0, 1.0, random, got.data());
    const CropBox box = drawResizedCrop({40, 24}, 1.0, same);
    RgbImage part(box.size);
    const RgbImage whole = patternImage(40, 24);
    for (int64_t y = 0; y < box.size.height; ++y) {
        std::copy_n(whole.pixels.get() + 3 * ((y + box.top) * 40 + box.left), 3 * box.size.width,
                    part.pixels.get() + 3 * y * box.size.width);
    }
    const RgbImage expected = resizeImage(part, {8, 8});
    CHECK(std::equal(got.begin(), got.end(), expected.pixels.get()));

    const GreyDataset grey(data.train);
    Bytes greyGot(8 * 8);
    Random again(3);
    readResizedCrop(grey, 0, 1.0, again, greyGot.data());
    for (size_t i = 0; i < greyGot.size(); ++i) {
        const double value = 0.299 * got[3 * i] + 0.587 * got[3 * i + 1] + 0.114 * got[3 * i + 2];
        CHECK(std::abs(greyGot[i] - value) <= 1.5);  // rounded before and after resizing
    }
}

TEST_CASE("resized crops are those of the seed, whatever the batch", "[loader]") {
    const MemoryDataset images = patternSet(20, 20);
    const Normalisation identity{{0, 0, 0}, {1, 1, 1}};
    const std::vector<int64_t> one{0};
    const Augmentation how{0, false, 0.1};
    const auto loaded = [&](uint64_t seed) {
        return loadAugmentedBatch(images, identity, one, how, seed).images;
    };
    CHECK(loaded(4).equal(loaded(4)));
    CHECK_FALSE(loaded(4).equal(loaded(5)));
    CHECK_FALSE(loaded(4).equal(loadBatch(images, identity, one).images));
}

TEST_CASE("a resized crop has the pixels of torchvision's", "[loader][peer]") {
    if (!havePeer("torchvision, PIL, numpy")) {
        notTested("python3-torchvision is not installed; resized_crop was not run");
        return;
    }
    for (const auto& [width, height] : {PixelSize{37, 29}, PixelSize{64, 48}}) {
        const MemoryDataset images = patternSet(width, height);
        Random random(9);
        Random same(9);
        Bytes got(static_cast<size_t>(images.imageBytes()));
        readResizedCrop(images, 0, 0.08, random, got.data());
        const CropBox box = drawResizedCrop({width, height}, 0.08, same);
        std::istringstream numbers(
            peerOutput("resized_crop.py",
                       fmt::format("{} {} {} {} {} {} {} {}", width, height, box.top, box.left,
                                   box.size.height, box.size.width, height, width)));
        Bytes expected;
        for (int number = 0; numbers >> number;) {
            expected.push_back(static_cast<uint8_t>(number));
        }
        CHECK(got == expected);
    }
}

}  // namespace secateur::test
