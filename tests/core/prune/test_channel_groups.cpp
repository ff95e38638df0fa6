#include "core/prune/channel_groups.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/error.h"
#include "tests/support/catch.h"
#include "tests/support/hand_graph.h"

namespace secateur::test {

namespace {

/// "expand 8: expand" with the width and the makers, "-" before those that are fixed.
std::string summary(const std::vector<ChannelGroup>& groups) {
    std::string text;
    for (const ChannelGroup& group : groups) {
        text += fmt::format("{}{} {}: {}\n", group.fixed.empty() ? "" : "-", group.name,
                            group.width, fmt::join(group.makers, " "));
    }
    return text;
}

/// "conv.in[0,1]", one a slice; positions of channel `channel` alone.
std::string placesOf(const Graph& graph, const ChannelGroup& group, int64_t channel) {
    std::vector<std::string> places;
    for (const ChannelSlice& slice : group.slices) {
        std::vector<int64_t> positions;
        for (size_t k = 0; k < slice.positions.size(); ++k) {
            if (slice.channels[k] == channel) {
                positions.push_back(slice.positions[k]);
            }
        }
        if (!positions.empty()) {
            places.push_back(fmt::format("{}.{}[{}]", graph.node(slice.node).name,
                                         slice.axis == ChannelAxis::Input ? "in" : "out",
                                         fmt::join(positions, ",")));
        }
    }
    return fmt::format("{}", fmt::join(places, " "));
}

const ChannelGroup& named(const std::vector<ChannelGroup>& groups, const std::string& name) {
    for (const ChannelGroup& group : groups) {
        if (group.name == name) {
            return group;
        }
    }
    FAIL("no group " << name);
    throw std::logic_error(name);
}

}  // namespace

TEST_CASE("an inverted residual: the expansion with its depthwise layer, the ends of the sum",
          "[channel_groups]") {
    const Graph graph = invertedResidual();
    const auto groups = channelGroups(graph);
    CHECK(summary(groups) ==
          "-input 3: input\n"
          "stem 4: stem project\n"
          "expand 8: expand\n"
          "-linear 2: linear\n");
    CHECK(named(groups, "input").fixed == "the network's input");
    CHECK(named(groups, "linear").fixed == "the network's output");
    CHECK(named(groups, "expand").role == "expand");
    CHECK(named(groups, "expand").block == "block");
    CHECK(placesOf(graph, named(groups, "expand"), 5) ==
          "expand.out[5] expand.bn.out[5] dw.out[5] dw.bn.out[5] project.in[5]");
    CHECK(placesOf(graph, named(groups, "stem"), 2) ==
          "stem.out[2] stem.bn.out[2] expand.in[2] project.out[2] project.bn.out[2] linear.in[2]");
}

TEST_CASE("a chain of residual sums is one group", "[channel_groups]") {
    HandGraph g(3, 4);
    NodeId x = g.conv("a", 0, 3, 6);
    for (const char* name : {"b", "c", "d"}) {
        const NodeId inner = g.conv(std::string(name) + "1", x, 6, 5);
        x = g.add(std::string(name) + "+", Add{}, {g.conv(name, inner, 5, 6), x});
    }
    const Graph graph = g.finish(x, 6);
    CHECK(summary(channelGroups(graph)) ==
          "-input 3: input\n"
          "a 6: a b c d\n"
          "b1 5: b1\n"
          "c1 5: c1\n"
          "d1 5: d1\n"
          "-linear 2: linear\n");
}

TEST_CASE("concatenations map to slices, nested ones too", "[channel_groups]") {
    HandGraph g(3, 4);
    const NodeId a = g.conv("a", 0, 3, 2);
    const NodeId b = g.conv("b", a, 2, 3);
    const NodeId ba = g.add("ba", Concat{}, {b, a});
    const NodeId c = g.conv("c", g.norm("bn", ba, 5), 5, 2);
    const NodeId all = g.add("cba", Concat{}, {c, ba});
    const Graph graph = g.finish(g.conv("d", all, 7, 4), 4);
    const auto groups = channelGroups(graph);
    CHECK(summary(groups) ==
          "-input 3: input\n"
          "a 2: a\n"
          "b 3: b\n"
          "c 2: c\n"
          "d 4: d\n"
          "-linear 2: linear\n");
    CHECK(placesOf(graph, named(groups, "a"), 1) == "a.out[1] b.in[1] bn.out[4] c.in[4] d.in[6]");
    CHECK(placesOf(graph, named(groups, "b"), 0) == "b.out[0] bn.out[0] c.in[0] d.in[2]");
    CHECK(placesOf(graph, named(groups, "c"), 1) == "c.out[1] d.in[1]");
}

TEST_CASE("a concatenation that is added to splits the other side's channels", "[channel_groups]") {
    HandGraph g(3, 4);
    const NodeId wide = g.conv("wide", 0, 3, 5);
    const NodeId a = g.conv("a", 0, 3, 2);
    const NodeId sum = g.add("sum", Add{}, {wide, g.add("ax", Concat{}, {a, 0})});
    const Graph graph = g.finish(sum, 5);
    const auto groups = channelGroups(graph);
    // Channels 2 to 4 of "wide" are added to the network's input.
    CHECK(summary(groups) ==
          "-input 3: input wide\n"
          "wide 2: wide a\n"
          "-linear 2: linear\n");
    CHECK(named(groups, "input").fixed == "the network's input");
    CHECK(placesOf(graph, named(groups, "wide"), 1) == "wide.out[1] a.out[1] linear.in[1]");

    HandGraph h(3, 4);
    const NodeId both = h.conv("both", 0, 3, 5);
    const NodeId x = h.conv("x", 0, 3, 2);
    const NodeId y = h.conv("y", 0, 3, 3);
    const Graph split = h.finish(h.add("sum", Add{}, {both, h.add("xy", Concat{}, {x, y})}), 5);
    CHECK(summary(channelGroups(split)) ==
          "-input 3: input\n"
          "both 2: both x\n"
          "both#2 3: both y\n"
          "-linear 2: linear\n");
}

TEST_CASE("a channel that is added to another of the same layer goes with it", "[channel_groups]") {
    HandGraph g(3, 4);
    const NodeId a = g.conv("a", 0, 3, 2);
    const NodeId b = g.conv("b", 0, 3, 1);
    // a0 + b0, a1 + a0, b0 + a1: one for all.
    const NodeId sum =
        g.add("sum", Add{}, {g.add("ab", Concat{}, {a, b}), g.add("ba", Concat{}, {b, a})});
    const Graph graph = g.finish(sum, 3);
    const auto groups = channelGroups(graph);
    CHECK(summary(groups) ==
          "-input 3: input\n"
          "a 1: a b\n"
          "-linear 2: linear\n");
    CHECK(placesOf(graph, named(groups, "a"), 0) == "a.out[0,1] b.out[0] linear.in[0,1,2]");
}

TEST_CASE("flattening spreads a channel over its columns", "[channel_groups]") {
    HandGraph g(3, 4);
    NodeId x = g.conv("a", 0, 3, 2);
    x = g.add("pool", MaxPool2d{}, {x});
    x = g.add("flatten", Flatten{}, {x});
    x = g.linear("hidden", x, 8, 3);
    g.linear("out", g.add("drop", Dropout{}, {x}), 3, 2);
    const Graph graph = g.finish();
    const auto groups = channelGroups(graph);
    CHECK(summary(groups) ==
          "-input 3: input\n"
          "a 2: a\n"
          "hidden 3: hidden\n"
          "-out 2: out\n");
    CHECK(placesOf(graph, named(groups, "a"), 1) == "a.out[1] hidden.in[4,5,6,7]");
}

TEST_CASE("squeeze and excitation is cut with the channels that it scales", "[channel_groups]") {
    HandGraph g(3, 4);
    const NodeId a = g.conv("a", 0, 3, 6);
    NodeId s = g.conv("squeeze", g.add("pooled", GlobalAvgPool{}, {a}), 6, 2);
    s = g.add("gate", Activation{ActivationKind::Sigmoid}, {g.conv("excite", s, 2, 6)});
    const Graph graph = g.finish(g.add("scaled", Multiply{}, {a, s}), 6);
    const auto groups = channelGroups(graph);
    CHECK(summary(groups) ==
          "-input 3: input\n"
          "a 6: a excite\n"
          "squeeze 2: squeeze\n"
          "-linear 2: linear\n");
    CHECK(placesOf(graph, named(groups, "a"), 3) ==
          "a.out[3] squeeze.in[3] excite.out[3] linear.in[3]");
}

TEST_CASE("a selection hands some channels on, which are a group of their own",
          "[channel_groups]") {
    HandGraph g(3, 4);
    const NodeId a = g.conv("a", 0, 3, 4);
    const NodeId half = g.add("half", SelectChannels{{2, 3}}, {a});
    const NodeId b = g.conv("b", half, 2, 2);
    const NodeId all = g.add("join", Concat{}, {g.add("rest", SelectChannels{{0, 1}}, {a}), b});
    const Graph graph = g.finish(g.add("shuffle", SelectChannels{{0, 2, 1, 3}}, {all}), 4);
    const auto groups = channelGroups(graph);
    CHECK(summary(groups) ==
          "-input 3: input\n"
          "a 2: a\n"
          "a#2 2: a\n"
          "b 2: b\n"
          "-linear 2: linear\n");
    CHECK(placesOf(graph, named(groups, "a"), 1) ==
          "a.out[1] half.in[1] rest.in[1] rest.out[1] shuffle.in[1] shuffle.out[2] linear.in[2]");
    CHECK(placesOf(graph, named(groups, "a#2"), 0) ==
          "a.out[2] half.in[2] half.out[0] b.in[0] rest.in[2]");
    CHECK(placesOf(graph, named(groups, "b"), 0) ==
          "b.out[0] shuffle.in[2] shuffle.out[1] linear.in[1]");
}

TEST_CASE("what a layer norm normalises is fixed and says so", "[channel_groups]") {
    HandGraph g(3, 4);
    const NodeId a = g.conv("a", 0, 3, 4);
    const NodeId norm =
        g.add("norm", LayerNorm2d{4}, {a}, {{"weight", at::ones({4})}, {"bias", at::zeros({4})}});
    const auto groups = channelGroups(g.finish(g.conv("b", norm, 4, 5), 5));
    CHECK(named(groups, "a").fixed == "norm normalises over all channels");
    CHECK(named(groups, "b").fixed.empty());
}

TEST_CASE("what a group of a convolution reads and makes goes together, one channel or several",
          "[channel_groups]") {
    HandGraph g(3, 4);
    const NodeId a = g.conv("a", 0, 3, 4);
    const NodeId b = g.conv("grouped", a, 4, 6, 2);
    const NodeId c = g.conv("c", b, 6, 3);
    const Graph graph = g.finish(g.conv("dw", c, 3, 6, 3), 6);
    const auto groups = channelGroups(graph);
    CHECK(summary(groups) ==
          "-input 3: input\n"
          "a 2: a\n"
          "c 3: c\n"
          "-linear 2: linear\n");
    CHECK(placesOf(graph, named(groups, "a"), 1) == "a.out[2,3] grouped.out[3,4,5] c.in[3,4,5]");
    CHECK(placesOf(graph, named(groups, "c"), 2) == "c.out[2] dw.out[4,5] linear.in[4,5]");
}

TEST_CASE("a name that is no group is refused with what helps", "[channel_groups]") {
    const Graph graph = invertedResidual();
    const auto groups = channelGroups(graph);
    CHECK(requireGroup(graph, groups, "expand").width == 8);
    CHECK_THROWS_WITH(requireGroup(graph, groups, "nothing"),
                      Catch::Matchers::ContainsSubstring("one of stem, expand"));
    CHECK_THROWS_WITH(requireGroup(graph, groups, "dw"),
                      Catch::Matchers::ContainsSubstring("expand, which its channels belong to"));
    CHECK_THROWS_WITH(requireGroup(graph, groups, "project"),
                      Catch::Matchers::ContainsSubstring("stem, which its channels belong to"));
}

}  // namespace secateur::test
