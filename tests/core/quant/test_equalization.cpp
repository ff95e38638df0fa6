#include "core/quant/equalization.h"

#include "core/data/loader.h"
#include "core/data/memory_dataset.h"
#include "core/exec/float_executor.h"
#include "core/graph/builder.h"
#include "core/passes/fold_batchnorm.h"
#include "core/quant/channel_statistics.h"
#include "tests/support/catch.h"
#include "tests/support/noise_images.h"

namespace secateur::test {

namespace {

constexpr int64_t kImages = 24;
const Normalisation kNormalisation{{0.5}, {0.25}};

/// expand, depthwise, project with channels of very different sizes, then an addition, which ends
/// the pairs.
Graph residual(ActivationKind kind) {
    GraphBuilder b({"small", 1, 3, 8, 8, ""}, 4);
    const NodeId stem = b.conv("stem", b.input(), 4, 3, 1, 1, "", true);
    NodeId x = b.activation("a", b.conv("expand", stem, 12, 1, 1, 1, "", true), kind);
    x = b.activation("b", b.conv("depthwise", x, 12, 3, 1, 12, "", true), kind);
    x = b.add("add", b.conv("project", x, 4, 1, 1, 1, "", true), stem);
    b.linear("linear", b.flatten("flatten", b.globalAvgPool("pool", x)), 3);
    Graph graph = foldBatchNorm(b.finish());
    const at::Tensor sizes = at::exp2(at::arange(12, at::kFloat) - 6.0);
    Node& expand = graph.node(graph.require("expand"));
    expand.setParameter("weight", expand.parameter("weight") * sizes.view({12, 1, 1, 1}));
    expand.setParameter("bias", expand.parameter("bias") * sizes);
    return graph;
}

at::Tensor logitsOf(const Graph& graph) {
    const MemoryDataset data = noiseImages(kImages, 1, 8);
    return FloatExecutor(graph).run(loadBatch(data, kNormalisation, firstIndices(kImages)).images);
}

Equalization equalized(const Graph& graph) {
    const MemoryDataset data = noiseImages(kImages, 1, 8);
    return equalizeLayers(graph, channelMaxima(graph, relu6Pairs(graph), data, kNormalisation,
                                               firstIndices(kImages), 2, {}));
}

at::Tensor weightOf(const Graph& graph, const char* layer) {
    return graph.node(graph.require(layer)).parameter("weight");
}

double largestChange(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>() / b.abs().max().item<double>();
}

}  // namespace

TEST_CASE("equalized ReLU layers compute the same and have equal ranges on both sides") {
    const Graph graph = residual(ActivationKind::Relu);
    const Equalization result = equalized(graph);
    CHECK(result.pairs == 2);  // stem has two readers, project is read by an addition
    CHECK(result.channels == 24);
    CHECK(result.held == 0);
    CHECK(largestChange(logitsOf(result.graph), logitsOf(graph)) < 1e-5);
    const at::Tensor expand = weightOf(result.graph, "expand").flatten(1).abs().amax(1);
    const at::Tensor depthwise = weightOf(result.graph, "depthwise").flatten(1).abs().amax(1);
    const at::Tensor project = weightOf(result.graph, "project").flatten(1).abs().amax(0);
    CHECK((expand / depthwise - 1.0).abs().max().item<double>() < 1e-3);
    CHECK((depthwise / project - 1.0).abs().max().item<double>() < 1e-3);
    // 12 octaves between the channels before, the differences of the other two weights after.
    const at::Tensor before = weightOf(graph, "expand").flatten(1).abs().amax(1);
    CHECK((before.max() / before.min()).item<double>() > 1000.0);
    CHECK((expand.max() / expand.min()).item<double>() < 30.0);
}

TEST_CASE("one pair by hand: s is the root of the ratio of the ranges") {
    GraphBuilder b({"small", 1, 2, 1, 1, ""}, 1);
    const NodeId first = b.conv("first", b.input(), 2, 1, 1, 1, "", true);
    b.conv("next", first, 2, 1, 1, 1, "", true);
    Graph graph = b.finish();
    Node& a = graph.node(1);
    a.setParameter("weight", at::tensor({8.0F, -0.5F}).view({2, 1, 1, 1}));
    a.setParameter("bias", at::tensor({4.0F, 1.0F}));
    graph.node(2).setParameter("weight", at::tensor({2.0F, 0.0F, -1.0F, 8.0F}).view({2, 2, 1, 1}));
    const Equalization result = equalizeLayers(graph, {});
    // s = sqrt(8 / 2) = 2 and sqrt(0.5 / 8) = 0.25.
    CHECK(result.graph.node(1).parameter("weight").flatten().equal(at::tensor({4.0F, -2.0F})));
    CHECK(result.graph.node(1).parameter("bias").equal(at::tensor({2.0F, 4.0F})));
    CHECK(result.graph.node(2).parameter("weight").flatten().equal(
        at::tensor({4.0F, 0.0F, -2.0F, 2.0F})));
    CHECK(result.scaled == 2);
}

TEST_CASE("with ReLU6 the images of calibration get the same answers, and full channels are held") {
    Graph graph = residual(ActivationKind::Relu6);
    Node& expand = graph.node(graph.require("expand"));
    expand.setParameter("weight", expand.parameter("weight") * 2.0);
    const Equalization result = equalized(graph);
    CHECK(result.held > 0);
    CHECK(result.held < 24);
    CHECK(result.scaled > 0);
    CHECK(result.scaled <= result.channels - result.held);
    CHECK(largestChange(logitsOf(result.graph), logitsOf(graph)) < 1e-5);
    const MemoryDataset data = noiseImages(kImages, 1, 8);
    const auto maxima =
        channelMaxima(graph, relu6Pairs(graph), data, kNormalisation, firstIndices(kImages), 1, {});
    const NodeId id = graph.require("expand");
    const at::Tensor full = maxima.at(id) >= 5.9999;
    const at::Tensor same =
        (weightOf(result.graph, "expand") == weightOf(graph, "expand")).flatten(1).all(1);
    CHECK(same.masked_select(full).all().item<bool>());
}

TEST_CASE("equalization needs what ReLU6 layers reach, and zeros stay zero") {
    CHECK_THROWS(equalizeLayers(residual(ActivationKind::Relu6), {}));
    Graph graph = residual(ActivationKind::Relu);
    const at::Tensor mask = weightOf(graph, "project").abs() < 0.1;
    REQUIRE(mask.any().item<bool>());
    graph.node(graph.require("project"))
        .setParameter("weight", weightOf(graph, "project").masked_fill(mask, 0));
    const Graph after = equalized(graph).graph;
    CHECK(weightOf(after, "project").masked_select(mask).eq(0).all().item<bool>());
}

TEST_CASE("layers between which something else stands are no pair") {
    CHECK(equalized(residual(ActivationKind::Silu)).pairs == 0);
}

}  // namespace secateur::test
