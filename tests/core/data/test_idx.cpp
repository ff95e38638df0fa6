#include "core/data/idx.h"

#include <filesystem>

#include "tests/core/data/fixtures.h"

namespace secateur::test {

TEST_CASE("an IDX file is read, plain or gzip", "[idx]") {
    const TempFolder folder;
    const Bytes content = {1, 2, 3, 4, 5, 255};
    const Bytes file = idxBytes(0x803, {1, 2, 3}, content);
    writeBytes(folder.at("plain"), file);
    writeBytes(folder.at("packed"), gzipped(file));
    for (const char* name : {"plain", "packed"}) {
        const IdxArray array = readIdx(folder.at(name), 3);
        CHECK(array.shape == std::vector<int64_t>{1, 2, 3});
        CHECK(array.bytes == content);
    }
}

TEST_CASE("a gzip IDX file larger than the first buffer is read whole", "[idx]") {
    const TempFolder folder;
    Bytes content(9'000'001);
    for (size_t i = 0; i < content.size(); ++i) {
        content[i] = static_cast<uint8_t>(i * i >> 7);
    }
    const auto size = static_cast<uint32_t>(content.size());
    writeBytes(folder.at("a.gz"), gzipped(idxBytes(0x801, {size}, content)));
    CHECK(readIdx(folder.at("a.gz"), 1).bytes == content);
}

TEST_CASE("a bad IDX file is refused with the reason", "[idx]") {
    const TempFolder folder;
    const std::string path = folder.at("bad");
    const auto refuse = [&](const Bytes& bytes, const std::vector<std::string>& parts) {
        for (const Bytes& file : {bytes, gzipped(bytes)}) {
            writeBytes(path, file);
            checkError(ErrorCode::CorruptData, {path}, [&] { readIdx(path, 3); });
        }
        writeBytes(path, bytes);
        checkError(ErrorCode::CorruptData, parts, [&] { readIdx(path, 3); });
    };
    refuse(idxBytes(0x803, {1, 2, 3}, {1, 2, 3, 4, 5}), {"1 x 2 x 3", "5 bytes"});
    refuse(idxBytes(0x803, {1, 2, 3}, {1, 2, 3, 4, 5, 6, 7}), {"bytes follow", "7 bytes"});
    refuse(idxBytes(0x803, {1, 2, 0}, {}), {"no data", "1 x 2 x 0"});
    refuse(idxBytes(0x803, {1, 2}, {1}), {"within its IDX header", "16 bytes", "13 bytes"});
    refuse(idxBytes(0x801, {1}, {1}), {"not an IDX file", "00000803", "00000801"});
    refuse(idxBytes(0xd03, {1, 1, 1}, {1, 2, 3, 4}), {"00000d03"});
    refuse({}, {"within its IDX header", "0 bytes"});
    checkError(ErrorCode::NotFound, {"absent"}, [&] { readIdx(folder.at("absent"), 3); });
}

TEST_CASE("an IDX header that claims terabytes takes no memory", "[idx]") {
    const TempFolder folder;
    const std::string path = folder.at("huge");
    // 2^96 would wrap around 64 bits; the second one is 4 GiB and 1,000 bytes of gzip could be 1
    // MB.
    for (const std::vector<uint32_t>& shape :
         {std::vector<uint32_t>{0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF},
          std::vector<uint32_t>{1 << 16, 1 << 8, 1 << 8},
          std::vector<uint32_t>{1U << 31, 1U << 31, 4}}) {
        const Bytes file = idxBytes(0x803, shape, Bytes(100));
        for (const Bytes& bytes : {file, gzipped(file)}) {
            writeBytes(path, bytes);
            checkError(ErrorCode::CorruptData, {path, "shorter than its IDX header says"},
                       [&] { readIdx(path, 3); });
        }
    }
}

TEST_CASE("damaged gzip data are refused", "[idx]") {
    const TempFolder folder;
    const std::string path = folder.at("a.gz");
    Bytes content(3000);
    for (size_t i = 0; i < content.size(); ++i) {
        content[i] = static_cast<uint8_t>(i * 37 % 251);
    }
    const Bytes good = gzipped(idxBytes(0x803, {30, 10, 10}, content));
    const auto refuse = [&](const Bytes& bytes) {
        writeBytes(path, bytes);
        checkError(ErrorCode::CorruptData, {path}, [&] { readIdx(path, 3); });
    };
    writeBytes(path, good);
    CHECK(readIdx(path, 3).bytes == content);
    Bytes wrongChecksum = good;
    wrongChecksum[good.size() - 8] ^= 1;
    refuse(wrongChecksum);
    for (size_t kept = 1; kept < good.size(); ++kept) {
        refuse(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(kept)));
    }
    // A few bits are padding between deflate data and checksum; all others must be noticed.
    int accepted = 0;
    for (size_t i = 12; i < good.size(); ++i) {
        Bytes damaged = good;
        damaged[i] ^= 0x10;
        writeBytes(path, damaged);
        try {
            const IdxArray array = readIdx(path, 3);
            CHECK(array.bytes == content);
            ++accepted;
        } catch (const Error& error) {
            CHECK(error.code() == ErrorCode::CorruptData);
        }
    }
    CHECK(accepted <= 1);
}

TEST_CASE("a folder of IDX files is opened", "[idx]") {
    const TempFolder folder;
    writeIdxSplit(folder, "train", {0, 1, 2, 3});
    writeIdxSplit(folder, "t10k", {4, 0});
    REQUIRE(holdsIdx(folder.path()));
    const ImageData data = openIdx(folder.path());
    CHECK(data.kind == DatasetKind::Idx);
    CHECK(data.classNames == std::vector<std::string>{"0", "1", "2", "3", "4"});
    CHECK(data.train->size() == 4);
    CHECK(data.test->size() == 2);
    CHECK(data.test->label(0) == 4);
    CHECK(data.test->channels() == 1);
    CHECK(data.test->height() == 2);
    CHECK(data.test->width() == 3);
    Bytes pixels(6);
    data.train->read(3, pixels.data());
    CHECK(pixels == Bytes{30, 31, 32, 33, 34, 35});

    // One label changed: other data, another digest.
    writeIdxSplit(folder, "train", {0, 1, 2, 2});
    CHECK(openIdx(folder.path()).digest != data.digest);
    CHECK(data.digest.size() == 32);
}

TEST_CASE("IDX files that do not belong together are refused", "[idx]") {
    const TempFolder folder;
    writeIdxSplit(folder, "train", {0, 1, 2});
    checkError(ErrorCode::NotFound, {"t10k-images-idx3-ubyte"}, [&] { openIdx(folder.path()); });
    writeIdxSplit(folder, "t10k", {0, 1});
    CHECK(openIdx(folder.path()).classNames.size() == 3);

    writeBytes(folder.at("t10k-labels-idx1-ubyte"), idxBytes(0x801, {3}, {0, 1, 1}));
    checkError(ErrorCode::CorruptData, {"t10k-labels", "2 labels", "got 3"},
               [&] { openIdx(folder.path()); });
    std::filesystem::remove(folder.at("t10k-labels-idx1-ubyte"));
    checkError(ErrorCode::NotFound, {"t10k-labels-idx1-ubyte"}, [&] { openIdx(folder.path()); });

    writeBytes(folder.at("t10k-labels-idx1-ubyte"), idxBytes(0x801, {1}, {0}));
    writeBytes(folder.at("t10k-images-idx3-ubyte"), idxBytes(0x803, {1, 2, 2}, Bytes(4)));
    checkError(ErrorCode::Mismatch, {"two sizes", "2 x 3", "2 x 2"},
               [&] { openIdx(folder.path()); });
}

TEST_CASE("Fashion-MNIST knows its ten classes", "[idx]") {
    const TempFolder folder;
    const TempFolder outer;
    const std::string path = outer.at("Fashion/x");
    writeIdxSplit(folder, "t10k", {3, 9});
    std::filesystem::copy(folder.path(), outer.path() + "/Fashion",
                          std::filesystem::copy_options::recursive);
    const ImageData data = openIdx(outer.path() + "/Fashion");
    CHECK(data.kind == DatasetKind::FashionMnist);
    CHECK(data.classNames.size() == 10);
    CHECK(data.classNames[9] == "Ankle boot");
    CHECK(data.train == nullptr);
    CHECK(data.normalisation == Normalisation{{0.2860}, {0.3530}});

    writeBytes(outer.at("Fashion/t10k-labels-idx1-ubyte"), idxBytes(0x801, {2}, {3, 10}));
    checkError(ErrorCode::CorruptData, {"t10k-labels", "label 1", "0 to 9", "got 10"},
               [&] { openIdx(outer.path() + "/Fashion"); });
}

TEST_CASE("a missing Fashion-MNIST names the package", "[idx]") {
    const TempFolder folder;
    checkError(ErrorCode::NotFound, {"dataset-fashion-mnist"},
               [&] { openInstalledFashionMnist(folder.path()); });
}

TEST_CASE("a gzip file that unpacks to far more than images would is refused", "[idx]") {
    // 96 MB of zeros in 93 kB: it holds what it announces, and a larger one would take all memory.
    const TempFolder folder;
    const Bytes zeros(96 << 20);
    writeBytes(folder.at("bomb.gz"), gzipped(idxBytes(0x801, {96 << 20}, zeros)));
    CHECK(std::filesystem::file_size(folder.at("bomb.gz")) < 200'000);
    checkError(ErrorCode::CorruptData, {folder.at("bomb.gz"), "at most"},
               [&] { readIdx(folder.at("bomb.gz"), 1); });
    writeBytes(folder.at("plain"), idxBytes(0x801, {96 << 20}, zeros));
    CHECK(readIdx(folder.at("plain"), 1).bytes.size() == zeros.size());
}

}  // namespace secateur::test
