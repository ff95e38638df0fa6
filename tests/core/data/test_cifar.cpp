#include "core/data/cifar.h"

#include <fstream>

#include "tests/core/data/fixtures.h"

namespace secateur::test {

TEST_CASE("CIFAR-10's binary version is read, batches in order", "[cifar10]") {
    const TempFolder folder;
    writeBytes(folder.at("data_batch_10.bin"), cifarRecords({8}));
    writeBytes(folder.at("data_batch_2.bin"), cifarRecords({5, 6}));
    writeBytes(folder.at("data_batch_1.bin"), cifarRecords({9}));
    writeBytes(folder.at("test_batch.bin"), cifarRecords({0, 7}));
    REQUIRE(holdsCifar(folder.path()));
    const ImageData data = openCifar(folder.path());
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
    checkError(ErrorCode::NotFound, {"test_batch.bin"}, [&] { openCifar(folder.path()); });
    writeBytes(test, cifarRecords({0, 1, 10, 2}));
    checkError(ErrorCode::CorruptData, {test, "record 2", "0 to 9", "got 10"},
               [&] { openCifar(folder.path()); });
    Bytes bytes = cifarRecords({0, 1});
    bytes.pop_back();
    writeBytes(test, bytes);
    checkError(ErrorCode::CorruptData, {test, "record 1", "3073", "6145 bytes"},
               [&] { openCifar(folder.path()); });
    writeBytes(test, {});
    checkError(ErrorCode::CorruptData, {test, "0 bytes"}, [&] { openCifar(folder.path()); });
}

TEST_CASE("batches.meta.txt names the classes", "[cifar10]") {
    const TempFolder folder;
    writeBytes(folder.at("test_batch.bin"), cifarRecords({0}));
    std::ofstream(folder.at("batches.meta.txt")) << "a\r\nb\nc\nd\ne\nf\ng\nh\ni\nj k\n\n";
    const ImageData data = openCifar(folder.path());
    CHECK(data.train == nullptr);
    CHECK(data.classNames ==
          std::vector<std::string>{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j k"});
    std::ofstream(folder.at("batches.meta.txt")) << "a\nb\n";
    checkError(ErrorCode::CorruptData, {"batches.meta.txt", "10 names", "got 2"},
               [&] { openCifar(folder.path()); });
}

namespace {

std::string python2Text(const std::string& text) {
    return "U" + std::string(1, static_cast<char>(text.size())) + text;
}

/// A batch as Python 2 pickled it: a numpy array of planes (all pixels of an image its label) and a
/// list of labels.
void writePickledBatch(const std::string& path, const std::string& labelsName,
                       const std::vector<int>& labels) {
    std::string planes;
    std::string list = "](";
    for (const int label : labels) {
        planes += std::string(3072, static_cast<char>(label));
        list += "K" + std::string(1, static_cast<char>(label));
    }
    std::string size(4, '\0');
    for (size_t i = 0; i < 4; ++i) {
        size[i] = static_cast<char>(planes.size() >> 8 * i & 0xff);
    }
    const std::string array = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x01\x85" +
                              python2Text("b") + "\x87R(K\x01)N\x89T" + size + planes + "tb";
    const std::string pickle =
        "\x80\x02}(" + python2Text("data") + array + python2Text(labelsName) + list + "eu.";
    writeBytes(path, Bytes(pickle.begin(), pickle.end()));
}

}  // namespace

TEST_CASE("CIFAR's version for Python is read as data, also from its parent", "[cifar10]") {
    const TempFolder parent;
    const std::string folder = parent.at("cifar-10-batches-py");
    writePickledBatch(parent.at("cifar-10-batches-py/data_batch_1"), "labels", {3, 4});
    writePickledBatch(parent.at("cifar-10-batches-py/data_batch_2"), "labels", {5});
    writePickledBatch(parent.at("cifar-10-batches-py/test_batch"), "labels", {9});
    for (const std::string& place : {folder, parent.path()}) {
        const ImageData data = openImageData(place);
        CHECK(data.kind == DatasetKind::Cifar10);
        REQUIRE(data.train->size() == 3);
        CHECK(data.train->label(2) == 5);
        CHECK(data.test->label(0) == 9);
        Bytes pixels(3072);
        data.train->read(1, pixels.data());
        CHECK(pixels == Bytes(3072, 4));
        CHECK(data.notes.size() == (place == folder ? 0 : 1));
    }
    writePickledBatch(parent.at("cifar-10-batches-py/test_batch"), "labels", {10});
    checkError(ErrorCode::CorruptData, {"test_batch", "labels from 0 to 9"},
               [&] { openCifar(folder); });
    writePickledBatch(parent.at("cifar-10-batches-py/test_batch"), "label", {1});
    checkError(ErrorCode::CorruptData, {"a list of labels"}, [&] { openCifar(folder); });
}

TEST_CASE("CIFAR-100 is read in both versions", "[cifar100]") {
    const TempFolder binary;
    Bytes record(3074, 7);
    record[0] = 19;  // of the twenty groups
    record[1] = 99;
    writeBytes(binary.at("test.bin"), record);
    const ImageData data = openImageData(binary.path());
    CHECK(data.kind == DatasetKind::Cifar100);
    CHECK(data.test->label(0) == 99);
    CHECK(data.classNames.size() == 100);
    record[1] = 100;
    writeBytes(binary.at("test.bin"), record);
    checkError(ErrorCode::CorruptData, {"0 to 99", "got 100"}, [&] { openCifar(binary.path()); });

    const TempFolder python;
    writePickledBatch(python.at("train"), "fine_labels", {1, 2});
    writePickledBatch(python.at("test"), "fine_labels", {77});
    CHECK_FALSE(holdsCifar(python.path()));
    std::string names = "\x80\x02}" + python2Text("fine_label_names") + "](";
    for (int i = 0; i < 100; ++i) {
        names += python2Text("name" + std::to_string(i));
    }
    names += "es.";
    writeBytes(python.at("meta"), Bytes(names.begin(), names.end()));
    const ImageData pickled = openImageData(python.path());
    CHECK(pickled.kind == DatasetKind::Cifar100);
    CHECK(pickled.test->label(0) == 77);
    CHECK(pickled.classNames[42] == "name42");
}

}  // namespace secateur::test
