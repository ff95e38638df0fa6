#include "core/graph/blocks.h"

#include "tests/support/catch.h"
#include "tests/support/hand_graph.h"

using namespace secateur;

namespace {

using Places = std::vector<std::pair<std::string, std::string>>;

/// Block and role of each layer with weights.
Places placesIn(Graph graph) {
    for (NodeId id = 0; id < graph.size(); ++id) {
        graph.node(id).block = graph.node(id).role = "";
    }
    assignBlocks(graph);
    Places places;
    for (const NodeId id : graph.weightedNodes()) {
        places.emplace_back(graph.node(id).block, graph.node(id).role);
    }
    return places;
}

}  // namespace

TEST_CASE("the module of an addition is the block, not the one of the layers that it adds") {
    test::HandGraph g(3, 4);
    NodeId x = g.conv("stem", 0, 3, 4);
    for (const std::string block : {"s.0", "s.1"}) {
        const NodeId y = g.conv(block + ".f.b", g.conv(block + ".f.a", x, 4, 4), 4, 4);
        const NodeId around = block == "s.0" ? g.conv(block + ".proj", x, 4, 4) : x;
        x = g.add(block + ".add", Add{}, {y, around});
    }
    CHECK(placesIn(g.finish(x, 4)) == Places{{"stem", "stem"},
                                             {"block 1", "conv1"},
                                             {"block 1", "conv2"},
                                             {"block 1", "shortcut"},
                                             {"block 2", "conv1"},
                                             {"block 2", "conv2"},
                                             {"head", ""}});
}

TEST_CASE("branches that are put together keep their names") {
    test::HandGraph g(3, 4);
    const NodeId x = g.conv("fire.squeeze", g.conv("conv", 0, 3, 4), 4, 2);
    const NodeId y =
        g.add("fire.concat", Concat{},
              {g.conv("fire.expand1x1.conv", x, 2, 2), g.conv("fire.expand3x3", x, 2, 2)});
    CHECK(placesIn(g.finish(y, 4)) == Places{{"stem", "stem"},
                                             {"block 1", "squeeze"},
                                             {"block 1", "expand1x1"},
                                             {"block 1", "expand3x3"},
                                             {"head", ""}});
}

TEST_CASE("without names of modules the sections between joins are the blocks") {
    test::HandGraph g(3, 4);
    NodeId x = g.conv("conv_0", 0, 3, 4);
    for (int i = 0; i < 2; ++i) {
        const std::string number = std::to_string(i);
        const NodeId y = g.conv("conv_1" + number, x, 4, 4, 4);
        x = g.add("add_" + number, Add{}, {g.conv("conv_2" + number, y, 4, 4), x});
    }
    CHECK(placesIn(g.finish(x, 4)) == Places{{"stem", "stem"},
                                             {"block 1", "depthwise"},
                                             {"block 1", "project"},
                                             {"block 2", "depthwise"},
                                             {"block 2", "project"},
                                             {"head", ""}});
}
