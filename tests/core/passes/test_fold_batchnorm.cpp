#include "core/passes/fold_batchnorm.h"

#include <ATen/core/grad_mode.h>

#include "core/graph/builder.h"
#include "tests/support/catch.h"

using namespace secateur;

namespace {

/// Deterministic values in [low, high].
at::Tensor values(at::IntArrayRef shape, double low, double high, uint64_t seed) {
    Random random(seed);
    at::Tensor tensor = at::empty(shape, at::kFloat);
    float* out = tensor.data_ptr<float>();
    for (int64_t i = 0; i < tensor.numel(); ++i) {
        out[i] = static_cast<float>(low + (high - low) * random.uniform());
    }
    return tensor;
}

void randomiseNorm(Node& bn, uint64_t seed) {
    const int64_t channels = std::get<BatchNorm2d>(bn.op).channels;
    bn.setParameter("weight", values({channels}, -1.5, 1.5, seed));
    bn.setParameter("bias", values({channels}, -1.0, 1.0, seed + 1));
    bn.setParameter("running_mean", values({channels}, -1.0, 1.0, seed + 2));
    bn.setParameter("running_var", values({channels}, 0.2, 3.0, seed + 3));
}

/// Two convolutions with normalisation (the second with a bias), a residual sum, dropout, linear.
Graph network() {
    GraphBuilder b({"test", 3, 5, 8, 8, "relu6"}, 1);
    NodeId x = b.conv("conv1", b.input(), 6, 3);
    x = b.activation("act1", b.batchNorm("bn1", x), ActivationKind::Relu6);
    NodeId y = b.batchNorm("bn2", b.conv("conv2", x, 6, 3, 1, 6, "depthwise", true));
    x = b.activation("act2", b.add("sum", y, x), ActivationKind::Relu);
    x = b.dropout("drop", b.flatten("flat", b.globalAvgPool("pool", x)), 0.5);
    b.linear("linear", x, 5);
    Graph graph = b.finish();
    randomiseNorm(graph.node(graph.require("bn1")), 10);
    randomiseNorm(graph.node(graph.require("bn2")), 20);
    return graph;
}

at::Tensor convolved(const Graph& graph, const std::string& name, const at::Tensor& x) {
    const Node& node = graph.node(graph.require(name));
    const auto& op = std::get<Conv2d>(node.op);
    return at::conv2d(x, node.parameter("weight"),
                      node.hasParameter("bias") ? node.parameter("bias") : at::Tensor(), op.stride,
                      op.padding, 1, op.groups);
}

at::Tensor normalised(const Graph& graph, const std::string& name, const at::Tensor& x) {
    const Node& bn = graph.node(graph.require(name));
    return at::batch_norm(x, bn.parameter("weight"), bn.parameter("bias"),
                          bn.parameter("running_mean"), bn.parameter("running_var"), false, 0.1,
                          1e-5, false);
}

at::Tensor classified(const Graph& graph, const at::Tensor& x) {
    const Node& linear = graph.node(graph.require("linear"));
    return at::linear(x.mean(at::IntArrayRef{2, 3}), linear.parameter("weight"),
                      linear.parameter("bias"));
}

}  // namespace

TEST_CASE("a folded network gives the same logits, its normalisations are gone") {
    const at::NoGradGuard noGrad;
    const Graph graph = network();
    const Graph folded = foldBatchNorm(graph);
    const at::Tensor images = values({4, 3, 8, 8}, -2.0, 2.0, 99);

    at::Tensor x = at::hardtanh(normalised(graph, "bn1", convolved(graph, "conv1", images)), 0, 6);
    x = (normalised(graph, "bn2", convolved(graph, "conv2", x)) + x).relu();
    const at::Tensor expected = classified(graph, x);

    at::Tensor y = at::hardtanh(convolved(folded, "conv1", images), 0, 6);
    y = (convolved(folded, "conv2", y) + y).relu();
    const at::Tensor got = classified(folded, y);
    CHECK((expected - got).abs().max().item<double>() < 1e-4);
    CHECK(expected.abs().max().item<double>() > 0.1);

    for (const char* gone : {"bn1", "act1", "bn2", "act2", "drop"}) {
        CHECK_FALSE(folded.find(gone).has_value());
    }
    CHECK(folded.size() == 7);
    CHECK(fusedActivation(folded.node(folded.require("conv1")).op) == ActivationKind::Relu6);
    CHECK_FALSE(fusedActivation(folded.node(folded.require("conv2")).op).has_value());
    CHECK(fusedActivation(folded.node(folded.require("sum")).op) == ActivationKind::Relu);
    CHECK(std::get<Conv2d>(folded.node(1).op).bias);
}

TEST_CASE("folding keeps zeros, does not touch its argument, and is idempotent") {
    Graph graph = network();
    at::Tensor weight = graph.node(1).parameter("weight").clone();
    weight.view({-1}).narrow(0, 5, 40).zero_();
    graph.node(1).setParameter("weight", weight);
    const at::Tensor before = weight.clone();
    const Graph folded = foldBatchNorm(graph);
    CHECK(graph.node(1).parameter("weight").equal(before));
    CHECK(folded.node(1).parameter("weight").eq(0).equal(before.eq(0)));

    const Graph again = foldBatchNorm(folded);
    REQUIRE(again.size() == folded.size());
    const auto first = folded.stateDict();
    const auto second = again.stateDict();
    REQUIRE(first.size() == second.size());
    for (size_t i = 0; i < first.size(); ++i) {
        CHECK(first[i].first == second[i].first);
        CHECK(first[i].second.equal(second[i].second));
    }
}

TEST_CASE("one channel is folded by hand") {
    GraphBuilder b({"test", 1, 1, 1, 1, ""}, 1);
    b.batchNorm("bn", b.conv("conv", b.input(), 1, 1));
    Graph graph = b.finish();
    graph.node(1).setParameter("weight", at::full({1, 1, 1, 1}, 3.0));
    Node& bn = graph.node(2);
    bn.op = BatchNorm2d{1, 0.0, 0.1};
    bn.setParameter("weight", at::full({1}, 2.0));
    bn.setParameter("bias", at::full({1}, 0.5));
    bn.setParameter("running_mean", at::full({1}, 1.0));
    bn.setParameter("running_var", at::full({1}, 4.0));
    // gamma / sqrt(var) = 1: weight 3, bias 0.5 - 1 * 1 = -0.5
    const Graph folded = foldBatchNorm(graph);
    CHECK(folded.node(1).parameter("weight").item<double>() == 3.0);
    CHECK(folded.node(1).parameter("bias").item<double>() == -0.5);
    CHECK(foldingOf(graph.node(1), graph.node(2)).factor.item<double>() == 1.0);
}

TEST_CASE("a normalisation that does not alone read its convolution stays") {
    GraphBuilder b({"test", 2, 2, 4, 4, ""}, 1);
    const NodeId conv = b.conv("conv", b.input(), 2, 1);
    b.add("sum", b.batchNorm("bn", conv), conv);
    const Graph folded = foldBatchNorm(b.finish());
    CHECK(folded.find("bn").has_value());
    CHECK(folded.size() == 4);
}

TEST_CASE("a normalisation that stays takes in the rectifier behind it, not SiLU") {
    for (const ActivationKind kind : {ActivationKind::Relu, ActivationKind::Silu}) {
        GraphBuilder b({"test", 4, 2, 4, 4, ""}, 1);
        const NodeId first = b.activation("act1", b.batchNorm("bn1", b.input()), kind);
        const NodeId conv = b.conv("conv", first, 4, 3);
        const NodeId second = b.activation("act2", b.batchNorm("bn2", conv), kind);
        b.concat("cat", {second, b.input()});
        Graph graph = b.finish();
        randomiseNorm(graph.node(graph.require("bn1")), 30);
        randomiseNorm(graph.node(graph.require("bn2")), 40);
        const Graph folded = foldBatchNorm(graph);
        const bool fused = kind == ActivationKind::Relu;
        CHECK(folded.size() == (fused ? 4 : 6));
        CHECK(fusedActivation(folded.node(folded.require("bn1")).op).has_value() == fused);
        CHECK(fusedActivation(folded.node(folded.require("conv")).op).has_value() == fused);
        CHECK_FALSE(folded.find("bn2").has_value());
        CHECK(folded.find("act2").has_value() != fused);
        CHECK(foldBatchNorm(folded).size() == folded.size());
    }
}
