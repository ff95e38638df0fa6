#include "core/exec/fake_quantizer.h"

#include <ATen/core/grad_mode.h>

#include <sstream>

#include "core/exec/train_executor.h"
#include "core/graph/builder.h"
#include "tests/support/catch.h"
#include "tests/support/not_tested.h"
#include "tests/support/peer.h"

using namespace secateur;
using namespace secateur::test;

namespace {

/// The peer's numbers: sin(0 + phase), sin(1 + phase), ... times `scale` plus `offset`.
at::Tensor wave(at::IntArrayRef shape, double scale, double offset = 0.0, double phase = 0.0) {
    const int64_t count = c10::multiply_integers(shape);
    return at::arange(count, at::kFloat).add(phase).sin().mul(scale).add(offset).reshape(shape);
}

void setConvolution(Graph& graph, const char* conv, const char* norm, double phase) {
    Node& weighted = graph.node(graph.require(conv));
    const auto shape = weighted.parameter("weight").sizes().vec();
    weighted.setParameter("weight", wave(shape, 0.7, 0.05, phase));
    Node& bn = graph.node(graph.require(norm));
    bn.setParameter("weight", wave({shape[0]}, 0.5, 0.3, phase));
    bn.setParameter("bias", wave({shape[0]}, 0.4, 0.1, phase + 1));
    bn.setParameter("running_mean", wave({shape[0]}, 0.3, 0.0, phase + 2));
    bn.setParameter("running_var", wave({shape[0]}, 0.4, 1.0, phase + 3));
}

/// The network of tests/peers/qat_gradients.py.
Graph peerNetwork() {
    GraphBuilder b({"small", 3, 3, 6, 6, "relu6"}, 1);
    NodeId x = b.conv("conv1", b.input(), 4, 3);
    x = b.activation("relu6", b.batchNorm("bn1", x), ActivationKind::Relu6);
    const NodeId y = b.batchNorm("bn2", b.conv("conv2", x, 4, 3, 1, 4));
    b.linear("linear", b.flatten("flat", b.globalAvgPool("pool", b.add("add", x, y))), 3);
    Graph graph = b.finish();
    setConvolution(graph, "conv1", "bn1", 0.0);
    setConvolution(graph, "conv2", "bn2", 7.0);
    graph.node(graph.output()).setParameter("weight", wave({3, 4}, 0.9, 0.0, 5.0));
    graph.node(graph.output()).setParameter("bias", wave({3}, 0.2));
    return graph;
}

class PlanMaker {
 public:
    explicit PlanMaker(const Graph& graph) : m_graph(graph) {
        m_plan.steps.resize(static_cast<size_t>(graph.size()));
    }
    void output(const char* name, const QuantParams& params, bool moves = false) {
        FakeQuantStep& step = at(name);
        step.quantizer = static_cast<int>(m_plan.quantizers.size());
        step.observed = true;
        m_plan.quantizers.push_back({name, params, moves, false});
    }
    void weight(const char* name, int64_t outputs, const char* norm = nullptr) {
        at(name).weight.emplace().shrink = at::ones({outputs});
        if (norm != nullptr) {
            at(name).norm = m_graph.require(norm);
            at(norm).foldedInto = m_graph.require(name);
        }
    }
    FakeQuantStep& at(const char* name) {
        return m_plan.steps[static_cast<size_t>(m_graph.require(name))];
    }
    std::shared_ptr<const FakeQuantPlan> finish() const {
        return std::make_shared<FakeQuantPlan>(m_plan);
    }

 private:
    const Graph& m_graph;
    FakeQuantPlan m_plan;
};

std::shared_ptr<const FakeQuantPlan> peerPlan(const Graph& graph) {
    PlanMaker plan(graph);
    plan.output(graph.node(0).name.c_str(), {0.02, 60, 0, 127});
    plan.weight("conv1", 4, "bn1");
    plan.output("relu6", {0.01, 0, 0, 127});
    plan.weight("conv2", 4, "bn2");
    plan.output("bn2", {0.015, 64, 0, 127});
    plan.output("add", {0.02, 50, 0, 127});
    plan.weight("linear", 3);
    plan.output("linear", {0.025, 60, 0, 127});
    return plan.finish();
}

/// "NAME VALUE..." lines.
std::map<std::string, std::vector<double>> parsed(const std::string& text) {
    std::map<std::string, std::vector<double>> values;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string name;
        fields >> name;
        for (double value = 0; fields >> value;) {
            values[name].push_back(value);
        }
    }
    return values;
}

void checkClose(const at::Tensor& actual, const std::vector<double>& expected) {
    const at::Tensor flat = actual.detach().reshape({-1});
    REQUIRE(flat.numel() == static_cast<int64_t>(expected.size()));
    for (int64_t i = 0; i < flat.numel(); ++i) {
        CHECK(flat[i].item<double>() ==
              Approx(expected[static_cast<size_t>(i)]).epsilon(1e-3).margin(2e-5));
    }
}

/// Gradients by state_dict name: the flat gradient cut as the parameters are.
std::map<std::string, at::Tensor> gradientsOf(const Graph& graph, const TrainExecutor& executor) {
    std::map<std::string, at::Tensor> gradients;
    int64_t offset = 0;
    for (const Node& node : graph.nodes()) {
        for (const Parameter& p : node.parameters) {
            if (p.trainable) {
                gradients[node.name + "." + p.slot] =
                    executor.gradients().narrow(0, offset, p.value.numel());
                offset += p.value.numel();
            }
        }
    }
    return gradients;
}

}  // namespace

TEST_CASE("fake-quantized passes have PyTorch's gradients and statistics", "[qat][peer]") {
    if (!havePeer()) {
        notTested("no PyTorch for /usr/bin/python3");
        return;
    }
    for (const bool batch : {true, false}) {
        INFO((batch ? "BN by the batch" : "BN frozen"));
        const auto expected = parsed(peerOutput("qat_gradients.py", batch ? "batch" : "frozen"));
        const Graph graph = peerNetwork();
        TrainExecutor executor(graph, peerPlan(graph));
        executor.setQuantPhase({false, batch});
        const at::Tensor logits = executor.forward(wave({2, 3, 6, 6}, 1.5, 0.1, 0.5));
        at::Tensor loss;
        {
            const at::AutoGradMode withGradients(true);
            loss = (logits * wave({2, 3}, 1.0, 0.2, 3.0)).sum();
        }
        CHECK(loss.item<double>() == Approx(expected.at("loss").front()).margin(1e-5));
        executor.backward(loss);
        const auto gradients = gradientsOf(graph, executor);
        const Graph after = executor.snapshot(1);
        for (const auto& [conv, norm] : {std::pair{"conv1", "bn1"}, {"conv2", "bn2"}}) {
            INFO(conv);
            const std::string name = conv;
            const Node& bn = after.node(after.require(norm));
            checkClose(gradients.at(name + ".weight"), expected.at(name + ".weight"));
            checkClose(gradients.at(std::string(norm) + ".weight"),
                       expected.at(name + ".norm.weight"));
            checkClose(gradients.at(std::string(norm) + ".bias"), expected.at(name + ".norm.bias"));
            checkClose(bn.parameter("running_mean"), expected.at(name + ".norm.running_mean"));
            checkClose(bn.parameter("running_var"), expected.at(name + ".norm.running_var"));
        }
        checkClose(gradients.at("linear.weight"), expected.at("linear.weight"));
        checkClose(gradients.at("linear.bias"), expected.at("linear.bias"));
    }
}

namespace {

/// One pixel of one channel, one weight a class.
Graph oneWeightEach(const at::Tensor& weights) {
    GraphBuilder b({"small", 1, weights.numel(), 1, 1, ""}, 1);
    b.conv("conv", b.input(), weights.numel(), 1);
    Graph graph = b.finish();
    graph.node(1).setParameter("weight", weights.view({-1, 1, 1, 1}));
    return graph;
}

at::Tensor weightGradient(const Graph& graph, const std::shared_ptr<const FakeQuantPlan>& plan,
                          double image) {
    TrainExecutor executor(graph, plan);
    const at::Tensor logits = executor.forward(at::full({1, 1, 1, 1}, image, at::kFloat));
    const at::AutoGradMode withGradients(true);
    executor.backward(logits.sum());
    return executor.gradients().clone();
}

}  // namespace

TEST_CASE("the gradient passes inside a range and stops outside", "[qat]") {
    // The image is 2, so the outputs are 1, 6, -1 and 2.5, of which [0, 3] holds the first and
    // last.
    const Graph graph = oneWeightEach(at::tensor({0.5F, 3.0F, -0.5F, 1.25F}));
    PlanMaker plan(graph);
    plan.weight("conv", 4);
    plan.output("conv", {3.0 / 255, 0, 0, 255});
    CHECK(weightGradient(graph, plan.finish(), 2.0).equal(at::tensor({2.0F, 0.0F, 0.0F, 2.0F})));
    // A clip of the weights at 1 stops the two that are beyond it.
    PlanMaker clipped(graph);
    clipped.weight("conv", 4);
    clipped.at("conv").weight->low = -1.0;
    clipped.at("conv").weight->high = 1.0;
    CHECK(weightGradient(graph, clipped.finish(), 2.0).equal(at::tensor({2.0F, 0.0F, 2.0F, 0.0F})));
}

TEST_CASE("weights are rounded per channel or per tensor; a narrower range clamps", "[qat]") {
    const at::Tensor weight = at::tensor({0.5F, 0.127F, 0.0F, 0.0F}).view({2, 2});
    const WeightRounding perChannel{true, at::ones({2})};
    CHECK(roundingScales(weight, perChannel).equal(at::tensor({0.5F / 127.0F, 1.0F})));
    const WeightRounding perTensor{false, at::ones({1})};
    CHECK(roundingScales(weight, perTensor).equal(at::tensor({0.5F / 127.0F})));
    const WeightRounding narrow{true, at::tensor({0.5F, 1.0F})};
    CHECK(roundingScales(weight, narrow).equal(at::tensor({0.25F / 127.0F, 1.0F})));
    // With half the range the largest weight is clamped to it, and has no gradient.
    const Graph graph = oneWeightEach(at::tensor({0.5F, 0.1F}));
    PlanMaker plan(graph);
    plan.weight("conv", 1);
    plan.at("conv").weight->perChannel = false;
    plan.at("conv").weight->shrink = at::tensor({0.5F});
    CHECK(weightGradient(graph, plan.finish(), 1.0).equal(at::tensor({0.0F, 1.0F})));
}

TEST_CASE("observed ranges follow the batches and stay when frozen", "[qat]") {
    const Graph graph = oneWeightEach(at::tensor({1.0F, -1.0F}));
    PlanMaker plan(graph);
    plan.output("conv", affineParams(-1.0, 1.0, 255), true);
    TrainExecutor executor(graph, plan.finish());
    const QuantParams start = affineParams(-1.0, 1.0, 255);
    CHECK(executor.quantParams().front() == start);
    const at::Tensor image = at::full({1, 1, 1, 1}, 3.0, at::kFloat);
    executor.setQuantPhase({false, true});
    executor.forward(image);
    CHECK(executor.quantParams().front() == start);
    executor.setQuantPhase({true, true});
    executor.forward(image);  // the extremes are -3 and 3: a hundredth of the way from 1 to 3
    CHECK(executor.quantParams().front().realMax() == Approx(1.02).epsilon(0.01));
    const QuantParams moved = executor.quantParams().front();
    CHECK_FALSE(moved == start);
    TrainExecutor copy = executor.replica();
    CHECK(copy.quantParams().front() == moved);
    copy.forward(image);  // a replica has ranges of its own
    CHECK(executor.quantParams().front() == moved);
    CHECK_FALSE(copy.quantParams().front() == moved);
    executor.setQuantPhase({false, true});
    executor.forward(image);
    CHECK(executor.quantParams().front() == moved);
}

TEST_CASE("frozen statistics stay, and a channel whose gamma is 0 stays finite", "[qat]") {
    Graph graph = peerNetwork();
    graph.node(graph.require("bn1")).setParameter("weight", at::tensor({0.5F, 0.0F, -0.3F, 1.0F}));
    const at::Tensor images = wave({2, 3, 6, 6}, 1.5);
    TrainExecutor executor(graph, peerPlan(graph));
    const at::Tensor before = executor.statistics().clone();
    executor.setQuantPhase({false, false});
    executor.forward(images);
    CHECK(executor.statistics().equal(before));
    executor.setQuantPhase({false, true});
    const at::Tensor logits = executor.forward(images);
    CHECK_FALSE(executor.statistics().equal(before));
    const at::AutoGradMode withGradients(true);
    executor.backward(logits.sum());
    CHECK(executor.gradients().isfinite().all().item<bool>());
    CHECK(executor.statistics().isfinite().all().item<bool>());
}
