#include <cmath>

#include "core/base/random.h"
#include "core/exec/float_executor.h"
#include "core/exec/int8_executor.h"
#include "core/graph/builder.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/lower_int8.h"
#include "tests/support/catch.h"
#include "tests/support/random_norms.h"

namespace secateur::test {

namespace {

constexpr int64_t kSide = 6;
const QuantParams kImage{0.015625, 60, 0, 127};

at::Tensor randomImages(int64_t channels) {
    Random random(9);
    at::Tensor images = at::empty({3, channels, kSide, kSide});
    for (int64_t i = 0; i < images.numel(); ++i) {
        images.data_ptr<float>()[i] = static_cast<float>(2 * random.uniform() - 1);
    }
    return images;
}

/// What quint8 can hold of `real`: torch.fake_quantize_per_tensor_affine in double.
at::Tensor onGrid(const at::Tensor& real, const QuantParams& q) {
    const at::Tensor steps = at::round(real.to(at::kDouble) / q.scale) + q.zeroPoint;
    return (at::clamp(steps, q.quantMin, q.quantMax) - q.zeroPoint) * q.scale;
}

/// The largest difference in steps of `q`.
double stepsApart(const at::Tensor& actual, const at::Tensor& expected, const QuantParams& q) {
    REQUIRE(actual.sizes() == expected.sizes());
    return ((actual.to(at::kDouble) - expected).abs().max() / q.scale).item<double>();
}

GraphBuilder smallBuilder(int64_t channels = 4) {
    return GraphBuilder({"small", channels, 3, kSide, kSide, ""}, 4);
}

/// Runs a lowered graph, which must be on kernels alone, and compares its output with `expected`
/// put on the grid of the last node.
void checkOutput(const Graph& lowered, const at::Tensor& images, const at::Tensor& expected) {
    const Int8Executor executor(lowered);
    CHECK(executor.kernelShare().floatNodes == 0);
    const QuantParams& q = *lowered.node(lowered.output()).quant;
    const at::Tensor nearest = onGrid(expected, q);
    const at::Tensor y = executor.run(images);
    CHECK(stepsApart(y, nearest, q) <= 1.001);
    CHECK(y.max().item<double>() <= q.realMax() + 1e-6);
    const at::Tensor last = images.contiguous(at::MemoryFormat::ChannelsLast);
    CHECK(stepsApart(executor.run(last), nearest, q) <= 1.001);
}

const QuantParams kWide{0.02, 64, 0, 127};
const QuantParams kNarrow{0.003, 20, 0, 127};  // much of what is computed lies beyond its ends

}  // namespace

TEST_CASE("an INT8 concatenation rescales its inputs") {
    const at::Tensor images = randomImages(4);
    const at::Tensor x = onGrid(images, kImage);
    for (const QuantParams& q : {kWide, kNarrow, kImage}) {
        GraphBuilder b = smallBuilder();
        const NodeId sum = b.add("sum", b.input(), b.input());
        b.concat("cat", {sum, b.input(), sum});
        const QuantParams middle{2 * kImage.scale, kImage.zeroPoint, 0, 127};  // exact for 2 x
        checkOutput(lowerInt8(b.finish(), {kImage, middle, q}), images,
                    at::cat({2 * x, x, 2 * x}, 1));
    }
}

TEST_CASE("an INT8 product takes a gate of one number a channel") {
    const at::Tensor images = randomImages(4);
    const at::Tensor x = onGrid(images, kImage);
    for (const QuantParams& q : {QuantParams{0.004, 60, 0, 127}, QuantParams{0.001, 60, 0, 127}}) {
        GraphBuilder b = smallBuilder();
        b.multiply("product", b.input(), b.globalAvgPool("gate", b.input()));
        const at::Tensor gate = onGrid(x.mean(at::IntArrayRef{2, 3}, true), kImage);
        // The pooled gate may be a step off, which is at most 64 steps of x away.
        const Graph graph = lowerInt8(b.finish(), {kImage, kImage, q});
        const at::Tensor y = Int8Executor(graph).run(images);
        const double oneOff = kImage.scale * x.abs().max().item<double>() / q.scale;
        CHECK(stepsApart(y, onGrid(x * gate, q), q) <= 1.001 + oneOff);
        CHECK(y.max().item<double>() <= q.realMax() + 1e-6);
        CHECK(Int8Executor(graph).kernelShare().floatNodes == 0);
    }
    GraphBuilder b = smallBuilder();
    b.multiply("square", b.input(), b.input());
    checkOutput(lowerInt8(b.finish(), {kImage, {0.01, 0, 0, 127}}), images, x * x);
}

TEST_CASE("INT8 sigmoid and SiLU have their formulas") {
    const at::Tensor images = randomImages(4) * 1.5;
    const at::Tensor x = onGrid(images, kImage);
    const auto lowered = [&](ActivationKind kind, const QuantParams& q) {
        GraphBuilder b = smallBuilder();
        b.activation("activation", b.input(), kind);
        return lowerInt8(b.finish(), {kImage, q});
    };
    const QuantParams unit{1.0 / 127, 0, 0, 127};
    const QuantParams half{0.5 / 127, 0, 0, 127};
    checkOutput(lowered(ActivationKind::Sigmoid, unit), images, x.sigmoid());
    checkOutput(lowered(ActivationKind::Sigmoid, half), images, x.sigmoid());
    const QuantParams silu{0.01, 30, 0, 127};
    const QuantParams siluNarrow{0.005, 30, 0, 127};
    checkOutput(lowered(ActivationKind::Silu, silu), images, x * x.sigmoid());
    checkOutput(lowered(ActivationKind::Silu, siluNarrow), images, x * x.sigmoid());
    checkOutput(lowered(ActivationKind::HardSwish, silu), images, at::hardswish(x));
    checkOutput(lowered(ActivationKind::LeakyRelu, silu), images, at::leaky_relu(x, 0.01));
}

TEST_CASE("INT8 pooling keeps its input's parameters") {
    const at::Tensor images = randomImages(4);
    const at::Tensor x = onGrid(images, kImage);
    GraphBuilder largest = smallBuilder();
    largest.maxPool("pool", largest.input(), 3, 2, 1);
    checkOutput(lowerInt8(largest.finish(), {kImage, kImage}), images,
                at::max_pool2d(x, {3, 3}, {2, 2}, {1, 1}));
    GraphBuilder mean = smallBuilder();
    mean.avgPool("pool", mean.input(), 2, 2);
    checkOutput(lowerInt8(mean.finish(), {kImage, kImage}), images,
                at::avg_pool2d(x, {2, 2}, {2, 2}));
}

TEST_CASE("INT8 channels are chosen and images padded by kernels") {
    const at::Tensor images = randomImages(4);
    const at::Tensor x = onGrid(images, kImage);
    const auto lowered = [](const Op& op) {
        Graph graph;
        graph.spec = {"small", 4, 3, kSide, kSide, ""};
        graph.add({"input", Input{4, kSide, kSide}, {}, {}, "", "", {}});
        graph.add({"node", op, {0}, {}, "", "", {}});
        return lowerInt8(graph, {kImage, kImage});
    };
    checkOutput(lowered(SelectChannels{{1, 2}}), images, x.narrow(1, 1, 2));
    checkOutput(lowered(SelectChannels{{3, 0, 3}}), images,
                x.index_select(1, at::tensor({3, 0, 3}, at::kLong)));
    checkOutput(lowered(Upsample2d{{2, 3}}), images,
                at::upsample_nearest2d(x, {2 * kSide, 3 * kSide}));
    Activation clip{ActivationKind::Clip};
    clip.low = kImage.realMin() / 2;
    clip.high = kImage.realMax() / 2;
    checkOutput(lowered(clip), images, x.clamp(clip.low, clip.high));
    checkOutput(lowered(Pad2d{{2, 1, 0, 3}, 0.0}), images,
                at::constant_pad_nd(x, {2, 1, 0, 3}, 0.0));
    checkOutput(lowered(MaxPool2d{{3, 3}, {2, 2}, {0, 0}, true}), images,
                at::max_pool2d(x, {3, 3}, {2, 2}, {0, 0}, 1, true));
    for (const bool whole : {false, true}) {
        checkOutput(lowered(AvgPool2d{{3, 3}, {2, 2}, {1, 1}, true, whole}), images,
                    at::avg_pool2d(x, {3, 3}, {2, 2}, {1, 1}, true, whole));
    }
}

TEST_CASE("an INT8 normalisation is computed with and without a rectifier") {
    const at::Tensor images = randomImages(16);
    const at::Tensor x = onGrid(images, kImage);
    for (const bool rectified : {false, true}) {
        GraphBuilder b = smallBuilder(16);
        const NodeId norm = b.batchNorm("norm", b.input());
        if (rectified) {
            b.activation("relu", norm, ActivationKind::Relu);
        }
        Graph graph = b.finish();
        randomiseNorms(graph, images, 3);
        const Graph folded = foldBatchNorm(graph);
        REQUIRE(folded.size() == 2);
        const at::Tensor expected = FloatExecutor(folded).run(x.to(at::kFloat));
        for (const QuantParams& q : {QuantParams{0.04, 50, 0, 127}, kNarrow}) {
            const QuantParams output = rectified ? QuantParams{q.scale, 0, 0, 127} : q;
            checkOutput(lowerInt8(folded, {kImage, output}), images, expected);
        }
    }
}

TEST_CASE("what runs without an INT8 kernel is counted") {
    GraphBuilder b = smallBuilder();                               // 4 x 6 x 6 = 144 numbers
    NodeId x = b.conv("kernel", b.input(), 8, 1, 1, 1, "", true);  // 288 numbers, 1152 MACs
    x = b.activation("alone", b.concat("cat", {x, b.input()}), ActivationKind::Relu);  // 432 each
    x = b.conv("float", x, 2, 3, 1, 1, "", true);   // 72 numbers, 7776 MACs
    b.flatten("flat", b.globalAvgPool("pool", x));  // 2 numbers
    const Graph folded = b.finish();
    Graph lowered =
        lowerInt8(folded, std::vector<QuantParams>(static_cast<size_t>(folded.size()), kWide));
    const NodeId id = folded.require("float");
    lowered.node(id).setParameter("weight", folded.node(id).parameter("weight"));
    const Int8Executor executor(lowered);
    const KernelShare share = executor.kernelShare();
    CHECK(share.nodes == 5);
    CHECK(share.floatNodes == 2);
    CHECK(share.floatKinds == std::map<std::string, int64_t>{{"relu", 1}, {"3x3", 1}});
    CHECK(share.floatShareOfMacs == Approx(7776.0 / (7776 + 1152)));
    CHECK(share.floatShareOfElements == Approx((432.0 + 72) / (288 + 432 + 432 + 72 + 2)));
    CHECK(kernelShareText(share).find("2 of 5 operations") == 0);
    CHECK(kernelShareText({5, 0, 0, 0, {}}) == "all 5 operations run on INT8 kernels");

    const at::Tensor images = randomImages(4);
    const at::Tensor expected = FloatExecutor(folded).run(images);
    CHECK((executor.run(images) - expected).abs().max().item<double>() < 3 * kWide.scale);
}

}  // namespace secateur::test
