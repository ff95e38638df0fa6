#include "core/data/dataset.h"

#include <filesystem>
#include <fstream>

#include "core/data/cifar.h"
#include "core/data/memory_dataset.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/not_tested.h"

namespace secateur::test {

namespace fs = std::filesystem;

TEST_CASE("the kind of a folder is recognised", "[dataset]") {
    const TempFolder idx;
    writeIdxSplit(idx, "t10k", {0, 1});
    const ImageData digits = openImageData(idx.path());
    CHECK(std::string(enumName(digits.kind)) == "idx");
    CHECK(digits.name == fs::path(idx.path()).filename());
    CHECK(digits.location == idx.path());
    // Pixels 0..5 and 10..15: mean 7.5, variance 35 / 12 + 25.
    CHECK(digits.normalisation.mean[0] == Approx(7.5 / 255).epsilon(1e-12));
    CHECK(digits.normalisation.std[0] == Approx(std::sqrt(35.0 / 12 + 25) / 255).epsilon(1e-12));

    const TempFolder cifar;
    writeBytes(cifar.at("test_batch.bin"), cifarRecords({3}));
    CHECK(std::string(enumName(openImageData(cifar.path()).kind)) == "cifar-10");

    const TempFolder images;
    writePng(images.at("test/a/1.png"), patternImage(5, 4));
    const ImageData folder = openImageData(images.path() + "/");
    CHECK(std::string(enumName(folder.kind)) == "image-folder");
    CHECK(folder.name == fs::path(images.path()).filename());
    CHECK(folder.normalisation.mean.size() == 3);
    CHECK(openImageData(images.path(), {0, 3}).test->width() == 3);
}

TEST_CASE("what is no image data is refused", "[dataset]") {
    const TempFolder folder;
    checkError(ErrorCode::NotFound, {"absent"}, [&] { openImageData(folder.at("absent")); });
    checkError(ErrorCode::NotFound, {"no such folder"}, [&] { openImageData(""); });
    checkError(ErrorCode::Unsupported, {"t10k-images", "test_batch.bin", "train/<class>"},
               [&] { openImageData(folder.path()); });
    std::ofstream(folder.at("data_batch_1")) << "pickle";
    checkError(ErrorCode::NotFound, {"test_batch"}, [&] { openImageData(folder.path()); });
    checkError(ErrorCode::Unsupported, {"unpacked"},
               [&] { openImageData(folder.at("data_batch_1")); });
}

TEST_CASE("normalisation is taken over an even spread of images", "[dataset]") {
    // Four images of one pixel and two channels; the second channel never changes.
    const MemoryDataset dataset({2, 1, 1}, {10, 7, 20, 7, 30, 7, 40, 7}, {0, 0, 0, 0});
    const Normalisation all = computeNormalisation(dataset);
    CHECK(all.mean[0] == Approx(25.0 / 255).epsilon(1e-12));
    CHECK(all.std[0] == Approx(std::sqrt(125.0) / 255).epsilon(1e-12));
    CHECK(all.mean[1] == Approx(7.0 / 255).epsilon(1e-12));
    CHECK(all.std[1] == 1.0);
    // Images 0 and 2.
    CHECK(computeNormalisation(dataset, 2).mean[0] == Approx(20.0 / 255).epsilon(1e-12));
    checkError(ErrorCode::InvalidArgument, {"no images"}, [] {
        computeNormalisation(MemoryDataset({1, 1, 1}, {}, {}));
    });
}

TEST_CASE("the installed Fashion-MNIST opens", "[dataset][fashion][peer]") {
    if (!fs::exists("/usr/share/datasets/fashion-mnist")) {
        notTested("install dataset-fashion-mnist to test the real data");
        return;
    }
    const ImageData data = openImageData("fashion-mnist");
    CHECK(data.kind == DatasetKind::FashionMnist);
    CHECK(data.name == "fashion-mnist");
    CHECK(data.train->size() == 60000);
    CHECK(data.test->size() == 10000);
    CHECK(data.classNames[8] == "Bag");
    // Values: tests/peers/data_reference.py.
    const Normalisation test = computeNormalisation(*data.test);
    CHECK(test.mean[0] == Approx(0.2868492807122849).epsilon(1e-12));
    CHECK(test.std[0] == Approx(0.35244415324744005).epsilon(1e-12));

    // A copy under a neutral name is recognised by its test images, and has the same digest.
    const TempFolder copy;
    for (const fs::directory_entry& entry : fs::directory_iterator(data.location)) {
        fs::copy_file(entry.path(), copy.at(entry.path().filename().string()));
    }
    const ImageData copied = openImageData(copy.path());
    CHECK(copied.kind == DatasetKind::FashionMnist);
    CHECK(copied.digest == data.digest);
}

}  // namespace secateur::test
