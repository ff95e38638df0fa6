#include "core/analysis/perturbation.h"

#include <ATen/core/grad_mode.h>

#include <numeric>

#include "core/analysis/evaluator.h"
#include "core/analysis/perturbation_engine.h"
#include "core/analysis/sensitivity.h"
#include "core/base/random.h"
#include "core/data/loader.h"
#include "core/exec/float_ops.h"
#include "core/graph/qparams.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/lower_int8.h"
#include "tests/support/catch.h"
#include "tests/support/random_graph.h"

namespace secateur::test {

namespace {

class NoiseImages : public Dataset {
 public:
    NoiseImages() {
        m_channels = 3;
        m_height = 12;
        m_width = 12;
    }
    int64_t size() const override { return 21; }
    int64_t label(int64_t index) const override { return index % 4; }
    void read(int64_t index, uint8_t* out) const override {
        Random random = Random::derived(7, static_cast<uint64_t>(index));
        for (int64_t i = 0; i < imageBytes(); ++i) {
            out[i] = static_cast<uint8_t>(random.below(256));
        }
    }
};

const Normalisation kNormalisation{{0.5, 0.5, 0.5}, {0.25, 0.25, 0.25}};

at::Tensor noiseBatch() {
    const std::vector<int64_t> indices{0, 3, 4, 11, 20};
    return loadBatch(NoiseImages(), kNormalisation, indices).images;
}

std::vector<int64_t> allImages() {
    std::vector<int64_t> indices(21);
    std::iota(indices.begin(), indices.end(), 0);
    return indices;
}

/// The folded network with the group's weights or outputs changed the plain way, by torch's
/// operators, image by image through the whole network.
std::vector<int32_t> naiveAnswers(const Graph& graph, const std::vector<std::string>& layers,
                                  double level, const SweepOptions& options,
                                  const std::map<std::string, ClipRange>& ranges) {
    Graph folded = foldBatchNorm(graph);
    if (options.kind == PerturbationKind::Prune) {
        folded = foldBatchNorm(applyMasks(
            graph, rankedMasks(graph, level, layers, {options.criterion, options.seed})));
    }
    std::map<NodeId, OutputChange> changes;
    for (const std::string& layer : layers) {
        const NodeId id = folded.require(layer);
        if (options.kind == PerturbationKind::WeightBits) {
            folded.node(id).setParameter("weight", weightAtBits(folded.node(id).parameter("weight"),
                                                                static_cast<int>(level)));
        } else if (options.kind != PerturbationKind::Prune) {
            const ClipRange& r = ranges.at(layer);
            OutputChange change{r.low * (1 - level), r.high * (1 - level), {}};
            if (options.kind == PerturbationKind::ActivationBits) {
                change.params = affineParams(r.low, r.high, (int64_t{1} << int(level)) - 1);
            }
            changes.emplace(id, change);
        }
    }
    const NoiseImages images;
    std::vector<int32_t> answers;
    for (const int64_t index : allImages()) {
        std::vector<at::Tensor> values{loadBatch(images, kNormalisation, {&index, 1}).images};
        for (NodeId id = 1; id < folded.size(); ++id) {
            std::vector<at::Tensor> inputs;
            for (const NodeId input : folded.node(id).inputs) {
                inputs.push_back(values[static_cast<size_t>(input)]);
            }
            at::Tensor y = evaluateNode(folded.node(id), inputs);
            if (const auto found = changes.find(id); found != changes.end()) {
                const OutputChange& c = found->second;
                y = c.params ? at::fake_quantize_per_tensor_affine(
                                   y, c.params->scale, c.params->zeroPoint, c.params->quantMin,
                                   c.params->quantMax)
                             : at::clamp(y, c.low, c.high);
            }
            values.push_back(y);
        }
        answers.push_back(static_cast<int32_t>(values.back().argmax(1).item<int64_t>()));
    }
    return answers;
}

}  // namespace

TEST_CASE("every suffix equals a whole evaluation bit for bit", "[perturbation]") {
    const at::NoGradGuard noGrad;
    int concats = 0;
    int adds = 0;
    for (uint64_t seed = 0; seed < 60; ++seed) {
        const Graph folded = foldBatchNorm(randomGraph(seed));
        const FloatExecutor executor(folded);
        const at::Tensor images = noiseBatch();
        FloatExecutor::Values values = executor.begin(images);
        for (NodeId id = 1; id < folded.size(); ++id) {
            concats += std::holds_alternative<Concat>(folded.node(id).op) ? 1 : 0;
            adds += std::holds_alternative<Add>(folded.node(id).op) ? 1 : 0;
            INFO("seed " << seed << ", " << opLabel(folded.node(id).op) << " " << id);
            Graph whole = folded;
            std::optional<OutputChange> change;
            if (folded.node(id).isWeighted()) {
                whole.node(id).setParameter(
                    "weight", folded.node(id).parameter("weight") *
                                  layerMasks(folded, 0.6, {folded.node(id).name}).begin()->second);
            }
            const Replacement replacement{id, PreparedNode(whole.node(id), change)};
            const at::Tensor suffix = executor.runSuffix(values, {&replacement, 1}).clone();
            CHECK(suffix.equal(FloatExecutor(whole).run(images)));
            executor.evaluate(id, values);
        }
    }
    CHECK(concats > 10);
    CHECK(adds > 10);
}

TEST_CASE("every kind at every layer counts what a naive evaluation counts", "[perturbation]") {
    const at::NoGradGuard noGrad;
    const NoiseImages images;
    const std::vector<int64_t> indices = allImages();
    int64_t changed = 0;
    for (const uint64_t seed : {2, 5, 12}) {
        const Graph graph = randomGraph(seed);
        const Graph folded = foldBatchNorm(graph);
        const FloatExecutor executor(folded);
        PerturbationEngine engine(executor, images, kNormalisation, 2, 4);
        std::vector<std::string> names;
        for (const NodeId id : graph.weightedNodes()) {
            names.push_back(graph.node(id).name);
        }
        const auto ranges = engine.ranges(names, indices, {});
        for (const auto kind : {PerturbationKind::Prune, PerturbationKind::WeightBits,
                                PerturbationKind::ActivationBits, PerturbationKind::Clip}) {
            for (const auto grouping : {Grouping::Layer, Grouping::Block}) {
                SweepOptions options;
                options.kind = kind;
                options.grouping = grouping;
                options.criterion = seed == 5 ? PruneCriterion::Random : PruneCriterion::L1;
                PerturbationMaker maker(graph, folded, options);
                maker.setRanges(ranges);
                std::vector<Perturbation> all;
                std::vector<std::vector<int32_t>> expected;
                for (const PerturbationGroup& group : perturbationGroups(graph, options)) {
                    for (const double level : harderDownwards(kind)
                                                  ? std::vector<double>{2, 4}
                                                  : std::vector<double>{0.5, 0.9}) {
                        all.push_back(maker.make(group, Level::of(kind, level)));
                        expected.push_back(
                            naiveAnswers(graph, group.layers, level, options, ranges));
                    }
                }
                std::vector<const Perturbation*> pointers;
                for (const Perturbation& perturbation : all) {
                    pointers.push_back(&perturbation);
                }
                const auto answers = engine.run(pointers, indices, {});
                const auto plain = evaluate(graph, images, kNormalisation, indices, {}, {});
                for (size_t p = 0; p < all.size(); ++p) {
                    INFO(enumName(kind) << " " << all[p].point.target.text() << " "
                                        << all[p].point.level.number << " seed " << seed);
                    const auto& found = all[p].changes.empty() ? plain.predictions : answers[p];
                    CHECK(found == expected[p]);
                    changed += found != plain.predictions ? 1 : 0;
                }
            }
        }
    }
    CHECK(changed > 20);  // else the comparison says little
}

TEST_CASE("groups are layers, blocks, roles and all", "[perturbation]") {
    Graph graph;
    const auto conv = [&](const std::string& name, const std::string& block,
                          const std::string& role, NodeId from) {
        Conv2d op;
        op.inChannels = 1;
        op.outChannels = 1;
        Node node{name, op, {from}, {{"weight", at::ones({1, 1, 1, 1})}}, block, role, {}};
        return graph.add(std::move(node));
    };
    graph.add({"input", Input{1, 2, 2}, {}, {}, "stem", "", {}});
    conv("d", "b2", "expand",
         conv("c", "b2", "", conv("b", "b1", "expand", conv("a", "b1", "dw", 0))));
    const auto text = [&](const SweepOptions& options) {
        std::string all;
        for (const PerturbationGroup& group : perturbationGroups(graph, options)) {
            all += group.target.text() + "=";
            for (const std::string& layer : group.layers) {
                all += layer;
            }
            all += " ";
        }
        return all;
    };
    SweepOptions options;
    CHECK(text(options) == "global=abcd a=a b=b c=c d=d ");
    options.grouping = Grouping::Block;
    CHECK(text(options) == "global=abcd b1=ab b2=cd ");
    options.grouping = Grouping::Role;
    CHECK(text(options) == "global=abcd dw=a expand=bd c=c ");
    options.scope = SweepScope::Layers;
    options.layers = {"d", "a"};
    CHECK(text(options) == "dw=a expand=d ");
}

TEST_CASE("weights at few bits, by hand", "[perturbation]") {
    // 3 bits: -3 .. 3. Row 0: scale 0.5; 0.25 is half a step, halves go to even.
    const at::Tensor weight =
        at::tensor({1.5F, -0.6F, 0.25F, 0.75F, 0.0F, 0.0F, 0.0F, 0.0F}).view({2, 4, 1, 1});
    CHECK(weightAtBits(weight, 3).reshape({8}).equal(
        at::tensor({1.5F, -0.5F, 0.0F, 1.0F, 0.0F, 0.0F, 0.0F, 0.0F})));
    CHECK(weightAtBits(weight, 2).reshape({8}).equal(
        at::tensor({1.5F, 0.0F, 0.0F, 0.0F, 0.0F, 0.0F, 0.0F, 0.0F})));
    const at::Tensor random = at::arange(60, at::kFloat).sin().view({5, 12});
    CHECK(at::allclose(weightAtBits(random, 8), quantizedWeight(random).dequantize(), 0, 1e-7));
}

TEST_CASE("a perturbation that changes nothing says so", "[perturbation]") {
    Graph graph = randomGraph(3);
    const Graph folded = foldBatchNorm(graph);
    const std::string name = graph.node(graph.weightedNodes().back()).name;
    const PerturbationMaker maker(graph, folded, {});
    const Perturbation none = maker.make({{Target::Kind::Layer, name}, {name}}, {0.0});
    CHECK(none.point.unchanged);
    CHECK(none.point.prunedWeights == 0);
    CHECK(none.changes.empty());
    const Perturbation some = maker.make({{Target::Kind::Layer, name}, {name}}, {0.5});
    CHECK_FALSE(some.point.unchanged);
    CHECK(some.point.prunedWeights > 0);
    CHECK(some.point.weights == graph.node(graph.require(name)).parameter("weight").numel());
    // What is zero already cannot be pruned again.
    const Graph pruned = applyMasks(graph, layerMasks(graph, 0.5, {name}));
    const Graph prunedFolded = foldBatchNorm(pruned);
    CHECK(PerturbationMaker(pruned, prunedFolded, {})
              .make({{Target::Kind::Layer, name}, {name}}, {0.5})
              .point.unchanged);
}

TEST_CASE("masks that come from elsewhere are a perturbation too", "[perturbation]") {
    const Graph graph = randomGraph(4);
    const Graph folded = foldBatchNorm(graph);
    const Masks masks = rankedMasks(graph, 0.4);
    SweepOptions options;
    const PerturbationMaker maker(graph, folded, options);
    const Perturbation given = maker.fromMasks({Target::Kind::Layer, "mine"}, {0.4}, masks);
    const Perturbation made = maker.make(perturbationGroups(graph, options).front(), {0.4});
    CHECK(given.point.target.text() == "mine");
    CHECK(given.point.prunedWeights == made.point.prunedWeights);
    CHECK(given.changes.size() == made.changes.size());
}

}  // namespace secateur::test
