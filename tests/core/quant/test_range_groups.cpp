#include "core/quant/range_groups.h"

#include "core/graph/builder.h"
#include "tests/support/catch.h"

using namespace secateur;

namespace {

/// a -> pool; b of a; cat1(b, a); c of cat1; cat2(c, cat1); d of cat2.
Graph chain() {
    GraphBuilder b({"test", 2, 2, 8, 8, ""}, 1);
    const NodeId first = b.conv("a", b.input(), 4, 3);
    const NodeId pooled = b.avgPool("pool", first, 2, 2);
    const NodeId cat1 = b.concat("cat1", {b.conv("b", pooled, 4, 3), pooled});
    const NodeId cat2 = b.concat("cat2", {b.conv("c", cat1, 4, 3), cat1});
    b.conv("d", cat2, 4, 1);
    return b.finish();
}

std::vector<std::string> sharing(const Graph& graph, const std::string& own) {
    const auto groups = rangeGroups(graph, [&](NodeId id) { return graph.node(id).name == own; });
    std::vector<std::string> names;
    for (const NodeId id : groups) {
        names.push_back(graph.node(id).name);
    }
    return names;
}

}  // namespace

TEST_CASE("what a chain of concatenations reads shares one range") {
    const Graph graph = chain();
    // input, a, pool, b, cat1, c, cat2, d
    CHECK(sharing(graph, "") ==
          std::vector<std::string>{"input", "a", "pool", "a", "a", "a", "a", "d"});
}

TEST_CASE("a node with a range of its own stays alone") {
    const Graph graph = chain();
    CHECK(sharing(graph, "a") ==
          std::vector<std::string>{"input", "a", "pool", "b", "b", "b", "b", "d"});
    CHECK(sharing(graph, "cat2") ==
          std::vector<std::string>{"input", "a", "pool", "a", "a", "c", "cat2", "d"});
}
