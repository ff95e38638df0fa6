#include "core/analysis/quant_error.h"

#include <ATen/core/grad_mode.h>

#include <map>
#include <set>

#include "core/analysis/evaluator.h"
#include "core/base/error.h"
#include "core/data/loader.h"
#include "core/exec/float_ops.h"
#include "core/quant/post_training.h"
#include "core/quant/weight_error.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"

namespace secateur::test {

namespace {

/// Coarse enough to change answers: few images, ranges cut by percentile.
QuantizeResult quantized() {
    const ImageData data = quadrantImages();
    QuantizeOptions options;
    options.weightScales = WeightScales::PerTensor;
    options.activationObserver = ObserverKind::Percentile;
    options.activationPercentile = 60.0;
    return quantizePostTraining(tinyNetwork(), *data.train, data.normalisation, allIndices(),
                                options, {});
}

Evaluation baselineOf(const Graph& graph) {
    const ImageData data = quadrantImages();
    return evaluate(graph, *data.train, data.normalisation, allIndices(), {1, 8}, {});
}

/// The answers with these layers quantized, node by node in plain torch.
std::vector<int64_t> slowAnswers(const QuantizeResult& q, const std::set<std::string>& layers) {
    const at::NoGradGuard noGrad;
    const ImageData data = quadrantImages();
    std::vector<at::Tensor> values{loadBatch(*data.train, data.normalisation, allIndices()).images};
    for (NodeId id = 1; id < q.graph.size(); ++id) {
        Node node = q.prepared.node(id);
        const bool changed = layers.contains(node.name);
        if (changed && node.isWeighted()) {
            node.setParameter("weight", q.graph.node(id).parameter("weight").dequantize());
        }
        const at::Tensor& input = values[static_cast<size_t>(node.inputs.front())];
        at::Tensor y = evaluateNode(node, std::vector<at::Tensor>{input});
        if (changed) {
            const QuantParams& p = *q.graph.node(id).quant;
            y = at::fake_quantize_per_tensor_affine(y, p.scale, p.zeroPoint, p.quantMin,
                                                    p.quantMax);
        }
        values.push_back(y);
    }
    const at::Tensor classes = values.back().argmax(1);
    return {classes.data_ptr<int64_t>(), classes.data_ptr<int64_t>() + classes.numel()};
}

}  // namespace

TEST_CASE("accuracy with only, and with all but, a layer quantized is what torch gives") {
    const ImageData data = quadrantImages();
    const QuantizeResult q = quantized();
    const Evaluation baseline = baselineOf(q.prepared);
    std::map<std::pair<std::string, QuantErrorMode>, QuantErrorPoint> points;
    QuantErrorHooks hooks;
    hooks.measured = [&](const QuantErrorPoint& point) {
        points[{point.layer, point.mode}] = point;
    };
    measureQuantErrors(q.prepared, q.graph, *data.train, data.normalisation, allIndices(), baseline,
                       hooks, 2, {});
    const std::set<std::string> layers{"conv1", "conv2", "linear"};
    REQUIRE(points.size() == 7);
    const auto check = [&](const std::string& layer, QuantErrorMode mode,
                           const std::set<std::string>& changed) {
        INFO(layer << " " << enumName(mode));
        const QuantErrorPoint& point = points.at({layer, mode});
        const std::vector<int64_t> answers = slowAnswers(q, changed);
        int64_t correct = 0;
        int64_t lost = 0;
        for (size_t i = 0; i < answers.size(); ++i) {
            const bool before = baseline.predictions[i] == baseline.labels[i];
            const bool now = answers[i] == baseline.labels[i];
            correct += now ? 1 : 0;
            lost += before && !now ? 1 : 0;
        }
        CHECK(point.correct == correct);
        CHECK(point.lost == lost);
        CHECK(point.count == kImages);
        CHECK(baseline.correct - point.lost + point.gained == point.correct);
    };
    check(kAllLayers, QuantErrorMode::All, layers);
    for (const std::string& layer : layers) {
        check(layer, QuantErrorMode::Only, {layer});
        std::set<std::string> others = layers;
        others.erase(layer);
        check(layer, QuantErrorMode::AllBut, others);
    }
}

TEST_CASE("known points are not measured again") {
    const ImageData data = quadrantImages();
    const QuantizeResult q = quantized();
    int measured = 0;
    QuantErrorHooks hooks;
    hooks.measured = [&](const QuantErrorPoint& point) {
        ++measured;
        CHECK(point.layer == "conv2");
    };
    hooks.alreadyMeasured = [](const std::string& layer, QuantErrorMode) {
        return layer != "conv2";
    };
    measureQuantErrors(q.prepared, q.graph, *data.train, data.normalisation, allIndices(),
                       baselineOf(q.prepared), hooks, 1, {});
    CHECK(measured == 2);
    CHECK_THROWS_AS(measureQuantErrors(q.prepared, q.graph, *data.train, data.normalisation, {0},
                                       baselineOf(q.prepared), hooks, 1, {}),
                    Error);
}

TEST_CASE("noises are those of the weights and of the outputs as they are") {
    const QuantizeResult q = quantized();
    const std::vector<LayerNoise> noises = layerNoises(q.prepared, q.graph, q.observed);
    REQUIRE(noises.size() == 3);
    CHECK(noises[0].layer == "conv1");
    CHECK(*noises[0].weightSqnrDb ==
          Approx(sqnrDb(q.prepared.node(1).parameter("weight"),
                        q.graph.node(1).parameter("weight").dequantize())));
    // conv1's outputs themselves; the histogram knows them to a bin.
    const ImageData data = quadrantImages();
    const at::Tensor images = loadBatch(*data.train, data.normalisation, allIndices()).images;
    const at::NoGradGuard noGrad;
    const at::Tensor y = evaluateNode(q.prepared.node(1), std::vector<at::Tensor>{images});
    const QuantParams& p = *q.graph.node(1).quant;
    const double exact = sqnrDb(
        y, at::fake_quantize_per_tensor_affine(y, p.scale, p.zeroPoint, p.quantMin, p.quantMax));
    CHECK(noises[0].activationSqnrDb == Approx(exact).margin(0.2));
}

TEST_CASE("layers are ranked by what they cost") {
    const auto noise = [](const char* layer, double db) {
        return LayerNoise{layer, "conv", 40.0, db};
    };
    const auto point = [](const char* layer, QuantErrorMode mode, int64_t lost) {
        return QuantErrorPoint{layer, mode, 100, 90 - lost, lost, 0};
    };
    const std::vector<LayerQuantError> ranked = rankedErrors(
        {noise("none", 10), noise("quiet", 30), noise("loud", 20), noise("worst", 40),
         noise("helped", 40)},
        {point("quiet", QuantErrorMode::Only, 1), point("loud", QuantErrorMode::Only, 1),
         point("worst", QuantErrorMode::Only, 5), point("helped", QuantErrorMode::Only, 1),
         point("helped", QuantErrorMode::AllBut, 2), point("loud", QuantErrorMode::AllBut, 4),
         point("quiet", QuantErrorMode::AllBut, 4)});
    std::vector<std::string> names;
    for (const LayerQuantError& error : ranked) {
        names.push_back(error.noise.layer);
    }
    CHECK(names == std::vector<std::string>{"worst", "helped", "loud", "quiet", "none"});
    CHECK_FALSE(ranked.back().only.has_value());
    CHECK(ranked.front().only->lost == 5);
}

}  // namespace secateur::test
