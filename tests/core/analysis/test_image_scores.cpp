#include "core/analysis/image_scores.h"

#include "core/base/error.h"
#include "core/data/memory_dataset.h"
#include "core/prune/channel_saliency.h"
#include "core/prune/channel_selection.h"
#include "core/prune/unstructured.h"
#include "tests/support/catch.h"
#include "tests/support/hand_graph.h"

namespace secateur::test {

namespace {

/// "a" 1x1 2 -> 3, ReLU, flattened into "linear" 12 -> 2, whose first output is always 0.
Graph smallNetwork() {
    HandGraph g(2, 2);
    NodeId x = g.conv("a", 0, 2, 3);
    x = g.add("act", Activation{ActivationKind::Relu}, {x});
    g.linear("linear", g.add("flatten", Flatten{}, {x}), 12, 2);
    Graph graph = g.finish();
    graph.node(graph.require("a"))
        .setParameter("weight",
                      at::tensor({1.0F, 0.0F, 0.0F, 1.0F, -1.0F, -1.0F}).view({3, 2, 1, 1}));
    at::Tensor weight = at::zeros({2, 12});
    weight[1] =
        at::tensor({1.0F, -1.0F, 5.0F, 5.0F, 0.5F, 0.5F, 0.5F, 0.5F, 9.0F, 9.0F, 9.0F, 9.0F});
    Node& linear = graph.node(graph.require("linear"));
    linear.setParameter("weight", weight);
    linear.setParameter("bias", at::zeros({2}));
    return graph;
}

/// The first and the last image are 1 2 0 0 and 0 0 3 0, of classes 0 and 1, the other is black:
/// "a" makes 1 2 0 0, 0 0 3 0 and nothing of them.
MemoryDataset smallImages() {
    const std::vector<uint8_t> lit{1, 0, 2, 0, 0, 3, 0, 0};
    std::vector<uint8_t> pixels = lit;
    pixels.resize(16, 0);
    pixels.insert(pixels.end(), lit.begin(), lit.end());
    return MemoryDataset({2, 2, 2}, pixels, {0, 1, 1});
}

ImageScores scoresOf(const Graph& graph, PruneCriterion criterion, int workers = 1) {
    const MemoryDataset images = smallImages();
    const double pixel = 1.0 / 255.0;
    return imageScores(graph, criterion, {&images, {{0, 0}, {pixel, pixel}}, {0, 1, 2}, 2}, workers,
                       {});
}

void checkScores(const ImageScores& scores, const std::vector<double>& expected) {
    const std::vector<double>& found = scores.channels.at("a");
    REQUIRE(found.size() == expected.size());
    for (size_t c = 0; c < found.size(); ++c) {
        CHECK(found[c] == Approx(expected[c]).margin(1e-6));
    }
}

}  // namespace

TEST_CASE("what images say of channels, by hand", "[image_scores]") {
    const Graph graph = smallNetwork();
    // The second logit is 1 - 2 + 1.5 of the lit images, and its gradient p and p - 1.
    checkScores(scoresOf(graph, PruneCriterion::Taylor), {1.0 / 3, 1.5 / 3, 0.0});
    checkScores(scoresOf(graph, PruneCriterion::Activation), {2 * 0.75 / 3, 2 * 0.75 / 3, 0.0});
    checkScores(scoresOf(graph, PruneCriterion::Apoz), {2 * 0.5 / 3, 2 * 0.25 / 3, 0.0});
}

TEST_CASE("what weights multiply, by hand", "[image_scores]") {
    const Graph graph = smallNetwork();
    const ImageScores scores = scoresOf(graph, PruneCriterion::Wanda);
    const at::Tensor& a = scores.inputs.at("a");
    REQUIRE(a.sizes().vec() == std::vector<int64_t>{2, 1, 1});
    // Squares 5 and 9, on average 7.
    CHECK(a[0].item<double>() == Approx(std::sqrt(5.0 / 7)));
    CHECK(a[1].item<double>() == Approx(std::sqrt(9.0 / 7)));
    const at::Tensor& linear = scores.inputs.at("linear");
    REQUIRE(linear.sizes().vec() == std::vector<int64_t>{12});
    CHECK(linear[1].item<double>() == Approx(std::sqrt(4.0 / (14.0 / 12))));
    CHECK(linear[6].item<double>() == Approx(std::sqrt(9.0 / (14.0 / 12))));
    CHECK(linear[8].item<double>() == 0.0);
    // The two zeros of a, then the weights on its first input; of both layers by one ranking what
    // multiplies nothing goes first, however large it is.
    const Ranking ranking(PruneCriterion::Wanda, 0, &scores);
    CHECK(rankedMasks(graph, 0.34, {"a"}, ranking)
              .at("a.weight")
              .flatten()
              .equal(at::tensor({1.0F, 0.0F, 0.0F, 1.0F, 1.0F, 1.0F})));
    CHECK(rankedMasks(graph, 0.7, {}, ranking)
              .at("linear.weight")[1]
              .equal(at::tensor(
                  {1.0F, 1.0F, 0.0F, 0.0F, 0.0F, 0.0F, 1.0F, 0.0F, 0.0F, 0.0F, 0.0F, 0.0F})));
}

TEST_CASE("scores by images do not depend on the number of workers", "[image_scores]") {
    const Graph graph = smallNetwork();
    for (const CriterionTraits& traits : pruneCriteria()) {
        if (traits.images) {
            const ImageScores one = scoresOf(graph, traits.criterion, 1);
            const ImageScores two = scoresOf(graph, traits.criterion, 2);
            CHECK(one.channels == two.channels);
            for (const auto& [layer, input] : one.inputs) {
                CHECK(input.equal(two.inputs.at(layer)));
            }
        }
    }
}

TEST_CASE("a ranking by images needs their scores and says what it cannot rank", "[image_scores]") {
    const Graph graph = smallNetwork();
    const auto groups = channelGroups(graph);
    const ChannelGroup& a = requireGroup(graph, groups, "a");
    CHECK_THROWS_WITH(channelSaliency(graph, a, PruneCriterion::Taylor),
                      Catch::Matchers::ContainsSubstring("looks at images"));
    CHECK_THROWS_WITH(rankedMasks(graph, 0.5, {}, PruneCriterion::Wanda),
                      Catch::Matchers::ContainsSubstring("looks at images"));
    CHECK_THROWS_WITH(channelSaliency(graph, a, PruneCriterion::Wanda),
                      Catch::Matchers::ContainsSubstring("channels are not ranked by this"));
    CHECK_THROWS_WITH(rankedMasks(graph, 0.5, {}, PruneCriterion::Taylor),
                      Catch::Matchers::ContainsSubstring("single weights are not ranked"));
    CHECK_THROWS_AS(scoresOf(graph, PruneCriterion::L1), Error);

    ImageScores never;
    never.channels["a"] = {1.0, 1.0, 1.0};
    CHECK(channelSaliency(graph, a, {PruneCriterion::Apoz, 0, &never}).empty());
    CHECK(channelSaliency(graph, a, {PruneCriterion::Activation, 0, &never}).size() == 3);
    ChannelRecipe recipe;
    recipe.criterion = PruneCriterion::Apoz;
    CHECK(selectChannels(graph, groups, recipe, &never).empty());
    recipe.groups = {"a"};
    CHECK_THROWS_WITH(selectChannels(graph, groups, recipe, &never),
                      Catch::Matchers::ContainsSubstring("an activation that is zero"));
}

}  // namespace secateur::test
