#include "core/exec/train_executor.h"

#include <ATen/core/grad_mode.h>

#include "core/graph/builder.h"
#include "tests/support/catch.h"

using namespace secateur;

TEST_CASE("ReLU6 that overwrites has the gradients of ReLU6 that does not, ends included") {
    GraphBuilder b({"test", 1, 4, 2, 2, "relu6"}, 2);
    const NodeId conv = b.conv("conv", b.input(), 4, 1);
    b.linear("linear", b.flatten("flat", b.activation("act", conv, ActivationKind::Relu6)), 2);
    Graph graph = b.finish();
    Node& last = graph.node(graph.output());
    last.op = Linear{16, 2, true, {}};  // 4 channels of 2x2
    last.setParameter("weight", at::arange(32, at::kFloat).view({2, 16}) / 8);
    graph.node(1).setParameter("weight", at::tensor({1.0F, 2.0F, 3.0F, -1.0F}).view({4, 1, 1, 1}));
    REQUIRE(TrainExecutor::overwritesInput(graph, 2));

    TrainExecutor executor(graph);
    // Before ReLU6: 0, 3, 6, 2 and their multiples: some exactly 0 and exactly 6.
    const at::Tensor images = at::tensor({0.0F, 3.0F, 6.0F, 2.0F}).view({1, 1, 2, 2});
    const at::AutoGradMode withGradients(true);
    executor.backward(executor.forward(images).sum());

    const at::Tensor weight = graph.node(1).parameter("weight").clone().requires_grad_(true);
    const at::Tensor linear = graph.node(graph.output()).parameter("weight");
    const at::Tensor bias = graph.node(graph.output()).parameter("bias");
    const at::Tensor naive = at::hardtanh(at::conv2d(images, weight), 0, 6);
    at::linear(naive.flatten(1), linear, bias).sum().backward();
    CHECK(executor.gradients().narrow(0, 0, 4).equal(weight.grad().flatten()));
    CHECK(weight.grad().abs().sum().item<double>() > 0);
}
