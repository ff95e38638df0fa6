// Groups, selection and the slim pass together, on random graphs and on every network there is.
#include <numeric>
#include <optional>
#include <set>

#include "core/analysis/evaluator.h"
#include "core/analysis/image_scores.h"
#include "core/analysis/sensitivity.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/memory_dataset.h"
#include "core/exec/float_executor.h"
#include "core/exec/int8_executor.h"
#include "core/io/model_file.h"
#include "core/models/registry.h"
#include "core/passes/fold_batchnorm.h"
#include "core/prune/channel_selection.h"
#include "core/prune/unstructured.h"
#include "core/quant/post_training.h"
#include "tests/support/catch.h"
#include "tests/support/hand_graph.h"
#include "tests/support/masked_channels.h"
#include "tests/support/quadrants.h"
#include "tests/support/random_graph.h"

namespace secateur::test {

namespace {

at::Tensor noise(at::IntArrayRef shape, uint64_t seed) {
    Random random(seed);
    at::Tensor values = at::empty(shape, at::kFloat);
    for (int64_t i = 0; i < values.numel(); ++i) {
        values.data_ptr<float>()[i] = static_cast<float>(2.0 * random.uniform() - 1.0);
    }
    return values;
}

at::Tensor logits(const Graph& graph, const at::Tensor& images) {
    return FloatExecutor(foldBatchNorm(graph)).run(images);
}

/// The largest difference, relative to the largest logit where that is above 1.
double difference(const at::Tensor& a, const at::Tensor& b) {
    const double size = std::max(1.0, b.abs().max().item<double>());
    return (a - b).abs().max().item<double>() / size;
}

/// Some channels of every group that can be cut, but not all of any.
ChannelCut randomCut(const std::vector<ChannelGroup>& groups, Random& random) {
    ChannelCut cut;
    for (const ChannelGroup& group : groups) {
        if (!group.fixed.empty()) {
            continue;
        }
        const int64_t stays =
            static_cast<int64_t>(random.below(static_cast<uint64_t>(group.width)));
        for (int64_t channel = 0; channel < group.width; ++channel) {
            if (channel != stays && random.below(2) == 0) {
                cut[group.name].push_back(channel);
            }
        }
    }
    return cut;
}

/// Normalisations that do something, and keep the values of a deep network near 1.
void livenNorms(Graph& graph, uint64_t seed) {
    for (NodeId id = 0; id < graph.size(); ++id) {
        Node& node = graph.node(id);
        if (const auto* bn = std::get_if<BatchNorm2d>(&node.op)) {
            const auto next = [&] { return noise({bn->channels}, seed += 1); };
            node.setParameter("weight", 1.0 + 0.5 * next());
            node.setParameter("bias", 0.3 * next());
            node.setParameter("running_mean", 0.1 * next());
            node.setParameter("running_var", 0.15 + 0.05 * next());
        }
    }
}

Graph network(const ModelEntry& entry) {
    Graph graph = buildModel(entry.defaults, 5);
    livenNorms(graph, 100);
    return graph;
}

ChannelCut halfOf(const Graph& graph) {
    return selectChannels(graph, channelGroups(graph), {});
}

Graph slimmed(const Graph& graph, const ChannelCut& cut) {
    return slimChannels(graph, removalOf(graph, channelGroups(graph), cut));
}

Graph masked(const Graph& graph, const ChannelCut& cut) {
    return maskChannels(graph, removalOf(graph, channelGroups(graph), cut));
}

}  // namespace

TEST_CASE("masked equals slimmed on random graphs", "[channel_pruning]") {
    const at::Tensor images = noise({3, 3, 12, 12}, 1);
    int adds = 0;
    int concats = 0;
    int cuts = 0;
    int changed = 0;
    for (uint64_t seed = 0; seed < 80; ++seed) {
        INFO("seed " << seed);
        const Graph graph = randomGraph(seed);
        Random random(seed);
        const ChannelCut cut = randomCut(channelGroups(graph), random);
        const Graph slim = slimmed(graph, cut);
        const at::Tensor expected = logits(masked(graph, cut), images);
        CHECK(difference(logits(slim, images), expected) <= 1e-4);
        changed += difference(logits(graph, images), expected) > 1e-2 ? 1 : 0;
        cuts += cut.empty() ? 0 : 1;
        for (const Node& node : graph.nodes()) {
            adds += std::holds_alternative<Add>(node.op) ? 1 : 0;
            concats += std::holds_alternative<Concat>(node.op) ? 1 : 0;
        }
    }
    CHECK(adds > 10);
    CHECK(concats > 10);
    CHECK(cuts > 60);
    CHECK(changed > 40);  // else the comparison says little
}

TEST_CASE("masked equals slimmed on random graphs, whatever ranks the channels",
          "[channel_pruning]") {
    const at::Tensor images = noise({3, 3, 12, 12}, 1);
    Random random(7);
    std::vector<uint8_t> pixels(3 * 3 * 12 * 12);
    for (uint8_t& pixel : pixels) {
        pixel = static_cast<uint8_t>(random.below(256));
    }
    const MemoryDataset seen({3, 12, 12}, pixels, {0, 1, 2});
    const Normalisation normalisation{{0.5, 0.5, 0.5}, {0.25, 0.25, 0.25}};
    for (const CriterionTraits& traits : pruneCriteria()) {
        INFO(enumName(traits.criterion));
        int cuts = 0;
        for (uint64_t seed = 0; traits.channels && seed < 20; ++seed) {
            INFO("seed " << seed);
            const Graph graph = randomGraph(seed);
            const std::vector<ChannelGroup> groups = channelGroups(graph);
            if (std::none_of(groups.begin(), groups.end(),
                             [](const ChannelGroup& group) { return group.fixed.empty(); })) {
                continue;
            }
            ChannelRecipe recipe;
            recipe.criterion = traits.criterion;
            recipe.seed = seed;
            std::optional<ImageScores> scores;
            if (traits.images) {
                scores = imageScores(graph, traits.criterion, {&seen, normalisation, {0, 1, 2}, 2},
                                     1, {});
            }
            const ChannelCut cut =
                selectChannels(graph, channelGroups(graph), recipe, scores ? &*scores : nullptr);
            CHECK(difference(logits(slimmed(graph, cut), images),
                             logits(masked(graph, cut), images)) <= 1e-4);
            cuts += cut.empty() ? 0 : 1;
        }
        CHECK((cuts > 8 || !traits.channels));
    }
}

TEST_CASE("a channel that is not zero without its filter is still gone", "[channel_pruning]") {
    // Sigmoid makes 0.5 of nothing, and a padded convolution sees that only inside the image.
    HandGraph g(3, 6);
    NodeId x = g.norm("bn", g.conv("a", 0, 3, 4), 4);
    x = g.add("gate", Activation{ActivationKind::Sigmoid}, {x});
    Conv2d op{4, 5, {3, 3}, {1, 1}, {1, 1}, 1, false, {}};
    x = g.add("b", op, {x}, {{"weight", noise({5, 4, 3, 3}, 2)}});
    const Graph graph = g.finish(x, 5);
    const ChannelCut cut{{"a", {0, 2}}};
    const at::Tensor images = noise({4, 3, 6, 6}, 3);
    const at::Tensor slim = logits(slimmed(graph, cut), images);
    CHECK(difference(slim, logits(masked(graph, cut), images)) <= 1e-5);
    // Zeroing what makes the channel is something else here.
    Graph silenced = graph;
    const Node& bn = graph.node(graph.require("bn"));
    for (const char* slot : {"weight", "bias"}) {
        silenced.node(silenced.require("bn"))
            .setParameter(slot,
                          bn.parameter(slot).index_fill(0, at::tensor({0, 2}, at::kLong), 0.0));
    }
    CHECK(difference(slim, logits(silenced, images)) > 1e-2);
}

TEST_CASE("every network has groups to cut, and masked equals slimmed", "[channel_pruning]") {
    for (const ModelEntry& entry : modelRegistry()) {
        static const std::set<std::string> families{"mobilenet_v2_cifar", "vgg16_cifar",
                                                    "resnet18_cifar",     "resnet50_cifar",
                                                    "densenet121_cifar",  "efficientnet_b0_cifar"};
        if (!families.contains(entry.name)) {
            continue;  // the same blocks, more or fewer of them
        }
        INFO(entry.name);
        const Graph graph = network(entry);
        const auto groups = channelGroups(graph);
        const ChannelCut cut = halfOf(graph);
        const Graph slim = slimmed(graph, cut);
        const at::Tensor images = noise({2, 3, 32, 32}, 9);
        const at::Tensor expected = logits(masked(graph, cut), images);
        CHECK(difference(logits(slim, images), expected) <= 1e-4);
        CHECK(difference(logits(graph, images), expected) > 1e-2);
        int cuttable = 0;
        for (const ChannelGroup& group : groups) {
            cuttable += group.fixed.empty() ? 1 : 0;
        }
        CHECK(cuttable > 10);
    }
}

TEST_CASE("folding, masks and channels combine in every order", "[channel_pruning]") {
    const at::Tensor images = noise({3, 3, 12, 12}, 4);
    for (uint64_t seed = 100; seed < 130; ++seed) {
        INFO("seed " << seed);
        const Graph graph = randomGraph(seed);
        Random random(seed);
        const ChannelCut cut = randomCut(channelGroups(graph), random);
        const Graph slim = slimmed(graph, cut);
        // Fold, then slim.
        CHECK(difference(logits(slimmed(foldBatchNorm(graph), cut), images),
                         logits(slim, images)) <= 1e-4);
        // Single weights first, channels later: the zeros that stay are those of the larger one.
        const Graph pruned = applyMasks(graph, rankedMasks(graph, 0.5));
        const Graph both = slimmed(pruned, cut);
        CHECK(difference(logits(both, images), logits(masked(pruned, cut), images)) <= 1e-4);
        for (const NodeId id : both.weightedNodes()) {
            CHECK(both.node(id).parameter("weight").sizes() ==
                  slim.node(id).parameter("weight").sizes());
        }
        // Channels first: the masks are the smaller network's own.
        const Graph later = applyMasks(slim, rankedMasks(slim, 0.5));
        const Graph again = parseModel(serializeSparseModel(later), "test");
        CHECK(logits(again, images).equal(logits(later, images)));
        const Graph whole = parseModel(serializeModel(slim), "test");
        CHECK(logits(whole, images).equal(logits(slim, images)));
    }
}

TEST_CASE("a slim network can be cut again", "[channel_pruning]") {
    const Graph graph = network(modelEntry("mobilenet_v2_cifar"));
    const ChannelCut cut = halfOf(graph);
    const Graph slim = slimmed(graph, cut);
    const auto before = channelGroups(graph);
    const auto after = channelGroups(slim);
    REQUIRE(before.size() == after.size());
    for (size_t i = 0; i < before.size(); ++i) {
        CHECK(after[i].name == before[i].name);
        CHECK(after[i].makers == before[i].makers);
        const auto found = cut.find(before[i].name);
        const size_t lost = found == cut.end() ? 0 : found->second.size();
        CHECK(after[i].width == before[i].width - static_cast<int64_t>(lost));
    }
    const ChannelCut second = halfOf(slim);
    const at::Tensor images = noise({2, 3, 32, 32}, 10);
    CHECK(difference(logits(slimmed(slim, second), images), logits(masked(slim, second), images)) <=
          1e-4);
}

TEST_CASE("a slim network is quantized as any other", "[channel_pruning]") {
    const ImageData data = quadrantImages();
    const Graph graph = tinyNetwork();
    for (const bool prunedFirst : {false, true}) {
        Graph slim = prunedFirst ? applyMasks(graph, rankedMasks(graph, 0.4)) : graph;
        slim = slimmed(slim, halfOf(slim));
        const QuantizeResult int8 =
            quantizePostTraining(slim, *data.train, data.normalisation, allIndices(), {}, {});
        const Graph again = parseModel(serializeModel(int8.graph), "test");
        const at::Tensor images = noise({4, 3, 8, 8}, 11);
        const at::Tensor answer = Int8Executor(int8.graph).run(images);
        CHECK(Int8Executor(again).run(images).equal(answer));
        CHECK((answer - logits(slim, images)).abs().max().item<double>() < 0.1);
        CHECK_THROWS_AS(slimmed(int8.graph, {}), Error);
    }
}

TEST_CASE("a sweep of channels counts what the slim networks get wrong", "[channel_pruning]") {
    const ImageData data = quadrantImages();
    const std::vector<int64_t> indices = allIndices();
    int changed = 0;
    Graph graph = tinyNetwork();
    // Without training half of the answers hang on the biases alone.
    Node& linear = graph.node(graph.output());
    linear.setParameter("weight", linear.parameter("weight") * 40.0);
    const Evaluation baseline = evaluate(graph, *data.test, data.normalisation, indices, {}, {});
    for (const CriterionTraits& traits : pruneCriteria()) {
        const PruneCriterion criterion = traits.criterion;
        if (!traits.channels) {
            continue;
        }
        INFO(enumName(criterion));
        SweepOptions options;
        if (traits.images) {
            options.scores = std::make_shared<const ImageScores>(imageScores(
                graph, criterion, {data.train.get(), data.normalisation, indices, 8}, 2, {}));
        }
        options.kind = PerturbationKind::Channels;
        options.criterion = criterion;
        options.levels = {0.0, 0.5, 0.9};
        std::vector<std::string> names;
        SweepHooks hooks;
        hooks.measured = [&](const SensitivityPoint& point) {
            names.push_back(point.target.text());
            ChannelRecipe recipe;
            recipe.scope = PruneScope::Global;
            recipe.criterion = criterion;
            recipe.amount = point.level.number;
            if (point.target.text() != "global") {
                recipe.groups = {point.target.text()};
            }
            const auto groups = channelGroups(graph);
            const Graph slim =
                slimmed(graph, selectChannels(graph, groups, recipe, options.scores.get()));
            const Evaluation found =
                evaluate(slim, *data.test, data.normalisation, indices, {}, {});
            INFO(point.target.text() << " " << point.level.number);
            CHECK(point.correct == found.correct);
            CHECK(point.unchanged == (point.level.number == 0.0));
            CHECK((point.prunedWeights == 0) == (point.level.number == 0.0));
            changed += point.lost + point.gained > 0 ? 1 : 0;
        };
        sweepPerturbations(graph, *data.test, data.normalisation, indices, baseline, options, hooks,
                           {});
        CHECK(names == std::vector<std::string>{"global", "global", "global", "conv1", "conv1",
                                                "conv1", "conv2", "conv2", "conv2"});
    }
    CHECK(changed > 12);  // else the comparison says little
    SweepOptions options;
    options.kind = PerturbationKind::Channels;
    options.layers = {"linear"};
    CHECK_THROWS_WITH(checkSweep(graph, options),
                      Catch::Matchers::ContainsSubstring("the network's output"));
    options.layers = {};
    options.levels = {1.0};
    CHECK_THROWS_WITH(checkSweep(graph, options),
                      Catch::Matchers::ContainsSubstring("impossible level of channels"));
}

}  // namespace secateur::test
