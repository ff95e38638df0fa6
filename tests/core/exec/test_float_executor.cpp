#include "core/exec/float_executor.h"

#include <ATen/core/grad_mode.h>

#include "core/exec/float_ops.h"
#include "core/graph/builder.h"
#include "tests/support/catch.h"

using namespace secateur;

namespace {

/// 1x3x3 image, 3x3 box of ones over it (padding 1) plus a bias, ReLU6, mean, linear to 2.
Graph handGraph() {
    GraphBuilder b({"test", 1, 2, 3, 3, "relu6"}, 1);
    NodeId x = b.conv("conv", b.input(), 1, 3, 1, 1, "", true);
    x = b.activation("act", x, ActivationKind::Relu6);
    b.linear("linear", b.flatten("flat", b.globalAvgPool("pool", x)), 2);
    Graph graph = b.finish();
    graph.node(1).setParameter("weight", at::ones({1, 1, 3, 3}));
    graph.node(1).setParameter("bias", at::full({1}, -5.0));
    Node& linear = graph.node(graph.output());
    linear.setParameter("weight", at::tensor({9.0F, -9.0F}).view({2, 1}));
    linear.setParameter("bias", at::tensor({1.0F, 0.0F}));
    return graph;
}

at::Tensor handImage() {
    return at::arange(9, at::kFloat).view({1, 1, 3, 3});
}

Graph residualGraph() {
    GraphBuilder b({"test", 3, 4, 8, 8, "relu"}, 3);
    NodeId x = b.conv("conv1", b.input(), 8, 3);
    x = b.activation("act1", b.batchNorm("bn1", x), ActivationKind::Relu);
    const NodeId y = b.batchNorm("bn2", b.conv("conv2", x, 8, 3, 1, 8));
    x = b.add("sum", y, x);
    b.linear("linear", b.flatten("flat", b.globalAvgPool("pool", x)), 4);
    return b.finish();
}

}  // namespace

TEST_CASE("a small convolution is computed as by hand") {
    // Sums of the 3x3 neighbourhoods of 0..8: 8 15 12 / 21 36 27 / 20 33 24; minus 5 and clipped
    // to 6: 3 6 6 / 6 6 6 / 6 6 6; their mean is 51/9; logits 51 + 1 and -51.
    const at::Tensor logits = FloatExecutor(handGraph()).run(handImage());
    CHECK(logits.sizes() == at::IntArrayRef{1, 2});
    CHECK(logits[0][0].item<double>() == Approx(52.0));
    CHECK(logits[0][1].item<double>() == Approx(-51.0));
}

TEST_CASE("every intermediate value is there while it is needed and gone afterwards") {
    const at::NoGradGuard noGrad;
    const FloatExecutor executor(residualGraph());
    const Graph& graph = executor.graph();
    const NodeId act = graph.require("act1");
    FloatExecutor::Values values = executor.begin(at::ones({2, 3, 8, 8}));
    for (NodeId id = 1; id < graph.size(); ++id) {
        executor.evaluate(id, values);
        CHECK(values[static_cast<size_t>(id)].defined());
        CHECK(values[static_cast<size_t>(act)].defined() ==
              (id >= act && id < graph.require("sum")));
    }
    for (NodeId id = 0; id < graph.output(); ++id) {
        CHECK_FALSE(values[static_cast<size_t>(id)].defined());
    }
    CHECK(values.back().equal(executor.run(at::ones({2, 3, 8, 8}))));
}

TEST_CASE("runSuffix equals a run of the changed network") {
    const at::NoGradGuard noGrad;
    Graph graph = residualGraph();
    const FloatExecutor executor(graph);
    const at::Tensor images = at::arange(2 * 3 * 64, at::kFloat).view({2, 3, 8, 8}).sin();
    for (const char* name : {"conv1", "conv2", "linear"}) {
        const NodeId id = graph.require(name);
        Node changed = graph.node(id);
        at::Tensor weight = changed.parameter("weight").clone();
        weight.view({-1}).narrow(0, 0, weight.numel() / 2).zero_();
        changed.setParameter("weight", weight);
        FloatExecutor::Values values = executor.begin(images);
        for (NodeId before = 1; before < id; ++before) {
            executor.evaluate(before, values);
        }
        Graph whole = graph;
        whole.node(id) = changed;
        const at::Tensor expected = FloatExecutor(whole).run(images);
        const Replacement change{id, PreparedNode(changed)};
        CHECK(executor.runSuffix(values, {&change, 1}).equal(expected));
        CHECK_FALSE(expected.equal(executor.run(images)));
    }
}

TEST_CASE("nodes of imported networks are computed as by hand") {
    // Channels 0 1 2 3 / 4 5 6 7 of one 2x2 image.
    const at::Tensor x = at::arange(8, at::kFloat).view({1, 2, 2, 2});
    const auto run = [&](const Op& op, std::vector<Parameter> parameters = {}) {
        const Node node{"node", op, {0}, std::move(parameters), "", "", {}};
        return evaluateNode(node, {&x, 1});
    };
    const auto is = [](const at::Tensor& y, at::IntArrayRef sizes, const std::vector<float>& all) {
        CHECK(y.sizes() == sizes);
        CHECK(y.flatten().allclose(at::tensor(all)));
    };
    is(run(Pad2d{{1, 0, 0, 1}, 9.0}), {1, 2, 3, 3},
       {9, 0, 1, 9, 2, 3, 9, 9, 9, 9, 4, 5, 9, 6, 7, 9, 9, 9});
    is(run(SelectChannels{{1}}), {1, 1, 2, 2}, {4, 5, 6, 7});
    is(run(Upsample2d{{1, 2}}), {1, 2, 2, 4}, {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7});
    Activation clip{ActivationKind::Clip};
    clip.low = 1.5;
    clip.high = 4;
    is(run(clip), {1, 2, 2, 2}, {1.5, 1.5, 2, 3, 4, 4, 4, 4});
    is(run(SelectChannels{{1, 0, 1}}), {1, 3, 2, 2}, {4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7});
    const std::vector<Parameter> affine{{"weight", at::tensor({2.0F, -1.0F})},
                                        {"bias", at::tensor({0.5F, 1.0F})}};
    is(run(ChannelAffine{2}, affine), {1, 2, 2, 2}, {0.5, 2.5, 4.5, 6.5, -3, -4, -5, -6});
    // Everywhere the two channels are their mean -2 and +2, of variance 4; eps makes it 16.
    is(run(LayerNorm2d{2, 12.0}, affine), {1, 2, 2, 2},
       {-0.5, -0.5, -0.5, -0.5, 0.5, 0.5, 0.5, 0.5});
    // Windows of 2x2 with a stride of 2 over an image that a padding of 1 surrounds.
    is(run(AvgPool2d{{2, 2}, {2, 2}, {1, 1}, false, true}), {1, 2, 2, 2},
       {0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75});
    is(run(AvgPool2d{{2, 2}, {2, 2}, {1, 1}, false, false}), {1, 2, 2, 2},
       {0, 1, 2, 3, 4, 5, 6, 7});
    is(run(MaxPool2d{{1, 1}, {2, 2}, {0, 0}, false}), {1, 2, 1, 1}, {0, 4});
    // 3 pixels a side, windows of 2: the last one ends outside.
    const at::Tensor three = at::arange(9, at::kFloat).view({1, 1, 3, 3});
    const Node ceil{"ceil", MaxPool2d{{2, 2}, {2, 2}, {0, 0}, true}, {0}, {}, "", "", {}};
    is(evaluateNode(ceil, {&three, 1}), {1, 1, 2, 2}, {4, 5, 7, 8});
    // Corners of 3x3, two apart.
    const Conv2d corners{1, 1, {2, 2}, {1, 1}, {0, 0}, 1, false, {}, {2, 2}};
    const Node conv{"conv", corners, {0}, {{"weight", at::ones({1, 1, 2, 2})}}, "", "", {}};
    is(evaluateNode(conv, {&three, 1}), {1, 1, 1, 1}, {16});
}

TEST_CASE("running leaves the images as they were") {
    GraphBuilder b({"test", 1, 1, 2, 2, ""}, 1);
    b.activation("act", b.input(), ActivationKind::Relu);
    const at::Tensor images = at::full({1, 1, 2, 2}, -1.0);
    CHECK(FloatExecutor(b.finish()).run(images).eq(0).all().item<bool>());
    CHECK(images.eq(-1).all().item<bool>());
}

TEST_CASE("activations have their formulas") {
    const at::Tensor x = at::tensor({-2.0F, 0.5F, 7.0F});
    const auto is = [&](ActivationKind kind, const std::vector<double>& expected) {
        for (const bool inPlace : {false, true}) {
            const at::Tensor input = x.clone();
            const at::Tensor y = applyActivation({kind}, input, inPlace);
            for (size_t i = 0; i < expected.size(); ++i) {
                CHECK(y[static_cast<int64_t>(i)].item<double>() ==
                      Approx(expected[i]).margin(1e-6));
            }
            CHECK((inPlace || input.equal(x)));
        }
    };
    const auto sigmoid = [](double v) { return 1.0 / (1.0 + std::exp(-v)); };
    is(ActivationKind::Relu, {0.0, 0.5, 7.0});
    is(ActivationKind::Relu6, {0.0, 0.5, 6.0});
    is(ActivationKind::Silu, {-2 * sigmoid(-2), 0.5 * sigmoid(0.5), 7 * sigmoid(7)});
    is(ActivationKind::Sigmoid, {sigmoid(-2), sigmoid(0.5), sigmoid(7)});
    is(ActivationKind::HardSigmoid, {1.0 / 6, 3.5 / 6, 1.0});
    is(ActivationKind::HardSwish, {-2.0 / 6, 0.5 * 3.5 / 6, 7.0});
    is(ActivationKind::LeakyRelu, {-0.02, 0.5, 7.0});
    is(ActivationKind::Tanh, {std::tanh(-2), std::tanh(0.5), std::tanh(7)});
    const auto gelu = [](double v) { return v * 0.5 * (1 + std::erf(v / std::sqrt(2.0))); };
    is(ActivationKind::Gelu, {gelu(-2), gelu(0.5), gelu(7)});
    const auto byTanh = [](double v) {
        return v * 0.5 * (1 + std::tanh(std::sqrt(2 / M_PI) * (v + 0.044715 * v * v * v)));
    };
    is(ActivationKind::GeluTanh, {byTanh(-2), byTanh(0.5), byTanh(7)});
    CHECK(applyActivation({ActivationKind::LeakyRelu, 0.25}, x, false)[0].item<double>() == -0.5);
}
