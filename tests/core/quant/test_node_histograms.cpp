#include "core/quant/node_histograms.h"

#include "core/base/error.h"
#include "core/data/loader.h"
#include "core/data/memory_dataset.h"
#include "core/exec/float_executor.h"
#include "core/graph/builder.h"
#include "core/passes/fold_batchnorm.h"
#include "core/quant/output_kind.h"
#include "core/quant/weight_error.h"
#include "tests/support/catch.h"
#include "tests/support/noise_images.h"

namespace secateur::test {

namespace {

constexpr int64_t kImages = 43;  // the last batch is not full
const Normalisation kNormalisation{{0.5}, {0.25}};

/// conv+relu6, a bottleneck, a shortcut around it, a ReLU6 that cannot be fused, logits.
Graph small() {
    GraphBuilder b({"small", 1, 3, 6, 6, "relu6"}, 2);
    NodeId x = b.conv("conv", b.input(), 4, 3, 1, 1, "", true);
    x = b.activation("relu6", b.batchNorm("norm", x), ActivationKind::Relu6);
    const NodeId y = b.conv("project", x, 4, 1, 1, 1, "", true);
    const NodeId z = b.add("add", y, x);
    const NodeId own = b.activation("own", b.globalAvgPool("pool", z), ActivationKind::Relu6);
    b.linear("linear", b.flatten("flatten", own), 3);
    return b.finish();
}

}  // namespace

TEST_CASE("histograms of all outputs in one pass, whatever the number of workers") {
    const MemoryDataset data = noiseImages(kImages, 1, 6);
    const Graph folded = foldBatchNorm(small());
    const auto observe = [&](int workers, const RunContext& context = {}) {
        return observeHistograms(folded, data, kNormalisation, firstIndices(kImages), workers,
                                 context);
    };
    int64_t last = 0;
    RunContext context;
    context.onProgress = [&](const Progress& progress) {
        CHECK(progress.stage == "calibrate");
        CHECK(progress.total == kImages);
        CHECK(progress.done > last);
        last = progress.done;
    };
    const std::vector<NodeHistogram> one = observe(1, context);
    CHECK(last == kImages);
    std::vector<std::string> names;
    for (const NodeHistogram& node : one) {
        names.push_back(node.name);
    }
    CHECK(names == std::vector<std::string>{"input", "conv", "project", "add", "own", "linear"});
    for (const int workers : {2, 5}) {
        const std::vector<NodeHistogram> more = observe(workers);
        REQUIRE(more.size() == one.size());
        for (size_t i = 0; i < one.size(); ++i) {
            INFO(one[i].name);
            CHECK(more[i].values == one[i].values);
            CHECK(more[i].movingAverage == one[i].movingAverage);
        }
    }
}

TEST_CASE("histograms are of the values that the executor computes") {
    const MemoryDataset data = noiseImages(kImages, 1, 6);
    const Graph folded = foldBatchNorm(small());
    const std::vector<NodeHistogram> observed =
        observeHistograms(folded, data, kNormalisation, firstIndices(kImages), 2, {});
    const FloatExecutor executor(folded);
    FloatExecutor::Values values =
        executor.begin(loadBatch(data, kNormalisation, firstIndices(kImages)).images);
    for (NodeId id = 1; id < folded.size(); ++id) {
        executor.evaluate(id, values);
        for (const NodeHistogram& node : observed) {
            if (node.name != folded.node(id).name) {
                continue;
            }
            INFO(node.name);
            const at::Tensor exact = values[static_cast<size_t>(id)].to(at::kDouble);
            CHECK(node.values.total() == exact.numel());
            CHECK(node.values.minimum() == Approx(exact.min().item<double>()).margin(1e-5));
            CHECK(node.values.maximum() == Approx(exact.max().item<double>()).margin(1e-5));
            CHECK(node.values.mean() == Approx(exact.mean().item<double>()).margin(1e-5));
            CHECK(node.values.power() ==
                  Approx(exact.square().mean().item<double>()).epsilon(1e-4));
            CHECK(node.values.zeros() == (exact == 0).sum().item<int64_t>());
            CHECK(node.relu6 == (node.name == "conv" || node.name == "own"));
        }
    }
}

TEST_CASE("measuring histograms can be cancelled, and needs images") {
    const MemoryDataset data = noiseImages(kImages, 1, 6);
    const Graph folded = foldBatchNorm(small());
    std::stop_source source;
    RunContext context;
    context.stop = source.get_token();
    context.onProgress = [&](const Progress&) { source.request_stop(); };
    CHECK_THROWS_AS(
        observeHistograms(folded, data, kNormalisation, firstIndices(kImages), 1, context),
        Cancelled);
    CHECK_THROWS_AS(observeHistograms(folded, data, kNormalisation, {}, 1, {}), Error);
}

TEST_CASE("a tensor is counted whatever its layout") {
    const at::Tensor values = at::arange(24, at::kFloat).view({1, 2, 3, 4});
    Histogram plain;
    addTensor(plain, values);
    Histogram channelsLast;
    addTensor(channelsLast, values.contiguous(at::MemoryFormat::ChannelsLast));
    CHECK(channelsLast == plain);
    Histogram view;  // not dense: 0 4 8 ... 20
    addTensor(view, values.select(3, 0));
    CHECK(view.total() == 6);
    CHECK(view.maximum() == 20.0);
    CHECK(view.mean() == 10.0);
}

TEST_CASE("SQNR of weights by hand, with a scale a channel and with one") {
    // The first channel is 100 times the second: with one scale, 1.27 / 127 = 0.01, the second
    // channel's 0.0127 and 0.003 become 0.01 and 0.0.
    const at::Tensor weight = at::tensor({1.27F, -1.0F, 0.0127F, 0.003F}).view({2, 2});
    const double power = 1.27 * 1.27 + 1.0 + 0.0127 * 0.0127 + 0.003 * 0.003;
    const double noise = 0.0027 * 0.0027 + 0.003 * 0.003;
    CHECK(perTensorSqnrDb(weight) == Approx(10.0 * std::log10(power / noise)).epsilon(1e-4));
    CHECK(perChannelSqnrDb(weight) > 100.0);
    const at::Tensor pruned = at::zeros({2, 3});
    CHECK(std::isinf(perTensorSqnrDb(pruned)));
    CHECK(std::isinf(perChannelSqnrDb(pruned)));
    CHECK(sqnrDb(at::tensor({3.0F, 4.0F}), at::tensor({3.0F, 3.5F})) == Approx(20.0));
}

}  // namespace secateur::test
