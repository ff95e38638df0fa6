// The graph in a model file. What was accepted is written and accepted again.

#include "core/io/graph_json.h"

#include <cstdlib>

#include "core/base/json_text.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace secateur;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    return fuzz::succeedsOrRefuses([&] {
        const Graph graph = graphFromJson(parseJson(text, "fuzzed"), "fuzzed");
        for (const Node& node : graph.nodes()) {
            for (const Parameter& parameter : node.parameters) {
                const at::ScalarType type = parameter.value.scalar_type();
                if (type == at::kChar || type == at::kInt) {
                    return;  // a placeholder for qint8 or qint32, which graphToJson does not take
                }
            }
        }
        const Graph again =
            fuzz::mustSucceed([&] { return graphFromJson(graphToJson(graph), "written"); });
        if (again.size() != graph.size()) {
            std::abort();
        }
    });
}
