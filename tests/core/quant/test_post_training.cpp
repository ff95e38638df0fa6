#include "core/quant/post_training.h"

#include <ATen/core/grad_mode.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/error.h"
#include "core/data/loader.h"
#include "core/data/memory_dataset.h"
#include "core/exec/float_executor.h"
#include "core/exec/float_ops.h"
#include "core/exec/int8_executor.h"
#include "core/exec/quantized_engine.h"
#include "core/graph/builder.h"
#include "core/passes/fold_batchnorm.h"
#include "tests/support/catch.h"
#include "tests/support/noise_images.h"

namespace secateur::test {

namespace {

constexpr int64_t kImages = 48;
const Normalisation kNormalisation{{0.5}, {0.25}};

MemoryDataset noise(int64_t size) {
    return noiseImages(kImages, 1, size);
}

/// A random network whose batch normalisation has the statistics of `images`, as if it were
/// trained.
Graph normalised(Graph graph, const at::Tensor& images) {
    const at::NoGradGuard noGrad;
    graph = graph.clone();
    std::vector<at::Tensor> values{images};
    for (NodeId id = 1; id < graph.size(); ++id) {
        Node& node = graph.node(id);
        if (auto* norm = std::get_if<BatchNorm2d>(&node.op)) {
            norm->momentum = 1.0;
        }
        std::vector<at::Tensor> inputs;
        for (const NodeId input : node.inputs) {
            inputs.push_back(values[static_cast<size_t>(input)]);
        }
        values.push_back(evaluateNode(node, inputs, true).clone());
    }
    return graph;
}

NodeId convNorm(GraphBuilder& builder, const std::string& name, NodeId from, int64_t channels,
                int64_t kernel, int64_t stride, int64_t groups, bool relu6) {
    NodeId x = builder.conv(name, from, channels, kernel, stride, groups);
    x = builder.batchNorm(name + "_norm", x);
    return relu6 ? builder.activation(name + "_relu6", x, ActivationKind::Relu6) : x;
}

/// Inverted residuals as in MobileNetV2, with and without a shortcut.
Graph smallMobileNet() {
    GraphBuilder builder({"small", 1, 10, 28, 28, "relu6"}, 5);
    NodeId x = convNorm(builder, "stem", builder.input(), 16, 3, 1, 1, true);
    for (int i = 0; i < 6; ++i) {
        const std::string block = "block" + std::to_string(i);
        NodeId y = convNorm(builder, block + "_expand", x, 64, 1, 1, 1, true);
        y = convNorm(builder, block + "_depthwise", y, 64, 3, i % 3 == 2 ? 2 : 1, 64, true);
        y = convNorm(builder, block + "_project", y, 16, 1, 1, 1, false);
        x = i % 3 == 2 ? y : builder.add(block + "_add", x, y);
    }
    x = convNorm(builder, "last", x, 128, 1, 1, 1, true);
    x = builder.flatten("flatten", builder.globalAvgPool("pool", x));
    builder.linear("linear", x, 10);
    return builder.finish();
}

double correlation(const at::Tensor& a, const at::Tensor& b) {
    const at::Tensor x = (a - a.mean()).to(at::kDouble);
    const at::Tensor y = (b - b.mean()).to(at::kDouble);
    return ((x * y).sum() / (x.norm() * y.norm())).item<double>();
}

Graph pooled() {
    GraphBuilder builder({"small", 1, 3, 6, 6, "relu6"}, 2);
    NodeId x = builder.conv("conv", builder.input(), 4, 3, 1, 1, "", true);
    x = builder.activation("relu6", x, ActivationKind::Relu6);
    x = builder.conv("project", x, 4, 1, 1, 1, "", true);
    x = builder.globalAvgPool("pool", x);
    x = builder.flatten("flatten", x);
    builder.linear("linear", x, 3);
    return builder.finish();
}

}  // namespace

TEST_CASE("calibration gives ReLU6 its range, pooling its input's, and bottlenecks a middle zero") {
    const MemoryDataset data = noise(6);
    QuantizeOptions options;
    options.relu6Range = Relu6Range::Fixed;
    options.reduceRange = ReduceRange::On;
    options.symmetricBottlenecks = true;
    const QuantizeResult result =
        quantizePostTraining(pooled(), data, kNormalisation, firstIndices(kImages), options, {});
    const auto quant = [&](const char* name) {
        return *result.graph.node(result.graph.require(name)).quant;
    };
    CHECK(result.activationBits == 7);
    CHECK(quant("conv") ==
          QuantParams{static_cast<double>(static_cast<float>(6.0 / 127)), 0, 0, 127});
    CHECK(quant("project").zeroPoint == 64);
    CHECK(quant("pool") == quant("project"));
    CHECK(quant("flatten") == quant("project"));
}

TEST_CASE("ReLU6's automatic range is fixed with 8 bits where half of it is used, else observed") {
    const MemoryDataset data = noise(6);
    const double seen = observeHistograms(foldBatchNorm(pooled()), data, kNormalisation,
                                          firstIndices(kImages), 1, {})[1]
                            .values.maximum();
    REQUIRE(seen > 0.0);
    REQUIRE(seen < 6.0);
    /// The network whose first layer reaches `largest`.
    const auto reaching = [&](double largest) {
        Graph graph = pooled();
        Node& conv = graph.node(graph.require("conv"));
        for (const char* slot : {"weight", "bias"}) {
            conv.setParameter(slot, conv.parameter(slot) * (largest / seen));
        }
        return graph;
    };
    const auto quantized = [&](double largest, int bits, Relu6Range range) {
        QuantizeOptions options;
        options.reduceRange = bits == 7 ? ReduceRange::On : ReduceRange::Off;
        options.relu6Range = range;
        return quantizePostTraining(reaching(largest), data, kNormalisation, firstIndices(kImages),
                                    options, {});
    };
    const auto topOf = [&](double largest, int bits, Relu6Range range) {
        const Graph int8 = quantized(largest, bits, range).graph;
        return int8.node(int8.require("conv")).quant->realMax();
    };
    CHECK(topOf(3.1, 8, Relu6Range::Automatic) == Approx(6.0));
    CHECK(topOf(2.9, 8, Relu6Range::Automatic) == Approx(2.9));
    CHECK(topOf(2.9, 8, Relu6Range::Fixed) == Approx(6.0));
    CHECK(topOf(3.1, 7, Relu6Range::Automatic) == Approx(3.1));
    CHECK(topOf(3.1, 7, Relu6Range::Fixed) == Approx(6.0));
    CHECK(topOf(3.1, 8, Relu6Range::Observed) == Approx(3.1));
    const auto says = [&](double largest) {
        const std::string notes =
            fmt::format("{}", fmt::join(quantized(largest, 8, Relu6Range::Automatic).notes, "\n"));
        return notes.find("1 of 1 ReLU6 outputs have their observed range") != std::string::npos;
    };
    CHECK(says(2.9));
    CHECK_FALSE(says(3.1));
    // A range chosen by hand is neither.
    QuantizeOptions byHand;
    byHand.reduceRange = ReduceRange::Off;
    byHand.activationClips = {{"conv", {0.0, 2.0}}};
    CHECK(
        quantizePostTraining(reaching(2.9), data, kNormalisation, firstIndices(kImages), byHand, {})
            .notes.empty() == !engineSaturates(chooseQuantizedEngine()));
    for (const Relu6Range range :
         {Relu6Range::Automatic, Relu6Range::Fixed, Relu6Range::Observed}) {
        CHECK(enumFromName<Relu6Range>(enumName(range)) == range);
    }
    CHECK_THROWS_AS(enumFromName<Relu6Range>("wide"), Error);
}

TEST_CASE("a range chosen by hand stands for the observed one, and for ReLU6's") {
    const MemoryDataset data = noise(6);
    QuantizeOptions options;
    options.reduceRange = ReduceRange::Off;
    options.relu6Range = Relu6Range::Fixed;
    options.activationClips = {
        {"conv", {0.0, 2.55}}, {"project", {-1.0, 0.275}}, {"linear", {-0.5, 0.775}}};
    const auto quantize = [&] {
        return quantizePostTraining(pooled(), data, kNormalisation, firstIndices(kImages), options,
                                    {})
            .graph;
    };
    const auto quant = [](const Graph& graph, const char* name) {
        return *graph.node(graph.require(name)).quant;
    };
    const Graph int8 = quantize();
    CHECK(quant(int8, "conv") == QuantParams{static_cast<double>(0.01F), 0, 0, 255});
    CHECK(quant(int8, "project") == QuantParams{static_cast<double>(0.005F), 200, 0, 255});
    CHECK(quant(int8, "pool") == quant(int8, "project"));
    CHECK(quant(int8, "linear") == QuantParams{static_cast<double>(0.005F), 100, 0, 255});
    options.symmetricBottlenecks = true;  // the larger side, 1 = 127 steps and one more
    CHECK(quant(quantize(), "project") ==
          QuantParams{static_cast<double>(static_cast<float>(1.0 / 127)), 128, 0, 255});
    CHECK(quant(quantize(), "conv") == quant(int8, "conv"));
}

TEST_CASE("weights are clipped before they are quantized, and zeros stay zero") {
    const MemoryDataset data = noise(6);
    Graph graph = pooled();
    const at::Tensor weight = at::tensor({0.0F, 0.5F, -0.25F, 2.0F, -3.0F, 0.1F, 0.2F, -0.2F, 0.0F,
                                          0.0F, 0.0F, 0.0F, 1.0F, 1.0F, 1.0F, 1.0F})
                                  .view({4, 4, 1, 1});
    graph.node(graph.require("project")).setParameter("weight", weight);
    const auto dequantized = [&](const ClipRange& clip) {
        QuantizeOptions options;
        options.weightClips = {{"project", clip}};
        const Graph int8 =
            quantizePostTraining(graph, data, kNormalisation, firstIndices(kImages), options, {})
                .graph;
        return int8.node(int8.require("project")).parameter("weight").dequantize();
    };
    const at::Tensor clipped = weight.clamp(-1.0, 0.75);
    const at::Tensor largest =
        clipped.view({4, 4}).abs().amax(1).clamp_min(1e-9).view({4, 1, 1, 1});
    const at::Tensor error = (dequantized({-1.0, 0.75}) - clipped).abs();
    CHECK((error <= largest / 127.0 / 2.0 + 1e-6).all().item<bool>());
    CHECK(dequantized({-1.0, 0.75}).max().item<float>() == Approx(0.75).epsilon(0.01));
    // A range above 0 is widened: pruned weights must not become 0.5.
    const at::Tensor positive = dequantized({0.5, 0.75});
    CHECK(positive.masked_select(weight <= 0).abs().max().item<float>() == 0.0F);
}

TEST_CASE("clips that make no sense are refused") {
    const MemoryDataset data = noise(6);
    const auto codeOf = [&](const char* layer, const ClipRange& range, bool weights) {
        QuantizeOptions options;
        (weights ? options.weightClips : options.activationClips).emplace(layer, range);
        try {
            quantizePostTraining(pooled(), data, kNormalisation, firstIndices(kImages), options,
                                 {});
        } catch (const Error& error) {
            INFO(error.what());
            CHECK(std::string(error.what()).find(layer) != std::string::npos);
            return error.code();
        }
        return ErrorCode::Internal;
    };
    for (const bool weights : {true, false}) {
        CHECK(codeOf("conv9", {0.0, 1.0}, weights) == ErrorCode::NotFound);
        CHECK(codeOf("conv", {1.0, 1.0}, weights) == ErrorCode::InvalidArgument);
        CHECK(codeOf("conv", {2.0, 1.0}, weights) == ErrorCode::InvalidArgument);
        CHECK(codeOf("pool", {0.0, 1.0}, weights) == ErrorCode::InvalidArgument);
    }
}

TEST_CASE("automatic activation bits follow the engine and say why") {
    const MemoryDataset data = noise(6);
    QuantizeOptions options;
    options.relu6Range = Relu6Range::Observed;  // the automatic one has notes of its own
    const QuantizeResult result =
        quantizePostTraining(pooled(), data, kNormalisation, firstIndices(kImages), options, {});
    CHECK(result.engine == chooseQuantizedEngine());
    CHECK(result.activationBits == (engineSaturates(result.engine) ? 7 : 8));
    CHECK(result.notes.empty() == !engineSaturates(result.engine));
    if (!result.notes.empty()) {
        CHECK(result.notes[0].find(result.engine) != std::string::npos);
        CHECK(result.notes[0].find(cpuIntegerIsa()) != std::string::npos);
    }
}

TEST_CASE("calibration without images is refused") {
    CHECK_THROWS_AS(quantizePostTraining(pooled(), noise(6), kNormalisation, {}, {}, {}), Error);
}

TEST_CASE("an INT8 network of inverted residuals agrees with the float one") {
    const MemoryDataset data = noise(28);
    const at::Tensor images = loadBatch(data, kNormalisation, firstIndices(kImages)).images;
    const Graph graph = normalised(smallMobileNet(), images);
    const QuantizeResult result =
        quantizePostTraining(graph, data, kNormalisation, firstIndices(kImages), {}, {});
    const at::Tensor expected = FloatExecutor(foldBatchNorm(graph)).run(images);
    const at::Tensor logits = Int8Executor(result.graph).run(images);
    REQUIRE(logits.sizes() == expected.sizes());
    CHECK(correlation(logits, expected) > 0.8);
}

}  // namespace secateur::test
