#include "core/base/random.h"
#include "core/data/memory_dataset.h"
#include "core/exec/float_executor.h"
#include "core/exec/int8_executor.h"
#include "core/onnx/onnx_writer.h"
#include "core/passes/fold_batchnorm.h"
#include "core/quant/post_training.h"
#include "tests/support/not_tested.h"
#include "tests/support/onnxruntime.h"
#include "tests/support/random_graph.h"

using namespace secateur;

namespace {

constexpr int64_t kImages = 16;

/// Noise as pixels, and as the float images that the normalisation makes of them.
struct Noise {
    MemoryDataset dataset;
    Normalisation normalisation;
    std::vector<int64_t> indices;
    at::Tensor images;
};

Noise noise() {
    Random random(5);
    std::vector<uint8_t> pixels;
    for (int64_t i = 0; i < kImages * 3 * 12 * 12; ++i) {
        pixels.push_back(static_cast<uint8_t>(random.below(256)));
    }
    Noise made{MemoryDataset({3, 12, 12}, pixels, std::vector<uint8_t>(kImages, 0)),
               {{0.4, 0.5, 0.6}, {0.2, 0.25, 0.3}},
               {},
               {}};
    for (int64_t i = 0; i < kImages; ++i) {
        made.indices.push_back(i);
    }
    const auto channel = [](const std::vector<double>& values) {
        return at::tensor(values).view({1, 3, 1, 1}).to(at::kFloat);
    };
    made.images = (at::from_blob(pixels.data(), {kImages, 12, 12, 3}, at::kByte)
                           .permute({0, 3, 1, 2})
                           .to(at::kFloat) /
                       255 -
                   channel(made.normalisation.mean)) /
                  channel(made.normalisation.std);
    return made;
}

/// By how many steps a logit moves, at most, where one of the values that the last layer reads
/// moves by one: averages of few pixels end on halves, which each runtime rounds in its own way.
double gainOfLastLayer(const Graph& int8) {
    const Node& last = int8.node(int8.output());
    const at::Tensor weight = last.parameter("weight").dequantize();
    return weight.abs().max().item<double>() * int8.node(last.inputs.front()).quant->scale /
           last.quant->scale;
}

double largestDifference(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>();
}

}  // namespace

TEST_CASE("onnxruntime computes what the float executor computes, on random networks", "[peer]") {
    if (!test::haveOnnxruntime()) {
        test::notTested("onnxruntime-node is not installed");
        return;
    }
    const Noise data = noise();
    std::vector<std::vector<uint8_t>> models;
    std::vector<at::Tensor> expected;
    for (uint64_t seed = 0; seed < 24; ++seed) {
        const Graph graph = test::randomGraph(seed);
        for (const Graph& form : {graph, foldBatchNorm(graph)}) {
            models.push_back(serializeOnnx(form));
            expected.push_back(FloatExecutor(form).run(data.images));
        }
    }
    const std::vector<at::Tensor> logits = test::onnxruntimeLogits(models, data.images);
    for (size_t i = 0; i < models.size(); ++i) {
        INFO("network " << i);
        const double size = std::max(1.0, expected[i].abs().max().item<double>());
        CHECK(largestDifference(logits[i], expected[i]) < 1e-4 * size);
    }
}

TEST_CASE("onnxruntime computes what the INT8 executor computes, on random networks", "[peer]") {
    if (!test::haveOnnxruntime()) {
        test::notTested("onnxruntime-node is not installed");
        return;
    }
    const Noise data = noise();
    std::vector<std::vector<uint8_t>> models;
    std::vector<at::Tensor> expected;
    std::vector<double> steps;
    std::vector<double> gains;
    for (uint64_t seed = 0; seed < 24; ++seed) {
        QuantizeOptions options;
        // No engine saturates with 7 bits, and they need the clamp of the integers.
        options.reduceRange = ReduceRange::On;
        const Graph int8 = quantizePostTraining(test::randomGraph(seed), data.dataset,
                                                data.normalisation, data.indices, options, {})
                               .graph;
        models.push_back(serializeOnnx(int8));
        expected.push_back(Int8Executor(int8).run(data.images));
        steps.push_back(int8.node(int8.output()).quant->scale);
        gains.push_back(gainOfLastLayer(int8));
    }
    const std::vector<at::Tensor> logits = test::onnxruntimeLogits(models, data.images);
    for (size_t i = 0; i < models.size(); ++i) {
        INFO("network " << i);
        // The kernels round halves and sums each in its own way, and what differs by a step early
        // may differ by more at the end; another scale, bias or clamp would be tens of steps
        // everywhere. The logits themselves are rounded, too.
        const double most = std::max(8.0, gains[i] + 1.01);
        const at::Tensor apart = (logits[i] - expected[i]).abs() / steps[i];
        CHECK(apart.max().item<double>() < most);
        CHECK(apart.mean().item<double>() < most / 8);
    }
}
