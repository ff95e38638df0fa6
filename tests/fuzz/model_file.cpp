// Model files: the graph, float and INT8 tensors, sparse ones. What was accepted is costed, written
// and read again.

#include "core/io/model_file.h"

#include <cstdlib>

#include "core/graph/cost.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace secateur;
    return fuzz::succeedsOrRefuses([&] {
        const Graph graph = parseModel({data, data + size}, "fuzzed", Values::Any);
        computeCost(graph);
        const Graph again = fuzz::mustSucceed(
            [&] { return parseModel(serializeModel(graph), "written", Values::Any); });
        if (again.size() != graph.size()) {
            std::abort();
        }
    });
}
