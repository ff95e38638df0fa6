// PyTorch checkpoints: zip archive and legacy pickle.

#include "core/io/pytorch_checkpoint.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::vector<uint8_t> bytes(data, data + size);
    return secateur::fuzz::succeedsOrRefuses(
        [&] { secateur::parsePytorchCheckpoint(bytes, "fuzzed"); });
}
