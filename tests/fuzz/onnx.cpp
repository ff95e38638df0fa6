// ONNX models: the layers of whatever is read fit each other.

#include "core/graph/shapes.h"
#include "core/onnx/onnx_reader.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace secateur;
    return fuzz::succeedsOrRefuses([&] {
        const OnnxNetwork network = parseOnnx({data, data + size}, "", std::nullopt, Values::Any);
        fuzz::mustSucceed([&] { return inferShapes(network.graph); });
    });
}
