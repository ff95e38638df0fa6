// Whatever is done to a file: an Error or a StateDict, never a crash, never another exception.

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/io/pytorch_checkpoint.h"
#include "core/io/safetensors.h"
#include "core/io/zip_archive.h"
#include "tests/core/io/peer_checkpoints.h"
#include "tests/support/io_support.h"
#include "tests/support/not_tested.h"

using namespace secateur;
using namespace secateur::test;

namespace {

using Bytes = std::vector<uint8_t>;
using Parse = std::function<void(const Bytes&)>;

Bytes littleEndian(uint32_t value, int bytes) {
    Bytes result;
    for (int i = 0; i < bytes; ++i) {
        result.push_back(static_cast<uint8_t>(value >> 8 * i));
    }
    return result;
}

/// A zip of one stored entry "a" (APPNOTE 6.3), with this CRC-32 in its directory.
Bytes storedZip(const std::string& content, uint32_t crc) {
    const auto size = static_cast<uint32_t>(content.size());
    Bytes zip;
    const auto add = [&](std::initializer_list<std::pair<uint32_t, int>> fields) {
        for (const auto& [value, bytes] : fields) {
            const Bytes field = littleEndian(value, bytes);
            zip.insert(zip.end(), field.begin(), field.end());
        }
    };
    add({{0x04034b50, 4}, {20, 2}, {0, 4}, {0, 4}, {crc, 4}, {size, 4}, {size, 4}, {1, 4}});
    zip.push_back('a');
    zip.insert(zip.end(), content.begin(), content.end());
    const auto directory = static_cast<uint32_t>(zip.size());
    add({{0x02014b50, 4}, {20, 4}, {0, 4}, {0, 4}, {crc, 4}, {size, 4}, {size, 4}, {1, 4}});
    add({{0, 4}, {0, 4}, {0, 4}, {0, 2}});
    zip.push_back('a');
    const auto end = static_cast<uint32_t>(zip.size());
    add({{0x06054b50, 4}, {0, 4}, {1, 2}, {1, 2}, {end - directory, 4}, {directory, 4}, {0, 2}});
    return zip;
}

/// Cuts the file at every offset up to 200, then at every `step`th.
void truncate(const Bytes& bytes, const Parse& parse) {
    const size_t step = bytes.size() / 150 + 1;
    for (size_t size = 0; size < bytes.size(); size += size < 200 ? 1 : step) {
        INFO("cut at " << size);
        const Bytes cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK_FALSE(succeedsOrThrowsError([&] { parse(cut); }));
    }
}

/// Changes 1 to 4 bytes, with a liking for the values that make counts and offsets extreme.
void mutate(const Bytes& bytes, const Parse& parse, uint64_t seed, int rounds) {
    constexpr uint8_t kExtremes[] = {0x00, 0xff, 0x7f, 0x80, 0x01};
    int survived = 0;
    for (int round = 0; round < rounds; ++round) {
        INFO("seed " << seed << ", round " << round);
        Random random = Random::derived(seed, static_cast<uint64_t>(round));
        Bytes changed = bytes;
        const uint64_t changes = 1 + random.below(4);
        for (uint64_t i = 0; i < changes; ++i) {
            uint8_t& byte = changed[random.below(changed.size())];
            byte = random.below(2) == 0 ? kExtremes[random.below(5)]
                                        : static_cast<uint8_t>(random.next());
        }
        survived += succeedsOrThrowsError([&] { parse(changed); }) ? 1 : 0;
    }
    INFO(survived << " of " << rounds << " changed files were still readable");
    CHECK(survived < rounds);
}

void parsePytorch(const Bytes& bytes) {
    parsePytorchCheckpoint(bytes, "damaged.pth");
}

}  // namespace

TEST_CASE("damaged PyTorch files", "[io][damage][peer]") {
    const PeerCheckpoints* peer = peerCheckpoints();
    if (peer == nullptr) {
        notTested("/usr/bin/python3 cannot import torch (Debian: python3-torch)");
        return;
    }
    const std::string file = GENERATE(
        as<std::string>{}, "net.zip.pth", "net.legacy.pth", "views.zip.pth", "views.legacy.pth",
        "numpy.zip.pth", "optimizer.legacy.pth", "protocol4.zip.pth", "deflated.zip.pth");
    INFO(file);
    const Bytes bytes = readFile(peer->folder.file(file));
    truncate(bytes, parsePytorch);
    mutate(bytes, parsePytorch, 20240001, 400);
}

TEST_CASE("damaged safetensors files", "[io][damage]") {
    StateDict state;
    state.metadata = {{"format", "pt"}};
    state.tensors.emplace_back("conv.weight", at::ones({2, 3, 1, 1}));
    state.tensors.emplace_back("conv.bias", at::ones({2}, at::kHalf));
    state.tensors.emplace_back("flags", at::ones({3}, at::kBool));
    const Bytes bytes = serializeSafetensors(state);
    const Parse parse = [](const Bytes& damaged) { parseSafetensors(damaged, "damaged"); };
    truncate(bytes, parse);
    mutate(bytes, parse, 20240002, 1000);
}

TEST_CASE("random bytes behind each magic", "[io][damage]") {
    Random random(20240003);
    for (int round = 0; round < 500; ++round) {
        Bytes bytes(random.below(300) + 1);
        for (uint8_t& byte : bytes) {
            byte = static_cast<uint8_t>(random.next());
        }
        const Bytes legacy{0x80, 2,    0x8a, 10,   0x6c, 0xfc, 0x9c, 0x46,
                           0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.'};
        Bytes withLegacy = legacy;
        withLegacy.insert(withLegacy.end(), bytes.begin(), bytes.end());
        Bytes withZip{'P', 'K', 3, 4};
        withZip.insert(withZip.end(), bytes.begin(), bytes.end());
        CHECK_FALSE(succeedsOrThrowsError([&] { parsePytorch(bytes); }));
        CHECK_FALSE(succeedsOrThrowsError([&] { parsePytorch(withLegacy); }));
        CHECK_FALSE(succeedsOrThrowsError([&] { parsePytorch(withZip); }));
    }
}

TEST_CASE("a zip entry that has changed is noticed by its CRC-32", "[io][damage]") {
    const auto read = [](const Bytes& bytes) {
        ZipArchive archive({bytes.data(), bytes.size()}, "net.pth");
        const ByteView content = archive.read("a");
        return std::string(content.data, content.data + content.size);
    };
    constexpr uint32_t kCrc = 0xcbf43926;  // of "123456789", the check value of every catalogue
    const Bytes good = storedZip("123456789", kCrc);
    CHECK(read(good) == "123456789");
    for (size_t byte = 31; byte < 40; ++byte) {
        for (int bit = 0; bit < 8; ++bit) {
            Bytes changed = good;
            changed[byte] = static_cast<uint8_t>(changed[byte] ^ 1 << bit);
            const Error error = errorOf([&] { read(changed); });
            CHECK(error.code() == ErrorCode::CorruptData);
            CHECK(error.context().where == "net.pth, a");
        }
    }
    CHECK(read(storedZip("123456780", 0)) == "123456780");  // written without one
}

TEST_CASE("many tensors take time in proportion to their number", "[io][damage]") {
    // 60,000 of them; where every name was looked for among all others this took minutes.
    StateDict many;
    for (int i = 0; i < 60'000; ++i) {
        many.tensors.emplace_back("t" + std::to_string(i), at::empty({0}));
    }
    const StateDict read = parseSafetensors(serializeSafetensors(many), "x");
    CHECK(read.tensors.size() == many.tensors.size());
    CHECK(read.tensors.back().first == "t59999");
    // Half a million are refused soon: a header of more than a million values.
    std::string header = "{";
    for (int i = 0; i < 500'000; ++i) {
        header += (i == 0 ? "\"t" : ",\"t") + std::to_string(i) +
                  "\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
    }
    header += "}";
    Bytes bytes = littleEndian(static_cast<uint32_t>(header.size()), 4);
    bytes.resize(8);
    bytes.insert(bytes.end(), header.begin(), header.end());
    const Error error = errorOf([&] { parseSafetensors(bytes, "net.safetensors"); });
    CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring("a million values"));
    CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring("net.safetensors"));
}
