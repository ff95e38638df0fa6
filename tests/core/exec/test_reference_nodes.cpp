#include "core/exec/reference_nodes.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/exec/int8_executor.h"
#include "core/exec/quantized_engine.h"
#include "core/graph/builder.h"
#include "core/passes/lower_int8.h"
#include "tests/support/catch.h"
#include "tests/support/command_output.h"
#include "tests/support/not_tested.h"
#include "tests/support/peer.h"
#include "tests/support/samples.h"
#include "tests/support/scratch.h"

namespace secateur::test {

namespace {

Node convolution(const at::Tensor& integers, const std::vector<double>& scales,
                 const at::Tensor& bias, const QuantParams& output,
                 std::optional<ActivationKind> fused = {}) {
    Conv2d op;
    op.outChannels = integers.size(0);
    op.inChannels = integers.size(1);
    op.bias = true;
    op.fused = fused;
    Node node{"conv", op, {0}, {}, "", "", output};
    node.setParameter("weight", at::_make_per_channel_quantized_tensor(
                                    integers.to(at::kChar), at::tensor(scales, at::kDouble),
                                    at::zeros({integers.size(0)}, at::kLong), 0));
    node.setParameter("bias", bias);
    return node;
}

at::Tensor input(const std::vector<int64_t>& integers, double scale, int64_t zeroPoint) {
    const at::Tensor values = at::tensor(integers).to(at::kByte).view({1, -1, 1, 1});
    return at::_make_per_tensor_quantized_tensor(values, scale, zeroPoint);
}

std::vector<int> integersOf(const at::Tensor& quantized) {
    const at::Tensor flat = quantized.int_repr().to(at::kInt).flatten().contiguous();
    return {flat.data_ptr<int>(), flat.data_ptr<int>() + flat.numel()};
}

/// 64 channels to 4, all weights 127, one place: made to saturate with activations of 255.
struct Saturating {
    Node node;
    Graph graph;
    at::Tensor images;
};
Saturating saturating(int64_t quantMax) {
    GraphBuilder b({"small", 64, 4, 4, 4, ""}, 1);
    const NodeId id = b.conv("conv", b.input(), 4, 1, 1, 1, "", true);
    Graph graph = b.finish();
    graph.node(id).setParameter("weight", at::full({4, 64, 1, 1}, 1.0F));
    graph.node(id).setParameter("bias", at::zeros({4}));
    const double scale = 1.0 / static_cast<double>(quantMax);
    graph = lowerInt8(graph, {{scale, 0, 0, quantMax}, {64.0 / 255.0, 0, 0, 255}});
    return {graph.node(id), graph, at::ones({1, 64, 4, 4})};
}

int kernelSteps(int64_t quantMax) {
    const Saturating s = saturating(quantMax);
    const Int8Executor executor(s.graph, "onednn");
    const at::Tensor x = executor.quantizedInput(s.images);
    const at::Tensor reference = referenceNode(s.node, std::vector<at::Tensor>{x});
    const at::Tensor kernel = executor.evaluate(1, {x});
    return (reference.int_repr().to(at::kInt) - kernel.int_repr().to(at::kInt))
        .abs()
        .max()
        .item<int>();
}

}  // namespace

TEST_CASE("the integer reference by hand") {
    const at::Tensor weight = at::tensor({3, -5, 2, 7}).view({2, 2, 1, 1});
    const at::Tensor bias = at::tensor({1.0F, -0.6F});
    const std::vector<at::Tensor> x{input({12, 8}, 0.5, 10)};  // 2 and -2 steps, 1 and -1
    const QuantParams out{0.25, 4, 0, 255};
    // (2 * 3 + -2 * -5) * 0.5 * 0.1 + 1 = 1.8: 7.2 steps; (2 * 2 - 2 * 7) * 0.5 * 0.2 - 0.6 = -1.6.
    CHECK(integersOf(referenceNode(convolution(weight, {0.1, 0.2}, bias, out), x)) ==
          std::vector<int>{11, 0});
    const QuantParams low{0.25, 100, 0, 255};
    CHECK(integersOf(referenceNode(convolution(weight, {0.1, 0.2}, bias, low), x)) ==
          std::vector<int>{107, 94});
    CHECK(integersOf(referenceNode(convolution(weight, {0.1, 0.2}, bias, low, ActivationKind::Relu),
                                   x)) == std::vector<int>{107, 100});
    // 16 * 0.5 * 1 + 1 = 9, which ReLU6 makes 6: 24 steps.
    CHECK(integersOf(referenceNode(
              convolution(weight, {1.0, 0.2}, bias, out, ActivationKind::Relu6), x)) ==
          std::vector<int>{28, 4});
    CHECK(integersOf(referenceNode(
              convolution(weight, {1.0, 0.2}, bias, {0.25, 4, 0, 20}, ActivationKind::Relu6), x)) ==
          std::vector<int>{20, 4});
}

TEST_CASE("the integer reference adds an int32 bias to its sums") {
    const at::Tensor weight = at::tensor({3, -5, 2, 7}).view({2, 2, 1, 1});
    const std::vector<at::Tensor> x{input({12, 8}, 0.5, 10)};
    const at::Tensor bias = at::_make_per_channel_quantized_tensor(
        at::tensor({20, -7}, at::kInt), at::tensor({0.05, 0.1}, at::kDouble),
        at::zeros({2}, at::kLong), 0);
    // (16 + 20) * 0.5 * 0.1 = 1.8: 7.2 steps; (-10 - 7) * 0.5 * 0.2 = -1.7: -6.8 steps.
    const Node node = convolution(weight, {0.1, 0.2}, bias, {0.25, 100, 0, 255});
    CHECK(integersOf(referenceNode(node, x)) == std::vector<int>{107, 93});
    CHECK(integersOf(simulatedNode(node, x)) == std::vector<int>{107, 93});
    const Node real = node.dequantized();
    CHECK(real.parameter("bias").equal(at::tensor({1.0F, -0.7F})));
    CHECK_FALSE(real.parameter("weight").is_quantized());
}

TEST_CASE("the simulation is torch's and within a step of the reference") {
    GraphBuilder b({"small", 3, 4, 9, 9, ""}, 3);
    const NodeId id = b.conv("conv", b.input(), 8, 3, 2, 1, "", true);
    Graph graph = b.finish();
    const QuantParams in{0.02, 60, 0, 127};
    const QuantParams out{0.015, 70, 0, 127};
    graph = lowerInt8(graph, {in, out});
    const at::Tensor images = at::linspace(-1.2, 1.3, 2 * 3 * 81).view({2, 3, 9, 9}).sin();
    const std::vector<at::Tensor> x{referenceInput(graph.node(0), images)};
    const Node& node = graph.node(id);
    const at::Tensor simulated = simulatedNode(node, x);
    const at::Tensor direct = at::fake_quantize_per_tensor_affine(
        at::conv2d(x[0].dequantize(), node.parameter("weight").dequantize(),
                   node.parameter("bias").dequantize(), {2, 2}, {1, 1}),
        out.scale, out.zeroPoint, 0, 127);
    CHECK(at::allclose(simulated.dequantize(), direct, 0.0, 1e-6));
    const at::Tensor reference = referenceNode(node, x);
    CHECK((simulated.int_repr().to(at::kInt) - reference.int_repr().to(at::kInt))
              .abs()
              .max()
              .item<int>() <= 1);
    CHECK(reference.sizes() == simulated.sizes());
}

TEST_CASE("a saturating layer made on purpose is counted, and 7 bits cure it") {
    const Saturating eight = saturating(255);
    const PairSums full =
        countPairSums(eight.node, referenceInput(eight.graph.node(0), eight.images));
    CHECK(full.count == 16 * 4 * 32);  // places, channels, pairs
    CHECK(full.saturated == full.count);
    const Saturating seven = saturating(127);
    const PairSums reduced =
        countPairSums(seven.node, referenceInput(seven.graph.node(0), seven.images));
    CHECK(reduced.count == full.count);
    CHECK(reduced.saturated == 0);
}

TEST_CASE("depthwise layers have no pairs") {
    GraphBuilder b({"small", 6, 4, 5, 5, ""}, 3);
    b.conv("conv", b.input(), 6, 3, 1, 6);
    const Graph graph = lowerInt8(b.finish(), {QuantParams{}, QuantParams{}});
    const at::Tensor x = at::quantize_per_tensor(at::ones({1, 6, 5, 5}), 1.0, 0, at::kQUInt8);
    CHECK(countPairSums(graph.node(1), x).count == 0);
}

// Hidden: run by the next test in a process whose oneDNN must do without VNNI.
TEST_CASE("saturation in this process", "[.saturation]") {
    std::printf("saturates %d eight %d seven %d\n", engineSaturates("onednn") ? 1 : 0,
                kernelSteps(255), kernelSteps(127));
}

TEST_CASE("without VNNI 8-bit activations saturate in the kernels, and 7-bit ones do not") {
    const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
    const std::string output =
        outputOf("ONEDNN_MAX_CPU_ISA=AVX2 \"" + self + "\" \"[.saturation]\" 2>&1");
    const size_t start = output.find("saturates ");
    REQUIRE(start != std::string::npos);
    std::istringstream words(output.substr(start));
    std::string name;
    int saturates = 0;
    int eight = 0;
    int seven = 0;
    words >> name >> saturates >> name >> eight >> name >> seven;
    CHECK(saturates == 1);
    CHECK(eight > 10);
    CHECK(seven <= 1);
}

TEST_CASE("our quantized weights and inputs are torch.fake_quantize's", "[peer]") {
    if (!havePeer()) {
        notTested("no PyTorch for the system's Python: not compared");
        return;
    }
    const std::vector<float> values = laplaceSamples(1200, 11);
    const Scratch folder;
    std::ofstream(folder / "values", std::ios::binary)
        .write(reinterpret_cast<const char*>(values.data()),
               static_cast<std::streamsize>(values.size() * sizeof(float)));
    const at::Tensor w = at::tensor(values).view({12, 100});
    const at::Tensor scales = channelScales(w);
    const double one = tensorScale(w).item<double>();
    const QuantParams q{0.013, 37, 0, 127};
    std::istringstream lines(
        peerOutput("quant_fake_quantize.py",
                   fmt::format("\"{}\" 12 {:.17g} {:.17g} {} {} {}", folder / "values", one,
                               q.scale, q.zeroPoint, q.quantMin, q.quantMax)));
    const auto read = [&] {
        std::vector<float> numbers(values.size());
        for (float& number : numbers) {
            REQUIRE(lines >> number);
        }
        return at::tensor(numbers).view({12, 100});
    };
    CHECK(at::allclose(quantizedWeight(w, scales).dequantize(), read(), 0.0, 1e-7));
    CHECK(at::allclose(quantizedWeight(w, tensorScale(w)).dequantize(), read(), 0.0, 1e-7));
    const Node node{"input", Input{1, 12, 100}, {}, {}, "", "", q};
    CHECK(at::allclose(referenceInput(node, w).dequantize(), read(), 0.0, 1e-6));
}

}  // namespace secateur::test
