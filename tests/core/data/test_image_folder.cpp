#include "core/data/image_folder.h"

#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "core/data/cifar.h"
#include "core/data/grey_dataset.h"
#include "core/data/whole_images.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/not_tested.h"
#include "tests/support/peer.h"

namespace secateur::test {

namespace fs = std::filesystem;

namespace {

void addImage(const TempFolder& folder, const std::string& name, int64_t width, int64_t height) {
    writePng(folder.at(name), patternImage(width, height));
}

Bytes readImage(const Dataset& dataset, int64_t index) {
    Bytes pixels(static_cast<size_t>(dataset.imageBytes()));
    dataset.read(index, pixels.data());
    return pixels;
}

}  // namespace

TEST_CASE("an image folder is opened with sorted classes and files", "[folder]") {
    const TempFolder folder;
    for (const std::string split : {"train/", "test/"}) {
        addImage(folder, split + "b/2.png", 8, 6);
        fs::copy_file(folder.at(split + "b/2.png"), folder.at(split + "b/1.JPEG"));
        addImage(folder, split + "a/x.PNG", 8, 6);
        std::ofstream(folder.at(split + "a/notes.txt")) << "no image";
        std::ofstream(folder.at(split + "a/._x.png")) << "a hidden file of another system";
        fs::create_directories(folder.at(split + ".hidden/x"));
    }
    REQUIRE(holdsImageFolder(folder.path()));
    const ImageData data = openImageFolder(folder.path(), {});
    CHECK(data.kind == DatasetKind::ImageFolder);
    CHECK(data.classNames == std::vector<std::string>{"a", "b"});
    REQUIRE(data.train->size() == 3);
    CHECK(data.train->label(0) == 0);
    CHECK(data.train->label(1) == 1);
    CHECK(data.train->label(2) == 1);
    CHECK(data.test->height() == 6);
    CHECK(data.test->width() == 8);
    // Twice: decoded, then kept.
    const Bytes first = readImage(*data.test, 2);
    CHECK(checksum(first) == checksum(patternImage(8, 6)));
    CHECK(readImage(*data.test, 2) == first);
}

TEST_CASE("photographs are turned upright where it is asked for, else it is said", "[folder]") {
    const TempFolder folder;
    for (const std::string name :
         {"test/a/1.jpg", "test/a/2.jpg", "train/a/1.jpg", "train/b/1.jpg", "test/b/1.jpg"}) {
        Bytes bytes = readBytes(imageFixture("rgb.jpg"));
        if (name.starts_with("test/a")) {  // held with its left side up
            const Bytes block{0xFF, 0xE1, 0, 34, 'E', 'x', 'i',  'f',  0, 0, 'M', 'M', 0, 42,
                              0,    0,    0, 8,  0,   1,   0x01, 0x12,  // 1 tag
                              0,    3,    0, 0,  0,   1,   0,    6,    0, 0, 0,   0,   0, 0};
            bytes.insert(bytes.begin() + 2, block.begin(), block.end());
        }
        writeBytes(folder.at(name), bytes);
    }
    const ImageData stored = openImageFolder(folder.path(), {.crop = 30});
    REQUIRE(stored.notes.size() == 1);
    CHECK(stored.notes[0] ==
          "2 of 5 images carry an EXIF rotation, not applied, as in torchvision; \"Turn upright\" "
          "applies it");
    ImageFolderOptions options{.crop = 30};
    options.exifRotation = true;
    const ImageData upright = openImageFolder(folder.path(), options);
    CHECK(upright.notes ==
          std::vector<std::string>{"2 of 5 images carry an EXIF rotation, which is applied"});
    CHECK(upright.digest != stored.digest);
    // The crop of a turned image is the crop turned, where both sides leave as much.
    const Bytes before = readImage(*stored.test, 0);
    const Bytes after = readImage(*upright.test, 0);
    for (size_t y = 0; y < 30; ++y) {
        for (size_t x = 0; x < 30; ++x) {
            CHECK(after[3 * (30 * y + x)] == before[3 * (30 * (29 - x) + y)]);
        }
    }
    CHECK(readImage(*upright.test, 2) == readImage(*stored.test, 2));
}

TEST_CASE("resize and crop give what torchvision gives", "[folder]") {
    struct Case {
        PixelSize from;
        ImageFolderOptions options;
        int64_t checksum;
    };
    // Values: tests/peers/data_reference.py.
    const std::vector<Case> all = {
        {{60, 45}, {32, 28}, 36741768}, {{45, 60}, {20, 20}, 18529314},
        {{20, 15}, {32, 31}, 43292486}, {{500, 375}, {256, 224}, 2418941661},
        {{33, 33}, {33, 28}, 36535764}, {{33, 33}, {0, 28}, 36535764},
        {{61, 32}, {32, 31}, 45227328}};
    for (const Case& one : all) {
        const TempFolder folder;
        addImage(folder, "test/a/1.png", one.from.width, one.from.height);
        const ImageData data = openImageFolder(folder.path(), one.options);
        REQUIRE(data.test->height() == one.options.crop);
        CHECK(checksum(readImage(*data.test, 0)) == one.checksum);
    }
}

TEST_CASE("JPEG files decoded reduced are as PIL's draft mode has them", "[folder][peer]") {
    if (!havePeer("numpy, PIL")) {
        notTested("reduced decoding against PIL");
        return;
    }
    const TempFolder folder;
    std::istringstream written(peerOutput("reduced_jpeg.py", "\"" + folder.path() + "\" 32 28"));
    ImageFolderOptions options{.resize = 32, .crop = 28};
    const ImageData whole = openImageFolder(folder.path(), options);
    options.reducedDecoding = true;
    const ImageData reduced = openImageFolder(folder.path(), options);
    CHECK(reduced.digest != whole.digest);
    std::string name;
    int divisor = 0;
    int64_t index = 0;
    for (; written >> name >> divisor; ++index) {
        INFO(name);
        const Bytes expected = readBytes(folder.at("expected/" + name + ".jpg.rgb"));
        const Bytes pixels = readImage(*reduced.test, index);
        REQUIRE(pixels.size() == expected.size());
        int furthest = 0;
        for (size_t i = 0; i < expected.size(); ++i) {
            furthest = std::max(furthest, std::abs(pixels[i] - expected[i]));
        }
        CHECK(furthest <= 2);  // another version of libjpeg
        CHECK((pixels == readImage(*whole.test, index)) == (divisor == 1));
    }
    CHECK(index == 7);
    // Nothing is resized: nothing can be reduced, and the images are the same.
    CHECK(openImageFolder(folder.path(), {.crop = 28, .reducedDecoding = true}).digest ==
          openImageFolder(folder.path(), {.crop = 28}).digest);
}

TEST_CASE("images that are expected are the same, cut out or whole", "[folder]") {
    const TempFolder folder;
    for (int i = 0; i < 6; ++i) {
        addImage(folder, "test/a/" + std::to_string(i) + ".png", 40 + i, 30);
    }
    writeBytes(folder.at("test/a/9.png"), {1, 2, 3});
    const ImageFolderOptions options{.resize = 20, .crop = 16};
    const ImageData plain = openImageFolder(folder.path(), options);
    const ImageData ahead = openImageFolder(folder.path(), options);
    const std::vector<int64_t> all{0, 1, 2, 3, 4, 5, 6};
    ahead.test->expect(all, Dataset::Form::AsRead);
    ahead.test->expect(all, Dataset::Form::Whole);
    for (int64_t i = 0; i < 6; ++i) {
        CHECK(readImage(*ahead.test, i) == readImage(*plain.test, i));
        const RgbImage expected = wholeImage(*plain.test, i);
        const RgbImage whole = wholeImage(*ahead.test, i);
        REQUIRE(whole.size == PixelSize{40 + i, 30});
        CHECK(std::equal(whole.pixels.get(), whole.pixels.get() + whole.bytes(),
                         expected.pixels.get()));
    }
    checkError(ErrorCode::CorruptData, {"9.png"}, [&] { readImage(*ahead.test, 6); });
    checkError(ErrorCode::CorruptData, {"9.png"}, [&] { wholeImage(*ahead.test, 6); });
}

TEST_CASE("images of several sizes need resize and crop", "[folder]") {
    const TempFolder folder;
    addImage(folder, "test/a/1.png", 8, 6);
    addImage(folder, "test/a/2.png", 7, 6);
    const ImageData data = openImageFolder(folder.path(), {});
    CHECK_NOTHROW(readImage(*data.test, 0));
    checkError(ErrorCode::Mismatch, {"a/2.png", "resize and crop", "8 x 6", "a/1.png", "7 x 6"},
               [&] { readImage(*data.test, 1); });
    checkError(ErrorCode::Mismatch, {"a/2.png", "smaller than the crop", "8 x 8", "7 x 6"}, [&] {
        readImage(*openImageFolder(folder.path(), {0, 8}).test, 1);
    });
    CHECK_NOTHROW(readImage(*openImageFolder(folder.path(), {8, 8}).test, 1));
    CHECK(openImageFolder(folder.path(), {8, 8}).digest != data.digest);
    CHECK(openImageFolder(folder.path(), {}).digest == data.digest);

    checkError(ErrorCode::InvalidArgument, {"crop", "at most 8", "got 9"}, [&] {
        openImageFolder(folder.path(), {8, 9});
    });
    checkError(ErrorCode::InvalidArgument, {"Resize to", "at least 0", "got -1"}, [&] {
        openImageFolder(folder.path(), {-1, 0});
    });
    checkError(ErrorCode::InvalidArgument, {"Crop to", "at most 10000", "got 1048576"}, [&] {
        openImageFolder(folder.path(), {0, 1 << 20});
    });
}

TEST_CASE("an image that no resize can hold is refused", "[folder]") {
    const TempFolder folder;
    addImage(folder, "test/a/1.png", 60000, 1);
    const ImageData data = openImageFolder(folder.path(), {64, 64});
    checkError(ErrorCode::CorruptData, {"a/1.png", "too large after resizing"},
               [&] { readImage(*data.test, 0); });
}

TEST_CASE("splits of other classes are refused with the differences", "[folder]") {
    const TempFolder folder;
    for (const char* name : {"train/a/1.png", "train/b/1.png", "train/c/1.png", "val/a/1.png",
                             "val/b/1.png", "val/d/1.png"}) {
        addImage(folder, name, 4, 4);
    }
    checkError(ErrorCode::Mismatch, {"only in train: c", "only in val: d"},
               [&] { openImageFolder(folder.path(), {}); });
    fs::remove_all(folder.at("train/c"));
    fs::remove_all(folder.at("val/d"));
    CHECK(openImageFolder(folder.path(), {}).test->size() == 2);
}

TEST_CASE("a folder without classes, images or a test split is refused", "[folder]") {
    const TempFolder folder;
    addImage(folder, "train/a/1.png", 4, 4);
    checkError(ErrorCode::NotFound, {"test or val"}, [&] { openImageFolder(folder.path(), {}); });
    fs::create_directories(folder.at("test/x"));
    fs::remove(folder.at("test/x"));
    checkError(ErrorCode::NotFound, {"no class folder", "/test"},
               [&] { openImageFolder(folder.path(), {}); });
    addImage(folder, "test/a/1.png", 4, 4);
    fs::create_directory(folder.at("train/empty"));
    checkError(ErrorCode::CorruptData, {"no images", "train/empty"},
               [&] { openImageFolder(folder.path(), {}); });
}

TEST_CASE("a damaged image of a folder is named when read", "[folder]") {
    const TempFolder folder;
    addImage(folder, "test/a/1.png", 45, 34);
    Bytes jpeg = readBytes(imageFixture("rgb.jpg"));
    jpeg.resize(jpeg.size() * 2 / 3);
    writeBytes(folder.at("test/a/2.jpg"), jpeg);
    const ImageData data = openImageFolder(folder.path(), {});
    for (int attempt = 0; attempt < 2; ++attempt) {
        checkError(ErrorCode::CorruptData, {"a/2.jpg", "cannot be read"},
                   [&] { readImage(*data.test, 1); });
    }
    CHECK_NOTHROW(readImage(*data.test, 0));
}

TEST_CASE("many threads read one image folder", "[folder]") {
    const TempFolder folder;
    for (int i = 0; i < 12; ++i) {
        addImage(folder, "test/a/" + std::to_string(10 + i) + ".png", 9, 9);
    }
    const ImageData data = openImageFolder(folder.path(), {});
    const int64_t expected = checksum(patternImage(9, 9));
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            Bytes pixels(static_cast<size_t>(data.test->imageBytes()));
            for (int64_t i = 0; i < 60; ++i) {
                data.test->read(i % 12, pixels.data());
                right += checksum(pixels) == expected ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    CHECK(right == 240);
}

TEST_CASE("a folder with CIFAR-10's classes gets CIFAR-10's constants", "[folder]") {
    const TempFolder folder;
    for (const std::string& name : cifar10ClassNames()) {
        addImage(folder, "test/" + name + "/1.png", 4, 4);
    }
    CHECK(openImageFolder(folder.path(), {}).normalisation == cifar10Normalisation());
    fs::rename(folder.at("test/truck"), folder.at("test/van"));
    CHECK(openImageFolder(folder.path(), {}).normalisation.mean.empty());
}

TEST_CASE("a link to nothing among the images is named", "[folder]") {
    const TempFolder folder;
    addImage(folder, "test/a/1.png", 8, 6);
    addImage(folder, "elsewhere.png", 8, 6);
    fs::create_symlink(folder.at("elsewhere.png"), folder.at("test/a/2.png"));
    CHECK(openImageFolder(folder.path(), {}).test->size() == 2);
    fs::remove(folder.at("elsewhere.png"));
    checkError(ErrorCode::Io, {folder.at("test/a/2.png"), "a link to nothing"},
               [&] { openImageFolder(folder.path(), {}); });
    fs::remove(folder.at("test/a/2.png"));
    fs::create_symlink(folder.at("test/a/2.png"), folder.at("test/a/2.png"));
    checkError(ErrorCode::Io, {folder.at("test/a/2.png")},
               [&] { openImageFolder(folder.path(), {}); });
}

TEST_CASE("images too large for a network are refused by name before memory is taken", "[folder]") {
    const TempFolder folder;
    addImage(folder, "test/a/1.png", 8, 6);
    Bytes png = readBytes(folder.at("test/a/1.png"));
    for (const size_t at : {16, 20}) {  // 10,000 x 10,000; the header's CRC-32 follows
        png[at + 2] = 0x27;
        png[at + 3] = 0x10;
    }
    const uint32_t crc = static_cast<uint32_t>(crc32(0, png.data() + 12, 17));
    for (size_t i = 0; i < 4; ++i) {
        png[29 + i] = static_cast<uint8_t>(crc >> 8 * (3 - i));
    }
    writeBytes(folder.at("test/a/1.png"), png);
    checkError(ErrorCode::Unsupported,
               {folder.at("test/a/1.png"), "10000 x 10000", "at most 16777216 pixels"},
               [&] { openImageFolder(folder.path(), {}); });
    CHECK(openImageFolder(folder.path(), {.resize = 32, .crop = 32}).test->size() == 1);
}

TEST_CASE("class folders need not be named in UTF-8", "[folder]") {
    const TempFolder folder;
    addImage(folder,
             "test/stra\xdf"
             "e/1.png",
             8, 6);
    addImage(folder, "test/haus/1.png", 8, 6);
    const ImageData data = openImageData(folder.path(), {});
    CHECK(data.classNames == std::vector<std::string>{"haus", "stra\\xdfe"});
    Bytes pixels(static_cast<size_t>(data.test->imageBytes()));
    data.test->read(1, pixels.data());  // found under its own name
    CHECK(data.test->label(1) == 1);
}

TEST_CASE("a folder in grey, for a network of one channel", "[folder]") {
    const TempFolder folder;
    addImage(folder, "train/a/1.png", 8, 6);
    addImage(folder, "test/a/2.png", 8, 6);
    const ImageData data = openImageData(folder.path());
    const ImageData grey = greyData(data);
    REQUIRE(grey.test->imageBytes() == 8 * 6);
    const Bytes rgb = readImage(*data.test, 0);
    const Bytes pixels = readImage(*grey.test, 0);
    // PIL's ImageConvert L24: 0.299, 0.587 and 0.114 of 65536, rounded.
    for (size_t i = 0; i < pixels.size(); ++i) {
        CHECK(pixels[i] ==
              (19595 * rgb[3 * i] + 38470 * rgb[3 * i + 1] + 7471 * rgb[3 * i + 2] + 32768) /
                  65536);
    }
    CHECK(grey.normalisation == computeNormalisation(*grey.train));
    CHECK(grey.digest == data.digest);

    ImageFolderOptions options;
    options.normalisation = NormalisationChoice::Half;
    CHECK(greyData(openImageData(folder.path(), options)).normalisation ==
          Normalisation{{0.5}, {0.5}});
    options.normalisation = NormalisationChoice::Imagenet;
    checkError(ErrorCode::InvalidArgument, {"three channels"},
               [&] { greyData(openImageData(folder.path(), options)); });
}

}  // namespace secateur::test
