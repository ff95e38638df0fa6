#include <ATen/core/grad_mode.h>

#include "core/analysis/evaluator.h"
#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/random.h"
#include "core/data/loader.h"
#include "core/data/memory_dataset.h"
#include "core/exec/fake_quant_json.h"
#include "core/exec/float_executor.h"
#include "core/exec/train_executor.h"
#include "core/models/registry.h"
#include "core/passes/fold_batchnorm.h"
#include "core/prune/unstructured.h"
#include "core/quant/post_training.h"
#include "core/quant/quantization_aware.h"
#include "core/train/layer_scales.h"
#include "core/train/trainer.h"
#include "tests/support/catch.h"
#include "tests/support/noise_images.h"
#include "tests/support/quadrants.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_norms.h"
#include "tests/support/stopped_training.h"

using namespace secateur;
using namespace secateur::test;

namespace {

const Normalisation kNormalisation{{0.5, 0.5, 0.5}, {0.25, 0.25, 0.25}};

Graph quantizedBy(const QuantizeOptions& options, const Graph& graph, const Dataset& data) {
    return quantizePostTraining(graph, data, kNormalisation, firstIndices(data.size()), options, {})
        .graph;
}

void checkSameIntegers(const Graph& a, const Graph& b) {
    REQUIRE(a.size() == b.size());
    for (NodeId id = 0; id < a.size(); ++id) {
        INFO(a.node(id).name);
        CHECK(a.node(id).quant == b.node(id).quant);
        for (const Parameter& p : a.node(id).parameters) {
            const at::Tensor& other = b.node(id).parameter(p.slot);
            REQUIRE(p.value.is_quantized() == other.is_quantized());
            const auto raw = [](const at::Tensor& value) {
                return value.is_quantized() ? value.int_repr() : value;
            };
            CHECK(raw(p.value).equal(raw(other)));
        }
    }
}

/// Dropout that drops nothing, so that a training pass can be compared.
Graph withoutDropout(Graph graph) {
    for (NodeId id = 0; id < graph.size(); ++id) {
        if (auto* dropout = std::get_if<Dropout>(&graph.node(id).op)) {
            dropout->p = 0.0;
        }
    }
    return graph;
}

/// As another process has it.
std::shared_ptr<const FakeQuantPlan> sentAndRead(const FakeQuantPlan& plan, const Graph& graph) {
    const std::string text = jsonText(fakeQuantToJson(plan));
    return std::make_shared<const FakeQuantPlan>(fakeQuantFromJson(parseJson(text, "it"), graph));
}

/// What holds before the first step: with BN frozen the training pass is PTQ's simulation, and what
/// it would be converted to is what PTQ made.
void checkStart(const Graph& original, const QuantizeOptions& options, const Dataset& data) {
    const Graph graph = withoutDropout(original);
    const Graph lowered = quantizedBy(options, graph, data);
    const QatStart start = startQat(graph, lowered, options);
    TrainExecutor executor(start.graph, start.plan);
    executor.setQuantPhase({false, false});
    const Batch batch = loadBatch(data, kNormalisation, firstIndices(data.size()));
    const at::Tensor trained = executor.forward(batch.images).detach();
    TrainExecutor elsewhere(start.graph, sentAndRead(*start.plan, start.graph));
    elsewhere.setQuantPhase({false, false});
    CHECK(elsewhere.forward(batch.images).equal(trained));
    const at::Tensor simulated = FloatExecutor(lowered).run(batch.images);
    // A normalisation that is folded or not sums in another order: what ends on a half is rounded
    // to either side, here and there.
    const double step = lowered.node(lowered.output()).quant->scale;
    const at::Tensor apart = (trained - simulated).abs();
    CHECK(apart.max().item<double>() < 1.01 * step);
    CHECK(apart.gt(1e-4 * step).sum().item<int64_t>() <= apart.numel() / 16);
    checkSameIntegers(convertQat(start, start.graph, executor.quantParams()), lowered);
}

/// A BN that nothing can take in: it reads a concatenation, as in DenseNet.
Graph unfoldable() {
    Graph graph;
    graph.spec = {"dense", 3, 4, 8, 8, "relu"};
    const auto append = [&](const char* name, Op op, std::vector<NodeId> inputs,
                            std::vector<Parameter> parameters = {}) {
        return graph.add(
            {name, std::move(op), std::move(inputs), std::move(parameters), "", "", {}});
    };
    const auto values = [](at::IntArrayRef shape) {
        return at::arange(c10::multiply_integers(shape), at::kFloat).sin().mul(0.4).reshape(shape);
    };
    const NodeId input = append("input", Input{3, 8, 8}, {});
    Conv2d conv;
    conv.inChannels = 3;
    conv.outChannels = 5;
    conv.kernel = {3, 3};
    conv.padding = {1, 1};
    const NodeId x = append("conv", conv, {input}, {{"weight", values({5, 3, 3, 3})}});
    const NodeId both = append("concat", Concat{}, {x, input});
    const NodeId norm = append("norm", BatchNorm2d{8}, {both},
                               {{"weight", values({8}) + 1},
                                {"bias", values({8})},
                                {"running_mean", values({8}), false},
                                {"running_var", values({8}) + 1, false}});
    const NodeId silu = append("silu", Activation{ActivationKind::Silu}, {norm});
    const NodeId gate = append("gate", Activation{ActivationKind::Sigmoid},
                               {append("squeeze", GlobalAvgPool{}, {silu})});
    const NodeId scaled = append("scale", Multiply{}, {silu, gate});
    const NodeId dropped = append("dropout", Dropout{0.5}, {scaled});
    const NodeId flat = append("flat", Flatten{}, {append("pool", GlobalAvgPool{}, {dropped})});
    Linear linear;
    linear.inFeatures = 8;
    linear.outFeatures = 4;
    append("linear", linear, {flat}, {{"weight", values({4, 8})}, {"bias", values({4})}});
    return graph;
}

QatOptions shortObserving() {
    return {2, 1};
}

struct QatRun {
    Graph trained;
    Graph converted;
    std::vector<EpochRecord> history;
};

TrainOptions quickOptions() {
    TrainOptions options;
    options.epochs = 4;
    options.batchSize = 16;
    options.microBatch = 8;
    options.learningRate = 0.02;
    options.seed = 3;
    options.workers = 2;
    return options;
}

TrainHooks recording(const QatStart& start, const QatOptions& qat, QatRun& run) {
    TrainHooks hooks;
    hooks.beginEpoch = [qat](TrainExecutor& executor, int64_t epoch) {
        executor.setQuantPhase(quantPhase(qat, epoch));
    };
    hooks.evaluate = [&](const Graph& network, const TrainExecutor& executor, EpochRecord& record) {
        run.converted = convertQat(start, network, executor.quantParams());
        record.quantization = {0.0, false, false, layerScales(run.converted)};
    };
    hooks.epochDone = [&](const Graph&, const TrainState& s, bool) { run.history = s.history; };
    return hooks;
}

/// A tiny network that has learned its four classes, pruned if so wished.
Graph learned(const ImageData& data, double amount) {
    TrainOptions options = quickOptions();
    options.epochs = 8;
    options.learningRate = 0.05;
    const Graph graph = trainNetwork(tinyNetwork(), data, allIndices(), options, {}, {}, {}, {});
    return amount > 0 ? applyMasks(graph, rankedMasks(graph, amount)) : graph;
}

QatStart tinyStart(const Graph& graph, const ImageData& data) {
    const QuantizeOptions options;
    return startQat(
        graph,
        quantizePostTraining(graph, *data.train, data.normalisation, allIndices(), options, {})
            .graph,
        options);
}

QatRun trained(const QatStart& start, const ImageData& data, const TrainOptions& options,
               const std::optional<TrainState>& resume = {}) {
    QatRun run;
    run.trained = trainNetwork(TrainExecutor(start.graph, start.plan), data, allIndices(), options,
                               masksOfZeros(start.graph), recording(start, shortObserving(), run),
                               resume, {});
    return run;
}

}  // namespace

TEST_CASE("QAT starts as PTQ's simulation, on random networks", "[qat]") {
    const MemoryDataset data = noiseImages(8, 3, 12);
    for (uint64_t seed = 1; seed <= 25; ++seed) {
        INFO("seed " << seed);
        checkStart(randomGraph(seed), {}, data);
    }
}

TEST_CASE("QAT starts as PTQ's simulation, whatever the settings", "[qat]") {
    const MemoryDataset data = noiseImages(8, 3, 12);
    QuantizeOptions symmetric;
    symmetric.symmetricBottlenecks = true;
    symmetric.reduceRange = ReduceRange::On;
    QuantizeOptions perTensor;
    perTensor.weightScales = WeightScales::PerTensor;
    perTensor.activationObserver = ObserverKind::Mse;
    QuantizeOptions narrow;
    narrow.weightObserver = ObserverKind::Percentile;
    narrow.weightPercentile = 90;
    narrow.activationScheme = ActivationScheme::Symmetric;
    QuantizeOptions clipped;
    clipped.reduceRange = ReduceRange::Off;
    for (uint64_t seed = 1; seed <= 5; ++seed) {
        INFO("seed " << seed);
        const Graph graph = randomGraph(seed);
        checkStart(graph, symmetric, data);
        checkStart(graph, perTensor, data);
        checkStart(graph, narrow, data);
        const Graph folded = foldBatchNorm(graph);
        const std::string layer = folded.node(folded.weightedNodes().front()).name;
        clipped.activationClips = {{layer, {-0.5, 1.5}}};
        clipped.weightClips = {{layer, {-0.2, 0.3}}};
        clipped.floatLayers = {folded.node(folded.output()).name};
        checkStart(graph, clipped, data);
    }
}

TEST_CASE("QAT starts as PTQ's simulation where a BN cannot be folded, and on real networks",
          "[qat]") {
    checkStart(unfoldable(), {}, noiseImages(8, 3, 8));
    const MemoryDataset data = noiseImages(4, 3, 32);
    const at::Tensor images = loadBatch(data, kNormalisation, firstIndices(4)).images;
    for (const auto& [name, activation] :
         {std::pair{"mobilenet_v2_cifar", "relu6"}, {"densenet121_cifar", "relu"}}) {
        INFO(name);
        Graph graph = buildModel({name, 3, 10, 32, 32, activation}, 5);
        randomiseNorms(graph, images, 7);
        checkStart(graph, {}, data);
    }
}

TEST_CASE("gradients reach every parameter of every kind of network", "[qat]") {
    const MemoryDataset data = noiseImages(8, 3, 12);
    for (uint64_t seed = 1; seed <= 12; ++seed) {
        INFO("seed " << seed);
        const Graph graph = seed == 12 ? unfoldable() : randomGraph(seed);
        const MemoryDataset images = seed == 12 ? noiseImages(8, 3, 8) : data;
        const QatStart start = startQat(graph, quantizedBy({}, graph, images), {});
        for (const QuantPhase phase : {QuantPhase{true, true}, QuantPhase{false, false}}) {
            TrainExecutor executor(start.graph, start.plan);
            executor.setQuantPhase(phase);
            const Batch batch = loadBatch(images, kNormalisation, firstIndices(8));
            const at::Tensor logits = executor.forward(batch.images);
            const at::AutoGradMode withGradients(true);
            executor.backward(logits.square().sum());
            CHECK(executor.gradients().isfinite().all().item<bool>());
            CHECK(executor.gradients().abs().sum().item<double>() > 0);
            CHECK(executor.statistics().isfinite().all().item<bool>());
        }
    }
}

TEST_CASE("an INT8 network of another graph is refused", "[qat]") {
    const MemoryDataset data = noiseImages(8, 3, 12);
    const Graph other = randomGraph(2);
    CHECK_THROWS_AS(startQat(randomGraph(1), quantizedBy({}, other, data), {}), Error);
}

TEST_CASE("QAT that was cancelled and resumed ends with the same integers", "[qat]") {
    const ImageData data = quadrantImages();
    const TrainOptions options = quickOptions();
    const QatStart start = tinyStart(learned(data, 0.0), data);
    const QatRun whole = trained(start, data, options);
    for (const int64_t step : {2, 6, 9, 15}) {  // observing, BN frozen, all frozen, at the end
        INFO("cancelled after step " << step);
        const StopAt stop(step * options.batchSize);
        TrainState saved;
        QatRun cut;
        TrainHooks hooks = recording(start, shortObserving(), cut);
        hooks.saveState = [&](const TrainState& state) { saved = written(state); };
        CHECK_THROWS_AS(trainNetwork(TrainExecutor(start.graph, start.plan), data, allIndices(),
                                     options, {}, hooks, {}, stop.context),
                        Cancelled);
        const QatRun resumed = trained(start, data, options, saved);
        checkSameIntegers(resumed.converted, whole.converted);
        REQUIRE(resumed.history.size() == 4);
        for (size_t e = 0; e < 4; ++e) {
            CHECK(resumed.history[e].loss == whole.history[e].loss);
            CHECK(resumed.history[e].quantization == whole.history[e].quantization);
        }
    }
}

TEST_CASE("ranges move while they are observed and stay when frozen", "[qat]") {
    const ImageData data = quadrantImages();
    const QatStart start = tinyStart(learned(data, 0.0), data);
    const QatRun run = trained(start, data, quickOptions());
    const auto outputs = [&](size_t epoch) {
        std::vector<double> scales;
        for (const LayerScales& layer : run.history[epoch].quantization->scales) {
            scales.push_back(layer.scale);
        }
        return scales;
    };
    CHECK(run.history.front().quantization->scales.size() == 3);
    CHECK(run.history.front().quantization->scales.front().layer == "conv1");
    CHECK(run.history.front().quantization->scales.front().weightScale > 0);
    CHECK(outputs(0) != outputs(1));
    CHECK(outputs(1) == outputs(2));
    CHECK(outputs(2) == outputs(3));
    CHECK(run.converted.node(0).quant == start.lowered.node(0).quant);  // the images' stays
    // BN is frozen after the first epoch of four steps, and weights are trained on.
    const auto statistic = [](const Graph& graph) {
        return graph.node(graph.require("bn1")).parameter("running_var");
    };
    TrainOptions first = quickOptions();
    first.epochs = 1;
    first.schedule = ScheduleKind::Constant;
    TrainOptions all = quickOptions();
    all.schedule = ScheduleKind::Constant;
    const Graph afterOne = trained(start, data, first).trained;
    const Graph afterAll = trained(start, data, all).trained;
    CHECK(statistic(afterOne).equal(statistic(afterAll)));
    CHECK_FALSE(statistic(afterOne).equal(statistic(start.graph)));
    CHECK_FALSE(afterOne.node(1).parameter("weight").equal(afterAll.node(1).parameter("weight")));
}

TEST_CASE("pruned weights stay zero through QAT and in INT8; the kernels agree with the simulation",
          "[qat]") {
    const ImageData data = quadrantImages();
    const Graph pruned = learned(data, 0.5);
    const QatStart start = tinyStart(pruned, data);
    const QatRun run = trained(start, data, quickOptions());
    for (const NodeId id : start.lowered.weightedNodes()) {
        const std::string& name = start.lowered.node(id).name;
        const at::Tensor before = pruned.node(pruned.require(name)).parameter("weight");
        const at::Tensor after = run.trained.node(run.trained.require(name)).parameter("weight");
        const at::Tensor integers = run.converted.node(id).parameter("weight").int_repr();
        INFO(name);
        CHECK(before.eq(0).sum().item<int64_t>() > 0);
        CHECK(after.masked_select(before.eq(0)).eq(0).all().item<bool>());
        CHECK(integers.masked_select(before.eq(0)).eq(0).all().item<bool>());
        CHECK_FALSE(after.equal(before));
    }
    const auto measured = [&](bool simulated) {
        return evaluate(run.converted, *data.test, data.normalisation, allIndices(),
                        {2, 8, {}, simulated}, {});
    };
    const Evaluation kernels = measured(false);
    const Evaluation simulation = measured(true);
    CHECK(kernels.accuracy() > 0.9);
    int same = 0;
    for (size_t i = 0; i < kernels.predictions.size(); ++i) {
        same += kernels.predictions[i] == simulation.predictions[i] ? 1 : 0;
    }
    CHECK(same >= 62);
}
