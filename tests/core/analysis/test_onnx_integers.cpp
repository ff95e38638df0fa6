// INT8 networks in QDQ form: our own again, PyTorch's of quantization-aware training, and what
// onnxruntime's tools write.

#include "core/onnx/onnx_integers.h"

#include <functional>
#include <sstream>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/exec/float_executor.h"
#include "core/exec/int8_executor.h"
#include "core/onnx/onnx_reader.h"
#include "core/onnx/onnx_writer.h"
#include "core/passes/settle_int8.h"
#include "core/quant/post_training.h"
#include "tests/support/catch.h"
#include "tests/support/noise_images.h"
#include "tests/support/not_tested.h"
#include "tests/support/onnx_sample.h"
#include "tests/support/onnxruntime.h"
#include "tests/support/peer.h"
#include "tests/support/random_graph.h"
#include "tests/support/scratch.h"

using namespace secateur;
using test::OnnxSample;

namespace {

Graph settled(const std::vector<uint8_t>& bytes) {
    return settleInt8(parseOnnx(bytes, "", std::nullopt).graph);
}

at::Tensor waves(at::IntArrayRef sizes) {
    return at::arange(c10::multiply_integers(sizes), at::kFloat).mul(0.71).sin().mul(2).view(sizes);
}

/// Puts a QuantizeLinear and a DequantizeLinear behind a value; `type`: kByte or kChar.
struct Rounding {
    OnnxSample& sample;
    at::ScalarType type = at::kByte;

    std::string operator()(const std::string& x, double scale, int64_t zeroPoint,
                           const std::string& name, int64_t most = 1000) const {
        const std::string step =
            sample.graph.initializer(name + ".scale", at::scalar_tensor(static_cast<float>(scale)));
        const std::string zero =
            sample.graph.initializer(name + ".zero", at::scalar_tensor(zeroPoint, type));
        std::string y = sample.add("QuantizeLinear", name, {x, step, zero});
        if (most < 256) {
            const std::string bound =
                sample.graph.initializer(name + ".most", at::scalar_tensor(most, type));
            y = sample.add("Clip", name, {y, "", bound});
        }
        return sample.add("DequantizeLinear", name, {y, step, zero});
    }
};

/// A stored parameter of integers; `zeroPoint` of `type`.
std::string integers(OnnxSample& s, const std::string& name, const at::Tensor& values,
                     const at::Tensor& scales, int64_t zeroPoint, int64_t axis = -1) {
    const at::Tensor zero = at::full(scales.sizes(), zeroPoint, values.scalar_type());
    return s.add("DequantizeLinear", name,
                 {s.graph.initializer(name, values), s.graph.initializer(name + ".scale", scales),
                  s.graph.initializer(name + ".zero", zero)},
                 [&](onnx::NodeProto& node) {
                     if (axis >= 0) {
                         setAttribute(node, "axis", axis);
                     }
                 });
}

at::Tensor bytes(at::IntArrayRef sizes, at::ScalarType type, int64_t most) {
    const int64_t shift = type == at::kByte ? most : 0;
    return (waves(sizes) * static_cast<double>(most) / 2).round().add(shift).to(type);
}

std::string head(OnnxSample& s, const std::string& x) {
    return s.add("Flatten", "flat", {s.add("GlobalAveragePool", "pool", {x})});
}

struct Case {
    std::string title;
    std::function<std::string(OnnxSample&)> build;
    int64_t integerLayers = 1;
    double lastScale = 0.05;
};

std::vector<Case> cases() {
    return {
        {"unsigned weights, one scale, a bias of integers",
         [](OnnxSample& s) {
             const Rounding round{s};
             const auto x = round("images", 0.02, 120, "q0");
             const auto w = integers(s, "w", bytes({6, 4, 3, 3}, at::kByte, 100),
                                     at::scalar_tensor(0.01F), 100);
             const auto b = integers(s, "b", at::arange(6, at::kInt) * 300 - 700,
                                     at::full({1}, 0.02F * 0.01F), 0);
             return round(s.add("Conv", "c", {x, w, b}), 0.05, 128, "q1");
         }},
        {"signed activations, scales of channels, a rectifier, a linear layer",
         [](OnnxSample& s) {
             const Rounding round{s, at::kChar};
             auto x = round("images", 0.02, -3, "q0");
             const auto w = integers(s, "w", bytes({6, 4, 1, 1}, at::kChar, 120),
                                     at::arange(1, 7, at::kFloat) * 0.004F, 0, 0);
             x = round(s.add("Relu", "r", {s.add("Conv", "c", {x, w})}), 0.03, -128, "q1");
             x = round(head(s, x), 0.03, -128, "q2");
             // [in, out]: scales along axis 1.
             const auto v = integers(s, "v", bytes({6, 3}, at::kChar, 120),
                                     at::arange(1, 4, at::kFloat) * 0.004F, 0, 1);
             return round(s.add("Gemm", "fc", {x, v, s.weights("bias", {3})}), 0.05, 0, "q3");
         },
         2},
        {"seven bits, weights that are rounded in the file, maximum and sum",
         [](OnnxSample& s) {
             const Rounding round{s};
             const auto x = round("images", 0.04, 64, "q0", 127);
             const auto w = Rounding{s, at::kChar}(s.weights("w", {4, 4, 1, 1}), 0.01, 0, "qw");
             auto y = round(s.add("Conv", "c", {x, w}), 0.04, 60, "q1", 127);
             y = s.add("Add", "sum",
                       {y, s.add("MaxPool", "p", {x}, [](onnx::NodeProto& node) {
                            setAttribute(node, "kernel_shape", std::vector<int64_t>{1, 1});
                        })});
             return round(y, 0.05, 50, "q2", 127);
         }},
        {"a layer left in float, one value rounded by two readers",
         [](OnnxSample& s) {
             const Rounding round{s};
             auto x = s.add("Conv", "first", {"images", s.weights("u", {4, 4, 1, 1})});
             const auto w =
                 integers(s, "w", bytes({4, 4, 1, 1}, at::kChar, 120), at::scalar_tensor(0.01F), 0);
             const auto [scale, zero] =
                 std::pair{s.graph.initializer("s", at::scalar_tensor(0.03F)),
                           s.graph.initializer("z", at::scalar_tensor(128, at::kByte))};
             const auto again = [&](const char* name) {
                 return s.add("DequantizeLinear", name,
                              {s.add("QuantizeLinear", name, {x, scale, zero}), scale, zero});
             };
             const auto y = round(s.add("Conv", "c", {again("a"), w}), 0.05, 128, "q1");
             return round(s.add("Add", "sum", {again("b"), y}), 0.05, 128, "q2");
         }},
        {"a value that is read as it is, and rounded in two ways",
         [](OnnxSample& s) {
             const Rounding round{s};
             const auto x = s.add("Conv", "first", {"images", s.weights("u", {4, 4, 1, 1})});
             const auto w =
                 integers(s, "w", bytes({4, 4, 1, 1}, at::kChar, 120), at::scalar_tensor(0.01F), 0);
             auto y = round(s.add("Conv", "c", {round(x, 0.03, 128, "q0"), w}), 0.05, 128, "q1");
             y = round(s.add("Add", "a", {y, round(x, 0.06, 100, "q2")}), 0.05, 128, "q3");
             return s.add("Add", "sum", {s.add("Sigmoid", "s", {x}), y});
         }},
        {"batch normalisation behind integers, as PyTorch exports it in training",
         [](OnnxSample& s) {
             const Rounding round{s};
             const auto w = integers(s, "w", bytes({4, 4, 1, 1}, at::kChar, 120),
                                     at::arange(1, 5, at::kFloat) * 0.004F, 0, 0);
             auto x = s.add("Conv", "c", {round("images", 0.02, 128, "q0"), w});
             x = s.add("Div", "d",
                       {x, s.graph.initializer("factor",
                                               at::arange(1, 5, at::kFloat).view({1, 4, 1, 1}))});
             x = s.add(
                 "BatchNormalization", "bn",
                 {x, s.graph.initializer("gamma", at::full({4}, 1.5F)), s.weights("beta", {4}),
                  s.weights("mean", {4}), s.graph.initializer("var", at::full({4}, 0.7F))});
             return round(s.add("Relu", "r", {x}), 0.05, 0, "q1");
         }},
    };
}

int64_t integerLayers(const Graph& graph) {
    int64_t count = 0;
    for (const Node& node : graph.nodes()) {
        count += node.hasIntegerWeight() ? 1 : 0;
    }
    return count;
}

double apart(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>();
}

}  // namespace

TEST_CASE("our own INT8 networks are read from ONNX as they were") {
    const MemoryDataset noise = test::noiseImages(8, 3, 12);
    const Normalisation normalisation{{0.5, 0.5, 0.5}, {0.29, 0.29, 0.29}};
    const at::Tensor images = waves({4, 3, 12, 12});
    for (uint64_t seed = 0; seed < 24; ++seed) {
        INFO("network " << seed);
        QuantizeOptions options;
        options.reduceRange = seed % 2 == 0 ? ReduceRange::On : ReduceRange::Off;
        options.weightScales = seed % 3 == 0 ? WeightScales::PerTensor : WeightScales::PerChannel;
        const Graph int8 = quantizePostTraining(test::randomGraph(seed), noise, normalisation,
                                                test::firstIndices(8), options, {})
                               .graph;
        const Graph again = settled(serializeOnnx(int8));
        CHECK(integerLayers(again) > 0);
        for (const NodeId id : again.weightedNodes()) {  // without those that nothing reads
            const Node& node = again.node(id);
            CHECK(node.hasIntegerWeight() == int8.node(int8.require(node.name)).hasIntegerWeight());
        }
        CHECK(Int8Executor(again).run(images).equal(Int8Executor(int8).run(images)));
        const Graph third = settled(serializeOnnx(again));
        CHECK(Int8Executor(third).run(images).equal(Int8Executor(again).run(images)));
    }
}

TEST_CASE("QDQ networks read from ONNX give what onnxruntime gives", "[peer]") {
    if (!test::haveOnnxruntime()) {
        test::notTested("onnxruntime is not installed; QDQ networks were not compared");
        return;
    }
    const at::Tensor images = waves({3, 4, 8, 8});
    std::vector<std::vector<uint8_t>> models;
    const std::vector<Case> all = cases();
    for (const Case& one : all) {
        OnnxSample sample;
        models.push_back(sample.bytes(one.build(sample)));
        models.push_back(serializeOnnx(settled(models.back())));
    }
    const std::vector<at::Tensor> expected = test::onnxruntimeLogits(models, images);
    for (size_t i = 0; i < all.size(); ++i) {
        const Case& one = all[i];
        INFO(one.title);
        const Graph graph = settled(models[2 * i]);
        CHECK(integerLayers(graph) == one.integerLayers);
        // A sum that ends near a half is rounded to either side.
        const double step = 1.01 * one.lastScale;
        CHECK(apart(Int8Executor(graph).run(images), expected[2 * i]) < step);
        CHECK(apart(FloatExecutor(graph).run(images), expected[2 * i]) < step);
        CHECK(apart(expected[2 * i + 1], expected[2 * i]) < step);
    }
}

TEST_CASE("a network in PyTorch's quantization-aware training opens as an INT8 network", "[peer]") {
    if (!test::havePeer()) {
        test::notTested("python3 has no torch; its export was not compared");
        return;
    }
    const test::Scratch folder;
    std::istringstream lines(test::peerOutput("onnx_qat.py", "\"" + (folder / ".") + "\""));
    const auto numbers = [&](at::IntArrayRef sizes) {
        std::string line;
        std::getline(lines, line);
        std::istringstream words(line);
        std::vector<float> values{std::istream_iterator<float>(words), {}};
        return at::tensor(values).view(sizes);
    };
    const at::Tensor images = numbers({2, 3, 16, 16});
    const at::Tensor logits = numbers({2, 10});
    const Graph graph = settled(readFile(folder / "net.onnx"));
    CHECK(integerLayers(graph) == 4);
    for (const Node& node : graph.nodes()) {
        INFO(node.name);
        CHECK(node.quant);
    }
    const double step = graph.node(graph.output()).quant->scale;
    CHECK(apart(FloatExecutor(graph).run(images), logits) < 1.01 * step);
    CHECK(apart(Int8Executor(graph).run(images), logits) < 2.01 * step);
}
