// safetensors files, and the sparse encoding on top of them. What was read is written and read
// again: the same tensors.

#include "core/io/safetensors.h"

#include <cstdlib>

#include "core/io/sparse_encoding.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace secateur;
    return fuzz::succeedsOrRefuses([&] {
        const StateDict state = parseSafetensors({data, data + size}, "fuzzed");
        const StateDict again = fuzz::mustSucceed(
            [&] { return parseSafetensors(serializeSafetensors(state), "written"); });
        if (again.tensors.size() != state.tensors.size()) {
            std::abort();
        }
        decodeSparse(state, "fuzzed");
    });
}
