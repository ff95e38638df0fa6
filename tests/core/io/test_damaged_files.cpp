// Whatever is done to a file: an Error or a StateDict, never a crash, never another exception.

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/io/pytorch_checkpoint.h"
#include "core/io/safetensors.h"
#include "tests/core/io/io_support.h"
#include "tests/core/io/peer_checkpoints.h"

using namespace secateur;
using namespace secateur::test;

namespace {

using Bytes = std::vector<uint8_t>;
using Parse = std::function<void(const Bytes&)>;

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

TEST_CASE("damaged PyTorch files", "[io][damage]") {
    const PeerCheckpoints* peer = peerCheckpoints();
    if (peer == nullptr) {
        WARN("SKIPPED: /usr/bin/python3 cannot import torch (Debian: python3-torch)");
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
