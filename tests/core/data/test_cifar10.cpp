#include "core/data/cifar10.h"

#include <fstream>

#include "tests/core/data/fixtures.h"

namespace secateur::test {

TEST_CASE("CIFAR-10's binary version is read, batches in order", "[cifar10]") {
    const TempFolder folder;
    writeBytes(folder.at("data_batch_10.bin"), cifarRecords({8}));
    writeBytes(folder.at("data_batch_2.bin"), cifarRecords({5, 6}));
    writeBytes(folder.at("data_batch_1.bin"), cifarRecords({9}));
    writeBytes(folder.at("test_batch.bin"), cifarRecords({0, 7}));
    REQUIRE(holdsCifar10(folder.path()));
    const ImageData data = openCifar10(folder.path());
    CHECK(data.kind == DatasetKind::Cifar10);
    CHECK(data.classNames.front() == "airplane");
    CHECK(data.normalisation == cifar10Normalisation());
    REQUIRE(data.train->size() == 4);
    const std::vector<int64_t> labels = {data.train->label(0), data.train->label(1),
                                         data.train->label(2), data.train->label(3)};
    CHECK(labels == std::vector<int64_t>{9, 5, 6, 8});
    REQUIRE(data.test->size() == 2);
    Bytes pixels(static_cast<size_t>(data.test->imageBytes()));
    REQUIRE(pixels.size() == 3072);
    data.test->read(1, pixels.data());
    // (label + 3 * position) mod 256: the first green stands at position 1024, in a
    // data set beside the first red.
    CHECK(int{pixels[0]} == 7);
    CHECK(int{pixels[1]} == (7 + 3 * 1024) % 256);
    CHECK(int{pixels[3 * 33 + 2]} == (7 + 3 * (2048 + 33)) % 256);
    CHECK(int{pixels[3071]} == (7 + 3 * 3071) % 256);
}

TEST_CASE("bad CIFAR-10 files are refused with file and record", "[cifar10]") {
    const TempFolder folder;
    const std::string test = folder.at("test_batch.bin");
    writeBytes(folder.at("data_batch_1.bin"), cifarRecords({1}));
    checkError(ErrorCode::NotFound, {"test_batch.bin"}, [&] { openCifar10(folder.path()); });
    writeBytes(test, cifarRecords({0, 1, 10, 2}));
    checkError(ErrorCode::CorruptData, {test, "record 2", "0 to 9", "got 10"},
               [&] { openCifar10(folder.path()); });
    Bytes bytes = cifarRecords({0, 1});
    bytes.pop_back();
    writeBytes(test, bytes);
    checkError(ErrorCode::CorruptData, {test, "record 1", "3073", "6145 bytes"},
               [&] { openCifar10(folder.path()); });
    writeBytes(test, {});
    checkError(ErrorCode::CorruptData, {test, "0 bytes"}, [&] { openCifar10(folder.path()); });
}

TEST_CASE("batches.meta.txt names the classes", "[cifar10]") {
    const TempFolder folder;
    writeBytes(folder.at("test_batch.bin"), cifarRecords({0}));
    std::ofstream(folder.at("batches.meta.txt")) << "a\r\nb\nc\nd\ne\nf\ng\nh\ni\nj k\n\n";
    const ImageData data = openCifar10(folder.path());
    CHECK(data.train == nullptr);
    CHECK(data.classNames ==
          std::vector<std::string>{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j k"});
    std::ofstream(folder.at("batches.meta.txt")) << "a\nb\n";
    checkError(ErrorCode::CorruptData, {"batches.meta.txt", "10 names", "got 2"},
               [&] { openCifar10(folder.path()); });
}

}  // namespace secateur::test
