// PyTorch checkpoints: zip archive and legacy pickle.

#include "core/io/pytorch_checkpoint.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::vector<uint8_t> bytes(data, data + size);
    return secateur::fuzz::succeedsOrRefuses([&] {
        const secateur::Checkpoint checkpoint = secateur::parsePytorchCheckpoint(bytes, "fuzzed");
        for (size_t offer = 0; offer < checkpoint.offers.size(); ++offer) {
            checkpoint.read(offer);
        }
    });
}
