#include "core/analysis/sensitivity.h"

#include "core/analysis/evaluator.h"
#include "core/base/random.h"

#include <numeric>

#include "core/base/error.h"
#include "core/data/loader.h"
#include "core/exec/float_executor.h"
#include "core/models/mobilenet_v2.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/slim_channels.h"
#include "core/prune/channel_selection.h"
#include "core/prune/unstructured.h"
#include "core/train/batch_averages.h"
#include "core/train/recalibration.h"
#include "tests/support/catch.h"

namespace secateur::test {

namespace {

/// Deterministic noise, brighter with the class.
class NoiseImages : public Dataset {
 public:
    NoiseImages() {
        m_channels = 3;
        m_height = 8;
        m_width = 8;
    }
    int64_t size() const override { return 24; }
    int64_t label(int64_t index) const override { return index % 4; }
    void read(int64_t index, uint8_t* out) const override {
        Random random = Random::derived(11, static_cast<uint64_t>(index));
        for (int64_t i = 0; i < imageBytes(); ++i) {
            out[i] =
                static_cast<uint8_t>(random.below(160) + 30 * static_cast<uint64_t>(label(index)));
        }
    }
};

const Normalisation kNormalisation{{0.5, 0.5, 0.5}, {0.25, 0.25, 0.25}};

/// A random network with batch statistics that make it answer differently from image to image.
struct Fixture {
    Fixture() {
        graph = buildMobileNetV2({"mobilenet_v2_cifar", 3, 4, 8, 8, "relu6"}, 3);
        for (NodeId id = 0; id < graph.size(); ++id) {
            Node& node = graph.node(id);
            if (std::holds_alternative<BatchNorm2d>(node.op)) {
                node.setParameter("running_var", at::full_like(node.parameter("running_var"), 0.1));
                const at::Tensor bias = node.parameter("bias");
                node.setParameter("bias", at::linspace(-0.5, 0.7, bias.numel()));
            }
        }
        indices.resize(20);
        std::iota(indices.begin(), indices.end(), 2);
        options.batchSize = 6;  // the last batch is not full
        options.workers = 2;
        baseline = evaluate(graph, images, kNormalisation, indices, {2, 6}, {});
        hooks.measured = [this](const SensitivityPoint& point) { points.push_back(point); };
    }

    void sweep(const RunContext& context = {}) {
        sweepPerturbations(graph, images, kNormalisation, indices, baseline, options, hooks,
                           context);
    }

    /// The same point without any sharing of work.
    SensitivityPoint naive(const std::string& layer, double ratio) const {
        const Masks masks = layer == "global" ? rankedMasks(graph, ratio, options.layers)
                                              : layerMasks(graph, ratio, {layer});
        const FloatExecutor executor(foldBatchNorm(applyMasks(graph, masks)));
        SensitivityPoint point;
        for (size_t i = 0; i < indices.size(); i += 6) {
            const size_t count = std::min<size_t>(6, indices.size() - i);
            const Batch batch =
                loadBatch(images, kNormalisation, std::span(indices).subspan(i, count));
            const at::Tensor answers = executor.run(batch.images).argmax(1);
            for (size_t k = 0; k < count; ++k) {
                const bool now = answers[static_cast<int64_t>(k)].item<int64_t>() ==
                                 images.label(indices[i + k]);
                const bool before = baseline.predictions[i + k] == images.label(indices[i + k]);
                point.correct += now ? 1 : 0;
                point.lost += before && !now ? 1 : 0;
                point.gained += now && !before ? 1 : 0;
            }
        }
        for (const auto& [name, mask] : masks) {
            point.prunedWeights += mask.eq(0).sum().item<int64_t>();
        }
        return point;
    }

    NoiseImages images;
    Graph graph;
    std::vector<int64_t> indices;
    Evaluation baseline;
    SweepOptions options;
    SweepHooks hooks;
    std::vector<SensitivityPoint> points;
};

std::vector<std::string> keys(const std::vector<SensitivityPoint>& points) {
    std::vector<std::string> result;
    for (const SensitivityPoint& point : points) {
        result.push_back(point.target.text() + "@" +
                         std::to_string(point.level.number).substr(0, 3));
    }
    return result;
}

SensitivityPoint dropping(const std::string& layer, double ratio, int64_t lost) {
    SensitivityPoint point;
    point.target = Target::fromText(layer, Grouping::Layer);
    point.level.number = ratio;
    point.lost = lost;
    point.count = 100;
    return point;
}

template <class Call>
ErrorCode codeOf(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

}  // namespace

TEST_CASE("a sweep counts what pruning and evaluating each point counts", "[sensitivity]") {
    Fixture f;
    // Every kind of layer: stem, expansion, depthwise, projection, shortcut, head, classifier.
    f.options.layers = {"linear",         "conv1", "layers.0.conv1",     "layers.3.conv2",
                        "layers.0.conv3", "conv2", "layers.0.shortcut.0"};
    f.options.levels = {0.0, 0.6, 0.9, 0.95};
    f.sweep();
    REQUIRE(f.points.size() == 32);
    int64_t changes = 0;
    for (const SensitivityPoint& point : f.points) {
        INFO(point.target.text() << " at " << point.level.number);
        const SensitivityPoint expected = f.naive(point.target.text(), point.level.number);
        CHECK(point.correct == expected.correct);
        CHECK(point.lost == expected.lost);
        CHECK(point.gained == expected.gained);
        CHECK(point.prunedWeights == expected.prunedWeights);
        CHECK(point.count == 20);
        CHECK(point.correct == f.baseline.correct - point.lost + point.gained);
        if (point.level.number == 0.0) {
            CHECK(point.lost + point.gained == 0);
        }
        changes += point.lost + point.gained;
    }
    CHECK(changes > 0);  // else the comparison says little
}

TEST_CASE("points come global first, then layer by layer in the graph's order", "[sensitivity]") {
    Fixture f;
    f.options.layers = {"linear", "layers.0.conv1", "conv1", "linear"};
    f.options.levels = {0.5, 0.3};
    std::vector<std::pair<int64_t, int64_t>> progress;
    RunContext context;
    context.onProgress = [&](const Progress& p) {
        CHECK(p.stage == "sweep");
        CHECK(p.unit == "points");
        progress.emplace_back(p.done, p.total);
    };
    f.sweep(context);
    CHECK(keys(f.points) == std::vector<std::string>{"global@0.5", "global@0.3", "conv1@0.5",
                                                     "conv1@0.3", "layers.0.conv1@0.5",
                                                     "layers.0.conv1@0.3", "linear@0.5",
                                                     "linear@0.3"});
    REQUIRE_FALSE(progress.empty());
    CHECK(progress.front() == std::pair<int64_t, int64_t>{0, 8});
    CHECK(progress.back() == std::pair<int64_t, int64_t>{8, 8});
}

TEST_CASE("all layers are swept in several passes", "[sensitivity]") {
    Fixture f;
    f.options.levels = {0.9};
    f.options.scope = SweepScope::Layers;
    f.sweep();
    const std::vector<NodeId> weighted = f.graph.weightedNodes();
    REQUIRE(f.points.size() == weighted.size());
    for (size_t i = 0; i < weighted.size(); ++i) {
        CHECK(f.points[i].target.text() == f.graph.node(weighted[i]).name);
    }
    for (const size_t i : {size_t{19}, size_t{20}, size_t{41}}) {  // where passes meet
        CHECK(f.points[i].correct == f.naive(f.points[i].target.text(), 0.9).correct);
    }
}

TEST_CASE("measured points are not measured again", "[sensitivity]") {
    Fixture f;
    f.options.layers = {"conv1", "linear"};
    f.options.levels = {0.3, 0.5};
    int64_t resumed = 0;
    f.hooks.known = [](const Target& target, Level level) -> std::optional<AdaptivePoint> {
        const bool known = target.name == "linear" || (target.isGlobal() && level.number == 0.3) ||
                           (target.name == "conv1" && level.number == 0.5);
        return known ? std::optional(AdaptivePoint{{target, level}, {}}) : std::nullopt;
    };
    f.hooks.resumed = [&](const std::vector<AdaptivePoint>& points) {
        resumed += static_cast<int64_t>(points.size());
    };
    f.sweep();
    CHECK(resumed == 4);
    CHECK(keys(f.points) == std::vector<std::string>{"global@0.5", "conv1@0.3"});
    CHECK(f.points[1].correct == f.naive("conv1", 0.3).correct);
}

TEST_CASE("a sweep stops when asked to", "[sensitivity]") {
    Fixture f;
    f.options.layers = {"conv1", "linear"};
    std::stop_source source;
    f.hooks.measured = [&](const SensitivityPoint& point) {
        f.points.push_back(point);
        source.request_stop();
    };
    RunContext context;
    context.stop = source.get_token();
    CHECK_THROWS_AS(f.sweep(context), Cancelled);
    CHECK(f.points.size() == 1);
    CHECK_THROWS_AS(f.sweep(context), Cancelled);  // stopped before it starts
    CHECK(f.points.size() == 1);
}

TEST_CASE("impossible sweeps are refused", "[sensitivity]") {
    Fixture f;
    for (const double ratio : {-0.1, 1.0}) {
        f.options.levels = {ratio};
        CHECK(codeOf([&] { f.sweep(); }) == ErrorCode::InvalidArgument);
    }
    f.options.levels = {0.5};
    f.options.layers = {"layers.0.conv9"};
    CHECK(codeOf([&] { f.sweep(); }) == ErrorCode::NotFound);
    f.options.layers = {"bn1"};
    CHECK(codeOf([&] { f.sweep(); }) == ErrorCode::InvalidArgument);
    f.options.layers = {"conv1"};
    f.indices.pop_back();
    CHECK(codeOf([&] { f.sweep(); }) == ErrorCode::InvalidArgument);
    CHECK(f.points.empty());
}

TEST_CASE("the safe level ends before the first drop that is too large", "[sensitivity]") {
    const std::vector<SensitivityPoint> points = {
        dropping("a", 0.7, 1), dropping("a", 0.3, 0),     dropping("a", 0.6, 5),
        dropping("a", 0.5, 2), dropping("b", 0.3, 3),     dropping("c", 0.3, 0),
        dropping("c", 0.8, 2), dropping("global", 0.5, 0)};
    const auto safe = [&](const std::string& layer, double toleranceShare) {
        return safeLevel(points, Target::fromText(layer, Grouping::Layer), toleranceShare);
    };
    CHECK(safe("a", 0.02) == SafeLevel{{0.5}});  // 0.7 is fine again, but 0.6 is not
    CHECK(safe("a", 0.05) == SafeLevel{{0.7}, true});
    CHECK(safe("b", 0.02) == SafeLevel{});
    CHECK(safe("c", 0.02) == SafeLevel{{0.8}, true});
    CHECK(safe("global", 0.02)->hardestTried);
    CHECK_FALSE(safe("missing", 0.02));
    CHECK(safeText(*safe("a", 0.02)) == "0.5");
    CHECK(safeText(*safe("b", 0.02)) == "none");
    CHECK(safeText(*safe("c", 0.02)) == "≥ 0.8, the largest tried");
    CHECK(safeText({{2, true}, true}) == "≤ 2 bits, the fewest tried");
}

TEST_CASE("targets and levels as text", "[sensitivity]") {
    CHECK(Target::fromText("global", Grouping::Block) == Target::global());
    CHECK(Target::global().text() == "global");
    CHECK(Target::of("conv1", "stem", "", Grouping::Block) == Target{Target::Kind::Block, "stem"});
    CHECK(Target::of("conv1", "stem", "", Grouping::Role).text() == "conv1");  // has no role
    CHECK(Level::of(PerturbationKind::WeightBits, 8)
              .milderThan(Level::of(PerturbationKind::WeightBits, 4)));
    CHECK(
        Level::of(PerturbationKind::Clip, 0.1).milderThan(Level::of(PerturbationKind::Clip, 0.2)));
}

namespace {

/// A sweep whose points are repaired on the images 0 to 9.
struct RepairFixture : Fixture {
    RepairFixture() {
        const std::vector<int64_t> calibration{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        options.recalibrate = 10;
        options.calibration = std::make_shared<const CalibrationImages>(
            CalibrationImages{&images, kNormalisation, calibration, 4});
        options.levels = {0.4, 0.8};
    }

    /// (right, lost, gained) of the pruned network after recalibrated(), by itself.
    std::tuple<int64_t, int64_t, int64_t> repaired(const Graph& pruned) const {
        const CalibrationImages& given = *options.calibration;
        const Graph network =
            recalibrated(pruned, images, kNormalisation, given.indices, given.batchSize, 1, {});
        const Evaluation found = evaluate(network, images, kNormalisation, indices, {1, 6}, {});
        const PairedCounts counts =
            countChanges(baseline.labels, baseline.predictions, found.predictions);
        return {counts.correct, counts.lost, counts.gained};
    }
};

using Counts = std::tuple<int64_t, int64_t, int64_t>;
Counts countsOf(const SensitivityPoint& point) {
    return {point.correct, point.lost, point.gained};
}

}  // namespace

TEST_CASE("a repaired point is the pruned network recalibrated", "[repair]") {
    RepairFixture f;
    f.options.layers = {"conv1", "layers.3.conv2", "layers.9.conv1", "linear"};
    f.sweep();
    REQUIRE(f.points.size() == 10);
    size_t moved = 0;
    for (const SensitivityPoint& point : f.points) {
        const std::string layer = point.target.text();
        const double ratio = point.level.number;
        const Masks masks = point.target.isGlobal() ? rankedMasks(f.graph, ratio, f.options.layers)
                                                    : layerMasks(f.graph, ratio, {layer});
        INFO(layer << " " << ratio);
        CHECK(countsOf(point) == f.repaired(applyMasks(f.graph, masks)));
        const SensitivityPoint plain = f.naive(layer, ratio);
        moved += countsOf(point) == countsOf(plain) ? 0 : 1;
    }
    CHECK(moved > 3);  // or the repair would not have been seen
}

TEST_CASE("a repaired cut is the smaller network recalibrated", "[repair]") {
    RepairFixture f;
    f.options.kind = PerturbationKind::Channels;
    f.sweep();
    const std::vector<ChannelGroup> groups = channelGroups(f.graph);
    ChannelRecipe recipe;
    for (const SensitivityPoint& point : f.points) {
        recipe.amount = point.level.number;
        recipe.groups =
            point.target.isGlobal() ? std::vector<std::string>() : std::vector{point.target.text()};
        const ChannelCut cut = selectChannels(f.graph, groups, recipe);
        INFO(point.target.text() << " " << recipe.amount);
        CHECK(countsOf(point) ==
              f.repaired(slimChannels(f.graph, removalOf(f.graph, groups, cut))));
    }
    CHECK(f.points.size() > 30);
}

TEST_CASE("an adaptive sweep repairs the same, on any number of workers", "[repair]") {
    RepairFixture f;
    f.options.kind = PerturbationKind::Channels;
    f.options.levels = {0.1, 0.2, 0.4};  // mild: twenty images settle few of them
    f.options.layers = {"conv1", "layers.3.conv1", "layers.9.conv1"};
    f.sweep();
    std::map<std::pair<Target, Level>, AdaptivePoint> last;
    f.options.adaptive.on = true;
    f.options.adaptive.firstRound = 7;
    f.options.workers = 1;
    f.hooks.roundDone = [&](const std::vector<AdaptivePoint>& points) {
        for (const AdaptivePoint& point : points) {
            last[{point.point.target, point.point.level}] = point;
        }
    };
    const std::vector<SensitivityPoint> exact = f.points;
    f.sweep();
    REQUIRE(last.size() == exact.size());
    size_t whole = 0;
    for (const SensitivityPoint& point : exact) {
        const AdaptivePoint& found = last.at({point.target, point.level});
        if (found.point.count == 20) {  // not settled before
            CHECK(countsOf(found.point) == countsOf(point));
            ++whole;
        }
    }
    CHECK(whole >= 5);
}

TEST_CASE("only what can be repaired is", "[repair]") {
    RepairFixture f;
    f.options.kind = PerturbationKind::WeightBits;
    f.options.levels = {4};
    CHECK_THROWS_WITH(f.sweep(), Catch::Matchers::ContainsSubstring("Recalibrate"));
    f.options = RepairFixture().options;
    f.graph = foldBatchNorm(f.graph);
    CHECK_THROWS_WITH(f.sweep(),
                      Catch::Matchers::ContainsSubstring("there are no statistics to estimate"));
}

}  // namespace secateur::test
