#include "core/exec/int8_executor.h"
#include "core/exec/quantized_engine.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/graph/builder.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/lower_int8.h"
#include "tests/support/catch.h"

namespace secateur::test {

namespace {

// Seven bits everywhere: exact on every engine and CPU.
const QuantParams kImage{0.015625, 60, 0, 127};

at::Tensor randomImages(at::IntArrayRef shape, uint64_t seed = 9) {
    Random random(seed);
    at::Tensor images = at::empty(shape);
    for (int64_t i = 0; i < images.numel(); ++i) {
        images.data_ptr<float>()[i] = static_cast<float>(2 * random.uniform() - 1);
    }
    return images;
}

/// A quantized value as plain integers, NCHW.
struct Integers {
    std::vector<int64_t> shape;
    std::vector<int64_t> values;
    QuantParams q;

    int64_t& at(int64_t n, int64_t c, int64_t y, int64_t x) {
        return values[static_cast<size_t>(((n * shape[1] + c) * shape[2] + y) * shape[3] + x)];
    }
};

/// `real` to an integer of `q`, no lower than zero's where `rectify`.
int64_t requantized(double real, const QuantParams& q, bool rectify) {
    const auto integer = static_cast<int64_t>(std::nearbyint(real / q.scale)) + q.zeroPoint;
    return std::clamp(integer, rectify ? std::max(q.zeroPoint, q.quantMin) : q.quantMin,
                      q.quantMax);
}

Integers quantized(const at::Tensor& x, const QuantParams& q) {
    Integers out{x.sizes().vec(), {}, q};
    const at::Tensor flat = x.contiguous().view(-1);
    for (int64_t i = 0; i < flat.numel(); ++i) {
        out.values.push_back(requantized(flat[i].item<double>(), q, false));
    }
    return out;
}

/// The float weights as lowering rounds them: integers and scales by output channel.
struct Weights {
    std::vector<int64_t> values;
    std::vector<double> scales;
};

Weights symmetricWeights(const at::Tensor& weight) {
    Weights out;
    const int64_t each = weight.numel() / weight.size(0);
    const float* data = weight.data_ptr<float>();
    for (int64_t o = 0; o < weight.size(0); ++o) {
        float largest = 0;
        for (int64_t i = 0; i < each; ++i) {
            largest = std::max(largest, std::abs(data[o * each + i]));
        }
        out.scales.push_back(largest / 127.0F);
        for (int64_t i = 0; i < each; ++i) {
            out.values.push_back(std::lrint(data[o * each + i] / out.scales.back()));
        }
    }
    return out;
}

/// Convolution (or, with 1x1 images, a linear layer) in 64-bit integers.
Integers referenceConv(Integers in, const Node& node, int64_t groups, int64_t kernel,
                       int64_t stride, bool rectify) {
    const at::Tensor& weight = node.parameter("weight");
    const Weights w = symmetricWeights(weight);
    const int64_t pad = kernel / 2;
    const int64_t outChannels = weight.size(0);
    const int64_t perGroup = in.shape[1] / groups;
    const int64_t height = (in.shape[2] + 2 * pad - kernel) / stride + 1;
    const int64_t width = (in.shape[3] + 2 * pad - kernel) / stride + 1;
    Integers out{{in.shape[0], outChannels, height, width}, {}, *node.quant};
    for (int64_t n = 0; n < in.shape[0]; ++n) {
        for (int64_t o = 0; o < outChannels; ++o) {
            const int64_t firstInput = o / (outChannels / groups) * perGroup;
            for (int64_t y = 0; y < height; ++y) {
                for (int64_t x = 0; x < width; ++x) {
                    int64_t sum = 0;
                    for (int64_t i = 0; i < perGroup * kernel * kernel; ++i) {
                        const int64_t row = y * stride - pad + i / kernel % kernel;
                        const int64_t column = x * stride - pad + i % kernel;
                        if (row >= 0 && row < in.shape[2] && column >= 0 && column < in.shape[3]) {
                            sum +=
                                w.values[static_cast<size_t>(o * perGroup * kernel * kernel + i)] *
                                (in.at(n, firstInput + i / kernel / kernel, row, column) -
                                 in.q.zeroPoint);
                        }
                    }
                    const double real =
                        static_cast<double>(sum) * in.q.scale * w.scales[static_cast<size_t>(o)] +
                        node.dequantized().parameter("bias")[o].item<double>();
                    out.values.push_back(requantized(real, *node.quant, rectify));
                }
            }
        }
    }
    return out;
}

/// Checks the executor's output, as integers, against the reference: one step apart at most.
void checkWithinOneStep(const at::Tensor& actual, const Integers& expected) {
    const at::Tensor flat = actual.contiguous().view(-1);
    REQUIRE(flat.numel() == static_cast<int64_t>(expected.values.size()));
    int64_t largest = 0;
    for (int64_t i = 0; i < flat.numel(); ++i) {
        const auto integer =
            std::lrint(flat[i].item<double>() / expected.q.scale) + expected.q.zeroPoint;
        largest =
            std::max<int64_t>(largest, std::abs(integer - expected.values[static_cast<size_t>(i)]));
    }
    CHECK(largest <= 1);
}

/// Convolution and ReLU6, lowered with `output` for its result.
struct ConvCase {
    int64_t in, out, kernel, stride, groups;
    bool relu6;
};

void checkConv(const ConvCase& c, const QuantParams& output) {
    GraphBuilder builder({"small", c.in, 3, 7, 7, ""}, 11);
    const NodeId conv =
        builder.conv("conv", builder.input(), c.out, c.kernel, c.stride, c.groups, "", true);
    if (c.relu6) {
        builder.activation("relu6", conv, ActivationKind::Relu6);
    }
    Graph folded = foldBatchNorm(builder.finish());
    REQUIRE(folded.size() == 2);
    const Graph lowered = lowerInt8(folded, {kImage, output});
    folded.node(1).quant = output;
    const at::Tensor images = randomImages({3, c.in, 7, 7});
    const Integers expected = referenceConv(quantized(images, kImage), folded.node(1), c.groups,
                                            c.kernel, c.stride, c.relu6);
    const Int8Executor executor(lowered);
    checkWithinOneStep(executor.run(images), expected);
    checkWithinOneStep(executor.run(images.contiguous(at::MemoryFormat::ChannelsLast)), expected);
}

}  // namespace

TEST_CASE("INT8 convolutions agree with integer arithmetic") {
    // Scales that use the whole range, so that values are clamped at both ends.
    const QuantParams rectified{0.0078125, 0, 0, 127};
    const QuantParams linear{0.015625, 70, 0, 127};
    for (const ConvCase& c : {ConvCase{3, 8, 3, 1, 1, true}, ConvCase{16, 24, 1, 1, 1, true},
                              ConvCase{8, 8, 3, 2, 8, true}}) {
        checkConv(c, rectified);
        checkConv({c.in, c.out, c.kernel, c.stride, c.groups, false}, linear);
    }
}

TEST_CASE("seven-bit outputs never exceed quantMax") {
    const QuantParams narrow{0.001, 0, 0, 127};
    GraphBuilder builder({"small", 4, 3, 5, 5, ""}, 4);
    const NodeId conv = builder.conv("conv", builder.input(), 8, 3, 1, 1, "", true);
    builder.activation("relu6", conv, ActivationKind::Relu6);
    const Graph graph = lowerInt8(foldBatchNorm(builder.finish()), {kImage, narrow});
    const at::Tensor y = Int8Executor(graph).run(randomImages({2, 4, 5, 5}));
    CHECK(y.max().item<double>() == Approx(0.127));
    CHECK(y.min().item<double>() == 0.0);
}

TEST_CASE("an INT8 addition agrees with integer arithmetic") {
    GraphBuilder builder({"small", 4, 3, 5, 5, ""}, 4);
    builder.add("add", builder.input(), builder.input());
    const QuantParams output{0.02, 64, 0, 127};
    const Graph graph = lowerInt8(builder.finish(), {kImage, output});
    const at::Tensor images = randomImages({2, 4, 5, 5});
    Integers expected = quantized(images, kImage);
    for (int64_t& value : expected.values) {
        const double real = 2 * kImage.scale * static_cast<double>(value - kImage.zeroPoint);
        value = requantized(real, output, false);
    }
    expected.q = output;
    checkWithinOneStep(Int8Executor(graph).run(images), expected);
}

TEST_CASE("pooling, flattening and a linear layer agree with integer arithmetic") {
    GraphBuilder builder({"small", 32, 10, 1, 1, ""}, 4);
    NodeId x = builder.globalAvgPool("pool", builder.input());
    x = builder.flatten("flatten", x);
    builder.linear("linear", x, 10);
    Graph graph = builder.finish();
    const QuantParams output{0.015, 120, 0, 255};
    const Graph lowered = lowerInt8(graph, {kImage, kImage, kImage, output});
    graph.node(3).quant = output;
    const at::Tensor images = randomImages({4, 32, 1, 1});
    checkWithinOneStep(Int8Executor(lowered).run(images),
                       referenceConv(quantized(images, kImage), graph.node(3), 1, 1, 1, false));
}

TEST_CASE("operations without a quantized kernel are computed in float") {
    GraphBuilder builder({"small", 4, 3, 5, 5, ""}, 4);
    builder.activation("relu", builder.input(), ActivationKind::Relu);
    const QuantParams output{0.01, 30, 0, 127};
    const Graph graph = lowerInt8(builder.finish(), {kImage, output});
    const at::Tensor images = randomImages({2, 4, 5, 5});
    Integers expected = quantized(images, kImage);
    for (int64_t& value : expected.values) {
        const double real = kImage.scale * static_cast<double>(value - kImage.zeroPoint);
        value = requantized(std::max(real, 0.0), output, false);
    }
    expected.q = output;
    checkWithinOneStep(Int8Executor(graph).run(images), expected);
}

TEST_CASE("threads that share an INT8 executor get the same result") {
    GraphBuilder builder({"small", 3, 10, 9, 9, ""}, 8);
    NodeId x = builder.conv("conv", builder.input(), 16, 3, 1, 1, "", true);
    x = builder.activation("relu6", x, ActivationKind::Relu6);
    const NodeId y = builder.conv("depthwise", x, 16, 3, 1, 16, "", true);
    builder.add("add", x, y);
    const QuantParams q{0.02, 40, 0, 127};
    const Graph folded = foldBatchNorm(builder.finish());
    const Graph graph =
        lowerInt8(folded, std::vector<QuantParams>(static_cast<size_t>(folded.size()), q));
    const at::Tensor images = randomImages({8, 3, 9, 9});
    const at::Tensor expected = Int8Executor(graph).run(images);
    const Int8Executor shared(graph);
    std::array<bool, 2> same{true, true};
    {
        std::vector<std::jthread> threads;
        for (size_t t = 0; t < same.size(); ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 20; ++i) {
                    // Two batch sizes, so that cached and uncached kernels run side by side.
                    const int64_t count = (i + static_cast<int64_t>(t)) % 2 == 0 ? 8 : 5;
                    same[t] =
                        same[t] &&
                        shared.run(images.slice(0, 0, count)).equal(expected.slice(0, 0, count));
                }
            });
        }
    }
    CHECK(same[0]);
    CHECK(same[1]);
}

TEST_CASE("the executor refuses float networks and unknown engines") {
    GraphBuilder builder({"small", 3, 10, 9, 9, ""}, 8);
    builder.conv("conv", builder.input(), 16, 3);
    CHECK_THROWS_AS(Int8Executor(builder.finish()), Error);
    CHECK_THROWS_AS(chooseQuantizedEngine("abacus"), Error);
    CHECK_FALSE(engineSaturates("qnnpack"));
}

}  // namespace secateur::test
