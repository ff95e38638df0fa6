#include "core/prune/channel_selection.h"

#include <cmath>
#include <set>

#include "core/base/error.h"
#include "core/prune/channel_saliency.h"
#include "tests/support/catch.h"
#include "tests/support/hand_graph.h"

namespace secateur::test {

namespace {

/// "a" 3 -> 4 with a BatchNorm2d, "b" 4 -> 2 without. Filters' L1 norms: a 1 7 2 6, b 8 4; the
/// second filter of a has the smaller L2 norm than the fourth (7 spread over four, 6 in one).
Graph twoLayers() {
    HandGraph g(3, 4);
    NodeId x = g.conv("a", 0, 3, 4, 1, "expand");
    x = g.norm("bn", x, 4);
    Graph graph = g.finish(g.conv("b", x, 4, 2), 2);
    Node& a = graph.node(graph.require("a"));
    a.setParameter("weight", at::tensor({1.0F, 0.0F, 0.0F,   //
                                         -2.0F, 3.0F, 2.0F,  //
                                         0.0F, -2.0F, 0.0F,  //
                                         0.0F, 0.0F, 6.0F})
                                 .view({4, 3, 1, 1}));
    Node& b = graph.node(graph.require("b"));
    b.setParameter(
        "weight", at::tensor({2.0F, 2.0F, 2.0F, 2.0F, 1.0F, 1.0F, 1.0F, -1.0F}).view({2, 4, 1, 1}));
    graph.node(graph.require("bn")).setParameter("weight", at::tensor({3.0F, -1.0F, 2.0F, 0.5F}));
    return graph;
}

using Scores = std::vector<double>;

ChannelRecipe recipeOf(PruneScope scope, double amount) {
    ChannelRecipe recipe;
    recipe.scope = scope;
    recipe.amount = amount;
    return recipe;
}

}  // namespace

TEST_CASE("saliency of channels, by hand", "[channel_selection]") {
    const Graph graph = twoLayers();
    const auto groups = channelGroups(graph);
    const ChannelGroup& a = requireGroup(graph, groups, "a");
    const ChannelGroup& b = requireGroup(graph, groups, "b");
    CHECK(channelSaliency(graph, a, PruneCriterion::L1) == Scores{1, 7, 2, 6});
    const Scores l2 = channelSaliency(graph, a, PruneCriterion::L2);
    CHECK(l2[0] == Approx(1));
    CHECK(l2[1] == Approx(std::sqrt(17.0)));
    CHECK(l2[3] == Approx(6));
    CHECK(channelSaliency(graph, a, PruneCriterion::BnScale) == Scores{3, 1, 2, 0.5});
    CHECK(channelSaliency(graph, b, PruneCriterion::L1) == Scores{8, 4});
    CHECK(channelSaliency(graph, b, PruneCriterion::BnScale).empty());
}

TEST_CASE("the norm of a group counts all that a cut takes, by hand", "[channel_selection]") {
    const Graph graph = twoLayers();
    const auto groups = channelGroups(graph);
    // A filter of a, its scale in bn, and its column of b (2 and 1 or -1), all squared.
    CHECK(channelSaliency(graph, requireGroup(graph, groups, "a"), PruneCriterion::GroupNorm) ==
          Scores{1 + 9 + 5, 17 + 1 + 5, 4 + 4 + 5, 36 + 0.25 + 5});
    // b: 16 and 4, and its columns of the linear layer.
    const at::Tensor linear = graph.node(graph.require("linear")).parameter("weight");
    const Scores b =
        channelSaliency(graph, requireGroup(graph, groups, "b"), PruneCriterion::GroupNorm);
    CHECK(b[0] == Approx(16 + linear.pow(2).sum(0)[0].item<float>()));
    CHECK(b[1] == Approx(4 + linear.pow(2).sum(0)[1].item<float>()));
}

TEST_CASE("a filter near the others can be spared, by hand", "[channel_selection]") {
    const Graph graph = twoLayers();
    const auto groups = channelGroups(graph);
    const Scores a =
        channelSaliency(graph, requireGroup(graph, groups, "a"), PruneCriterion::GeometricMedian);
    // Squared distances of (1,0,0), (-2,3,2), (0,-2,0) and (0,0,6).
    const double d01 = std::sqrt(22.0);
    const double d02 = std::sqrt(5.0);
    const double d03 = std::sqrt(37.0);
    const double d12 = std::sqrt(33.0);
    const double d13 = std::sqrt(29.0);
    const double d23 = std::sqrt(40.0);
    CHECK(a[0] == Approx(d01 + d02 + d03));
    CHECK(a[1] == Approx(d01 + d12 + d13));
    CHECK(a[2] == Approx(d02 + d12 + d23));
    CHECK(a[3] == Approx(d03 + d13 + d23));
}

TEST_CASE("random channels are a function of seed and name", "[channel_selection]") {
    const Graph graph = twoLayers();
    const auto groups = channelGroups(graph);
    const ChannelGroup& a = requireGroup(graph, groups, "a");
    const ChannelGroup& b = requireGroup(graph, groups, "b");
    const Scores first = channelSaliency(graph, a, {PruneCriterion::Random, 1});
    CHECK(first == channelSaliency(graph, a, {PruneCriterion::Random, 1}));
    CHECK(first != channelSaliency(graph, a, {PruneCriterion::Random, 2}));
    CHECK(first[0] != channelSaliency(graph, b, {PruneCriterion::Random, 1})[0]);
    ChannelRecipe recipe = recipeOf(PruneScope::Layer, 0.5);
    recipe.criterion = PruneCriterion::Random;
    std::set<ChannelCut> cuts;
    for (recipe.seed = 0; recipe.seed < 20; ++recipe.seed) {
        cuts.insert(selectChannels(graph, groups, recipe));
    }
    CHECK(cuts.size() > 4);  // of the 6 * 2 that there are
}

TEST_CASE("saliency is summed over all layers that have the channel in their output",
          "[channel_selection]") {
    const Graph graph = invertedResidual();
    const auto groups = channelGroups(graph);
    const auto filters = [&](const std::string& layer) {
        return graph.node(graph.require(layer)).parameter("weight").flatten(1).abs().sum(1);
    };
    const Scores expand =
        channelSaliency(graph, requireGroup(graph, groups, "expand"), PruneCriterion::L1);
    const Scores stem =
        channelSaliency(graph, requireGroup(graph, groups, "stem"), PruneCriterion::L1);
    REQUIRE(expand.size() == 8);
    for (int64_t c = 0; c < 8; ++c) {
        CHECK(expand[static_cast<size_t>(c)] ==
              Approx((filters("expand") + filters("dw"))[c].item<float>()));
    }
    CHECK(stem[3] == Approx((filters("stem") + filters("project"))[3].item<float>()));
}

TEST_CASE("local, global and planned selection, by hand", "[channel_selection]") {
    const Graph graph = twoLayers();
    const auto groups = channelGroups(graph);
    CHECK(selectChannels(graph, groups, recipeOf(PruneScope::Layer, 0.5)) ==
          ChannelCut{{"a", {0, 2}}, {"b", {1}}});
    // Over the group's mean: a 0.25 1.75 0.5 1.5, b 1.33 0.67. Half of six are 0.25 0.5 0.67.
    CHECK(selectChannels(graph, groups, recipeOf(PruneScope::Global, 0.5)) ==
          ChannelCut{{"a", {0, 2}}, {"b", {1}}});
    CHECK(selectChannels(graph, groups, recipeOf(PruneScope::Global, 0.33)) ==
          ChannelCut{{"a", {0, 2}}});
    ChannelRecipe plan = recipeOf(PruneScope::Plan, 0.0);
    plan.plan = {{"a", 0.75}, {"b", 0.0}};
    CHECK(selectChannels(graph, groups, plan) == ChannelCut{{"a", {0, 2, 3}}});
    ChannelRecipe scale = recipeOf(PruneScope::Layer, 0.5);
    scale.criterion = PruneCriterion::BnScale;
    CHECK(selectChannels(graph, groups, scale) == ChannelCut{{"a", {1, 3}}});
    ChannelRecipe role = recipeOf(PruneScope::Layer, 0.5);
    role.roles = {"expand"};
    CHECK(selectChannels(graph, groups, role) == ChannelCut{{"a", {0, 2}}});
    CHECK(selectChannels(graph, groups, recipeOf(PruneScope::Layer, 0.0)).empty());
}

TEST_CASE("a group keeps a channel, and widths are rounded up", "[channel_selection]") {
    const Graph graph = twoLayers();
    const auto groups = channelGroups(graph);
    CHECK(selectChannels(graph, groups, recipeOf(PruneScope::Layer, 0.99)) ==
          ChannelCut{{"a", {0, 2, 3}}, {"b", {1}}});
    CHECK(selectChannels(graph, groups, recipeOf(PruneScope::Global, 0.99)) ==
          ChannelCut{{"a", {0, 2, 3}}, {"b", {1}}});
    ChannelRecipe rounded = recipeOf(PruneScope::Layer, 0.75);
    rounded.roundTo = 3;  // 1 of 4 and 1 of 2 become 3 of 4 and 2 of 2
    CHECK(selectChannels(graph, groups, rounded) == ChannelCut{{"a", {0}}});
    rounded.roundTo = 8;
    CHECK(selectChannels(graph, groups, rounded).empty());
}

TEST_CASE("recipes that cannot be followed are refused", "[channel_selection]") {
    const Graph graph = twoLayers();
    const auto groups = channelGroups(graph);
    const auto fails = [&](const ChannelRecipe& recipe, const std::string& text) {
        CHECK_THROWS_WITH(selectChannels(graph, groups, recipe),
                          Catch::Matchers::ContainsSubstring(text));
    };
    fails(recipeOf(PruneScope::Layer, 1.0), "Amount (expected at least 0, below 1");
    fails(recipeOf(PruneScope::Global, -0.1), "Amount (expected at least 0, below 1");
    ChannelRecipe recipe = recipeOf(PruneScope::Layer, 0.5);
    recipe.groups = {"z"};
    fails(recipe, "no such channel group");
    recipe.groups = {"linear"};
    fails(recipe, "the network's output");
    recipe.groups = {"b"};
    recipe.criterion = PruneCriterion::BnScale;
    fails(recipe, "a batch normalisation");
    recipe = recipeOf(PruneScope::Plan, 0.5);
    recipe.plan = {{"a", 1.0}};
    fails(recipe, "plan: a (expected at least 0, below 1");
    recipe.plan = {};
    recipe = recipeOf(PruneScope::Layer, 0.5);
    recipe.roles = {"project"};
    fails(recipe, "no channel group is chosen");
    recipe = recipeOf(PruneScope::Layer, 0.5);
    recipe.roundTo = 0;
    fails(recipe, "Widths, multiples of (expected at least 1");
}

TEST_CASE("what a cut takes from every node", "[channel_selection]") {
    const Graph graph = invertedResidual();
    const auto groups = channelGroups(graph);
    const ChannelRemoval removal = removalOf(graph, groups, {{"expand", {6, 1}}, {"stem", {3}}});
    const auto of = [&](const std::string& name) { return removal.at(graph.require(name)); };
    CHECK(of("expand").outputs == std::vector<int64_t>{1, 6});
    CHECK(of("expand").inputs == std::vector<int64_t>{3});
    CHECK(of("dw").outputs == std::vector<int64_t>{1, 6});
    CHECK(of("dw").inputs.empty());
    CHECK(of("project").outputs == std::vector<int64_t>{3});
    CHECK(of("project").inputs == std::vector<int64_t>{1, 6});
    CHECK(of("linear").inputs == std::vector<int64_t>{3});
    CHECK_FALSE(removal.contains(graph.require("add")));
    CHECK_THROWS_WITH(removalOf(graph, groups, {{"stem", {0, 1, 2, 3}}}),
                      Catch::Matchers::ContainsSubstring("cannot lose all"));
    CHECK_THROWS_WITH(removalOf(graph, groups, {{"stem", {4}}}),
                      Catch::Matchers::ContainsSubstring("no such channel"));
    CHECK_THROWS_WITH(removalOf(graph, groups, {{"input", {0}}}),
                      Catch::Matchers::ContainsSubstring("the network's input"));
}

}  // namespace secateur::test
