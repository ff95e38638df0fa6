// Every operator that is read from ONNX, alone or as exporters combine it, against onnxruntime.

#include "core/onnx/onnx_reader.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/exec/float_executor.h"
#include "core/passes/slim_channels.h"
#include "core/prune/channel_groups.h"
#include "core/prune/channel_selection.h"
#include "tests/support/catch.h"
#include "tests/support/masked_channels.h"
#include "tests/support/not_tested.h"
#include "tests/support/onnx_sample.h"
#include "tests/support/onnxruntime.h"

using namespace secateur;
using test::OnnxSample;

namespace {

struct Case {
    std::string title;
    int64_t opset = 13;
    std::function<std::string(OnnxSample&)> build;  ///< gives the last value
};

using Node = onnx::NodeProto;
using Numbers = std::vector<int64_t>;

auto with(const char* name, const Numbers& values) {
    return [=](Node& node) { setAttribute(node, name, values); };
}
auto with(const char* name, int64_t value) {
    return [=](Node& node) { setAttribute(node, name, value); };
}
auto with(const char* name, float value) {
    return [=](Node& node) { setAttribute(node, name, value); };
}

/// pools: kernel, strides, pads, ceil_mode.
auto window(const Numbers& kernel, const Numbers& strides, const Numbers& pads, int64_t ceil = 0) {
    return [=](Node& node) {
        setAttribute(node, "kernel_shape", kernel);
        setAttribute(node, "strides", strides);
        setAttribute(node, "pads", pads);
        if (ceil != 0) {
            setAttribute(node, "ceil_mode", ceil);
        }
    };
}

auto counting(const std::function<void(Node&)>& set) {
    return [=](Node& node) {
        set(node);
        setAttribute(node, "count_include_pad", int64_t{1});
    };
}

std::string pooled(OnnxSample& s, const std::string& x) {
    return s.add("Flatten", "flat", {s.add("GlobalAveragePool", "pool", {x})});
}

std::vector<Case> layers() {
    return {
        {"conv with groups, dilation and padding that differs", 13,
         [](OnnxSample& s) {
             return s.add("Conv", "c",
                          {"images", s.weights("w", {6, 2, 3, 3}), s.weights("b", {6})},
                          [](Node& n) {
                              setAttribute(n, "group", int64_t{2});
                              setAttribute(n, "dilations", Numbers{2, 1});
                              setAttribute(n, "strides", Numbers{1, 2});
                              setAttribute(n, "pads", Numbers{1, 0, 2, 1});
                          });
         }},
        {"conv with auto_pad", 13,
         [](OnnxSample& s) {
             return s.add("Conv", "c", {"images", s.weights("w", {2, 4, 3, 3})}, [](Node& n) {
                 onnx::AttributeProto& a = *n.add_attribute();
                 a.set_name("auto_pad");
                 a.set_type(onnx::AttributeProto::STRING);
                 a.set_s("SAME_UPPER");
                 setAttribute(n, "strides", Numbers{2, 2});
             });
         }},
        {"batch normalisation", 13,
         [](OnnxSample& s) {
             const auto variance = s.graph.initializer("v", at::tensor({0.5F, 1.F, 2.F, 3.F}));
             return s.add("BatchNormalization", "bn",
                          {"images", s.weights("w", {4}), s.weights("b", {4}), s.weights("m", {4}),
                           variance},
                          with("epsilon", 1e-3F));
         }},
        {"Gemm with alpha and beta", 13,
         [](OnnxSample& s) {
             return s.add("Gemm", "fc",
                          {pooled(s, "images"), s.weights("w", {5, 4}), s.weights("b", {1, 5})},
                          [](Node& n) {
                              setAttribute(n, "transB", int64_t{1});
                              setAttribute(n, "alpha", 0.5F);
                              setAttribute(n, "beta", 2.F);
                          });
         }},
        {"MatMul and Add of flattened pixels", 13,
         [](OnnxSample& s) {
             const auto flat = s.add("Flatten", "flat", {"images"});
             const auto y = s.add("MatMul", "fc", {flat, s.weights("w", {256, 3})});
             return s.add("Add", "fc", {s.weights("b", {3}), y});
         }},
        {"Gemm of pixels that were flattened channels last", 13,
         [](OnnxSample& s) {
             const auto last =
                 s.add("Transpose", "t", {"images"}, with("perm", Numbers{0, 2, 3, 1}));
             const auto flat = s.add("Reshape", "r", {last, s.integers("shape", {0, -1})});
             return s.add("Gemm", "fc", {flat, s.weights("w", {256, 3})});
         }},
        {"batch normalisation of a vector", 13,
         [](OnnxSample& s) {
             const auto y = s.add("Gemm", "fc", {pooled(s, "images"), s.weights("w", {4, 3})});
             const auto variance = s.graph.initializer("v", at::tensor({0.5F, 1.F, 2.F}));
             return s.add(
                 "BatchNormalization", "bn",
                 {y, s.weights("g", {3}), s.weights("b", {3}), s.weights("m", {3}), variance});
         }},
        {"max pooling that ends outside", 13,
         [](OnnxSample& s) {
             return s.add("MaxPool", "p", {"images"}, window({3, 3}, {2, 2}, {0, 0, 0, 0}, 1));
         }},
        {"max pooling with padding at the end, after ReLU", 13,
         [](OnnxSample& s) {
             return s.add("MaxPool", "p", {s.add("Relu", "r", {"images"})},
                          window({3, 3}, {2, 2}, {0, 0, 1, 1}));
         }},
        {"average pooling without its padding", 13,
         [](OnnxSample& s) {
             return s.add("AveragePool", "p", {"images"}, window({3, 3}, {2, 2}, {1, 1, 1, 1}));
         }},
        {"average pooling with its padding", 13,
         [](OnnxSample& s) {
             return s.add("AveragePool", "p", {"images"},
                          counting(window({3, 3}, {1, 1}, {1, 0, 1, 1})));
         }},
        {"average pooling that ends outside, with its padding", 13,
         [](OnnxSample& s) {
             return s.add("AveragePool", "p", {"images"},
                          counting(window({3, 3}, {2, 2}, {2, 1, 0, 0}, 1)));
         }},
        {"average pooling of a padded map", 13,
         [](OnnxSample& s) {
             const auto pads = s.integers("pads", {0, 0, 1, 1, 0, 0, 1, 1});
             return s.add("AveragePool", "p", {s.add("Pad", "pad", {"images", pads})},
                          window({3, 3}, {1, 1}, {0, 0, 0, 0}));
         }},
        {"pooling over all", 13,
         [](OnnxSample& s) { return s.add("GlobalMaxPool", "p", {"images"}); }},
        {"ReduceMean over space", 13,
         [](OnnxSample& s) {
             return s.add("ReduceMean", "m", {"images"}, [](Node& n) {
                 setAttribute(n, "axes", Numbers{-1, 2});
                 setAttribute(n, "keepdims", int64_t{0});
             });
         }},
        {"nearest pixels by scales", 13,
         [](OnnxSample& s) {
             const auto scales = s.graph.initializer("scales", at::tensor({1.F, 1.F, 2.F, 3.F}));
             return s.add("Resize", "r", {"images", "", scales}, [](Node& n) {
                 setAttribute(n, "coordinate_transformation_mode", "asymmetric");
                 setAttribute(n, "nearest_mode", "floor");
             });
         }},
        {"nearest pixels by sizes", 13,
         [](OnnxSample& s) {
             const auto shape = s.add("Shape", "s", {"images"});
             const auto front =
                 s.add("Slice", "l", {shape, s.integers("zero", {0}), s.integers("two", {2})});
             const auto sizes = s.add("Concat", "c", {front, s.integers("sides", {16, 24})},
                                      with("axis", int64_t{0}));
             return s.add("Resize", "r", {"images", "", "", sizes}, [](Node& n) {
                 setAttribute(n, "coordinate_transformation_mode", "half_pixel");
             });
         }},
        {"upsampling before there was Resize", 9,
         [](OnnxSample& s) {
             const auto scales = s.graph.initializer("scales", at::tensor({1.F, 1.F, 2.F, 2.F}));
             return s.add("Upsample", "r", {"images", scales});
         }},
        {"padding with a value, and of channels", 13,
         [](OnnxSample& s) {
             const auto pads = s.integers("pads", {0, 0, 1, 2, 0, 0, 0, 1});
             const auto x = s.add("Pad", "a", {"images", pads, s.graph.constant(0.5F)});
             return s.add("Pad", "b", {x, s.integers("more", {0, 1, 0, 0, 0, 2, 0, 0})});
         }},
    };
}

std::string gelu(OnnxSample& s, const std::string& x, const std::string& name) {
    const auto erf = s.add("Erf", name, {s.add("Div", name, {x, s.graph.constant(1.4142135F)})});
    const auto gate = s.add("Add", name, {erf, s.graph.constant(1)});
    return s.add("Mul", name, {s.add("Mul", name, {x, gate}), s.graph.constant(0.5F)});
}

/// Over the channels of a map, as ConvNeXt's authors write it.
std::string channelNorm(OnnxSample& s, const std::string& x, int64_t channels) {
    const auto mean = s.add("ReduceMean", "n", {x}, with("axes", Numbers{1}));
    const auto centred = s.add("Sub", "n", {x, mean});
    const auto squares = s.add("Pow", "n", {centred, s.graph.constant(2)});
    const auto variance = s.add("ReduceMean", "n", {squares}, with("axes", Numbers{1}));
    const auto root = s.add("Sqrt", "n", {s.add("Add", "n", {variance, s.graph.constant(1e-6F)})});
    const auto scaled = s.add(
        "Mul", "n", {s.weights("n.weight", {channels, 1, 1}), s.add("Div", "n", {centred, root})});
    return s.add("Add", "n", {scaled, s.weights("n.bias", {channels, 1, 1})});
}

/// As PyTorch exports it before opset 17.
std::string layerNorm(OnnxSample& s, const std::string& x, int64_t channels,
                      const std::string& name) {
    const auto mean = s.add("ReduceMean", name, {x}, with("axes", Numbers{-1}));
    const auto centred = s.add("Sub", name, {x, mean});
    const auto squares = s.add("Pow", name, {centred, s.graph.constant(2)});
    const auto variance = s.add("ReduceMean", name, {squares}, with("axes", Numbers{-1}));
    const auto root =
        s.add("Sqrt", name, {s.add("Add", name, {variance, s.graph.constant(1e-6F)})});
    const auto y = s.add("Div", name, {centred, root});
    const auto scaled = s.add("Mul", name, {y, s.weights(name + ".weight", {channels})});
    return s.add("Add", name, {scaled, s.weights(name + ".bias", {channels})});
}

std::vector<Case> activations() {
    const auto plain = [](const char* type, int64_t opset) {
        return Case{type, opset, [type](OnnxSample& s) { return s.add(type, "a", {"images"}); }};
    };
    return {
        plain("Relu", 13),
        plain("Sigmoid", 13),
        plain("Tanh", 13),
        plain("HardSwish", 14),
        plain("Neg", 13),
        {"Clip by inputs", 13,
         [](OnnxSample& s) {
             return s.add("Clip", "a", {"images", s.graph.constant(0), s.graph.constant(6)});
         }},
        {"Clip by attributes", 9,
         [](OnnxSample& s) {
             return s.add("Clip", "a", {"images"}, [](Node& n) {
                 setAttribute(n, "min", 0.F);
                 setAttribute(n, "max", 6.F);
             });
         }},
        {"Clip without an upper bound", 13,
         [](OnnxSample& s) {
             return s.add("Clip", "a", {"images", s.graph.constant(0)});
         }},
        {"Clip to any bounds", 13,
         [](OnnxSample& s) {
             const auto x =
                 s.add("Clip", "a", {"images", s.graph.constant(-0.5F), s.graph.constant(2)});
             return s.add("Add", "sum",
                          {x, s.add("Clip", "b", {"images", "", s.graph.constant(1)})});
         }},
        {"LeakyRelu", 13,
         [](OnnxSample& s) { return s.add("LeakyRelu", "a", {"images"}, with("alpha", 0.2F)); }},
        {"SiLU of a product", 13,
         [](OnnxSample& s) {
             const auto x = s.add("Mul", "m", {"images", "images"});
             return s.add("Mul", "a", {s.add("Sigmoid", "a", {x}), x});
         }},
        {"HardSigmoid and its product", 13,
         [](OnnxSample& s) {
             const auto gate = s.add("HardSigmoid", "a", {"images"}, with("alpha", 1.F / 6));
             return s.add("Add", "sum", {s.add("Mul", "m", {"images", gate}), gate});
         }},
        {"hard swish in its parts", 13,
         [](OnnxSample& s) {
             const auto sum = s.add("Add", "a", {"images", s.graph.constant(3)});
             const auto clip = s.add("Clip", "a", {sum, s.graph.constant(0), s.graph.constant(6)});
             return s.add("Div", "a", {s.add("Mul", "a", {"images", clip}), s.graph.constant(6)});
         }},
        {"GELU by erf", 13, [](OnnxSample& s) { return gelu(s, "images", "a"); }},
        {"GELU by tanh", 13,
         [](OnnxSample& s) {
             const auto cube = s.add("Pow", "a", {"images", s.graph.constant(3)});
             const auto term = s.add("Mul", "a", {s.graph.constant(0.044715F), cube});
             const auto sum = s.add("Add", "a", {"images", term});
             const auto inner = s.add("Mul", "a", {sum, s.graph.constant(0.7978846F)});
             const auto gate =
                 s.add("Add", "a", {s.add("Tanh", "a", {inner}), s.graph.constant(1)});
             const auto half = s.add("Mul", "a", {"images", s.graph.constant(0.5F)});
             return s.add("Mul", "a", {half, gate});
         }},
        {"arithmetic with constants", 13,
         [](OnnxSample& s) {
             auto x = s.add("Mul", "m", {"images", s.weights("m.weight", {1, 4, 1, 1})});
             x = s.add("Sub", "d", {s.weights("d.weight", {4, 1, 1}), x});
             x = s.add("Div", "q", {x, s.graph.constant(0.25F)});
             return s.add("Sub", "e", {x, s.weights("e.weight", {1, 4, 1, 1})});
         }},
        {"the difference of two values", 13,
         [](OnnxSample& s) {
             return s.add("Sub", "d", {"images", s.add("Relu", "a", {"images"})});
         }},
    };
}

std::vector<Case> moves() {
    return {
        {"a gate of convolutions", 13,
         [](OnnxSample& s) {
             auto gate = s.add("GlobalAveragePool", "p", {"images"});
             gate = s.add("Conv", "c", {gate, s.weights("w", {4, 4, 1, 1})});
             return s.add("Mul", "m", {s.add("Sigmoid", "s", {gate}), "images"});
         }},
        {"a gate of linear layers", 13,
         [](OnnxSample& s) {
             auto gate = s.add("Gemm", "f", {pooled(s, "images"), s.weights("w", {4, 2})});
             gate = s.add("Relu", "r", {gate});
             gate = s.add("Gemm", "g", {gate, s.weights("v", {2, 4}), s.weights("b", {4})});
             gate = s.add("Sigmoid", "s", {gate});
             gate = s.add("Unsqueeze", "u", {gate, s.integers("axes", {-1, 2})});
             return s.add("Mul", "m", {"images", gate});
         }},
        {"a channel shuffle by a computed shape", 13,
         [](OnnxSample& s) {
             const auto shape = s.add("Shape", "s", {"images"});
             const auto batch = s.add("Gather", "g", {shape, s.integers("zero", {0})});
             const auto side =
                 s.add("Slice", "l", {shape, s.integers("two", {2}), s.integers("end", {9})});
             const auto five = s.add("Concat", "c", {batch, s.integers("groups", {2, 2}), side},
                                     with("axis", int64_t{0}));
             auto x = s.add("Reshape", "r", {"images", five});
             x = s.add("Transpose", "t", {x}, with("perm", Numbers{0, 2, 1, 3, 4}));
             const auto four = s.add("Concat", "d", {batch, s.integers("rest", {-1}), side},
                                     with("axis", int64_t{0}));
             x = s.add("Reshape", "q", {x, four});
             return s.add("Conv", "conv", {x, s.weights("w", {2, 4, 1, 1})});
         }},
        {"split, reversed slice, gather and concatenation", 13,
         [](OnnxSample& s) {
             const auto [node, first] =
                 s.graph.append("Split", "s", {"images", s.integers("sizes", {1, 3})});
             setAttribute(node, "axis", int64_t{1});
             node.add_output("second");
             const auto back = s.add("Slice", "l",
                                     {"second", s.integers("start", {2}), s.integers("end", {-9}),
                                      s.integers("axis", {1}), s.integers("step", {-1})});
             const auto some = s.add("Gather", "g", {"images", s.integers("some", {3, 0})},
                                     with("axis", int64_t{1}));
             return s.add("Concat", "c", {some, back, first}, with("axis", int64_t{1}));
         }},
        {"one channel, put back", 13,
         [](OnnxSample& s) {
             const auto index = s.graph.initializer("index", at::scalar_tensor(2, at::kLong));
             auto x = s.add("Gather", "g", {"images", index}, with("axis", int64_t{1}));
             x = s.add("Unsqueeze", "u", {x, s.integers("axes", {1})});
             x = s.add("Add", "a",
                       {s.add("Mul", "m", {x, s.graph.constant(0.5F)}), s.graph.constant(2)});
             return s.add("Concat", "c", {x, "images"}, with("axis", int64_t{1}));
         }},
        {"every other pixel, more channels", 13,
         [](OnnxSample& s) {
             const auto small =
                 s.add("Slice", "l",
                       {"images", s.integers("start", {0, 0}), s.integers("end", {8, 8}),
                        s.integers("axes", {2, 3}), s.integers("steps", {2, 2})});
             return s.add("Pad", "p", {small, s.integers("pads", {0, 2, 0, 0, 0, 2, 0, 0})});
         }},
        {"a block of ConvNeXt", 13,
         [](OnnxSample& s) {
             auto x =
                 s.add("Conv", "dw", {"images", s.weights("dw.weight", {4, 1, 3, 3})}, [](Node& n) {
                     setAttribute(n, "group", int64_t{4});
                     setAttribute(n, "pads", Numbers{1, 1, 1, 1});
                 });
             x = s.add("Transpose", "t", {x}, with("perm", Numbers{0, 2, 3, 1}));
             x = layerNorm(s, x, 4, "norm");
             x = s.add("Add", "up",
                       {s.weights("up.bias", {6}),
                        s.add("MatMul", "up", {x, s.weights("up.weight", {4, 6})})});
             x = gelu(s, x, "act");
             x = s.add("Add", "down",
                       {s.weights("down.bias", {4}),
                        s.add("MatMul", "down", {x, s.weights("down.weight", {6, 4})})});
             x = s.add("Transpose", "back", {x}, with("perm", Numbers{0, 3, 1, 2}));
             x = s.add("Mul", "scale", {s.weights("gamma", {4, 1, 1}), x});
             return s.add("Add", "sum", {x, "images"});
         }},
        {"a layer norm of maps", 13, [](OnnxSample& s) { return channelNorm(s, "images", 4); }},
        {"flattened by a product of sizes", 13,
         [](OnnxSample& s) {
             const auto shape = s.add("Shape", "s", {"images"});
             const auto sizes =
                 s.add("Slice", "l", {shape, s.integers("one", {1}), s.integers("end", {4})});
             const auto two =
                 s.add("Concat", "c", {s.integers("zero", {0}), s.add("ReduceProd", "p", {sizes})},
                       with("axis", int64_t{0}));
             const auto flat = s.add("Reshape", "r", {"images", two});
             return s.add("Gemm", "fc", {flat, s.weights("w", {256, 3})});
         }},
        {"LayerNormalization", 17,
         [](OnnxSample& s) {
             const auto x = s.add("Transpose", "t", {"images"}, with("perm", Numbers{0, 2, 3, 1}));
             const auto y =
                 s.add("LayerNormalization", "n", {x, s.weights("w", {4}), s.weights("b", {4})});
             return s.add("Transpose", "b", {y}, with("perm", Numbers{0, 3, 1, 2}));
         }},
        {"squeezed and unsqueezed by attributes", 12,
         [](OnnxSample& s) {
             auto x = s.add("GlobalAveragePool", "p", {"images"});
             x = s.add("Squeeze", "s", {x}, with("axes", Numbers{2, 3}));
             x = s.add("Unsqueeze", "u", {x}, with("axes", Numbers{2, 3}));
             return s.add("Concat", "c", {x, x}, with("axis", int64_t{1}));
         }},
    };
}

/// Half of the channels of every group, cut and masked.
void cutAndMask(const Graph& graph, const at::Tensor& images) {
    ChannelRecipe recipe;
    recipe.scope = PruneScope::Layer;
    const std::vector<ChannelGroup> groups = channelGroups(graph);
    if (std::none_of(groups.begin(), groups.end(),
                     [](const ChannelGroup& group) { return group.fixed.empty(); })) {
        return;
    }
    const ChannelRemoval removal = removalOf(graph, groups, selectChannels(graph, groups, recipe));
    const at::Tensor masked = FloatExecutor(test::maskChannels(graph, removal)).run(images);
    const at::Tensor cut = FloatExecutor(slimChannels(graph, removal)).run(images);
    CHECK((cut - masked).abs().max().item<double>() <
          1e-4 * std::max(1.0, masked.abs().max().item<double>()));
}

void compareAll(const std::vector<Case>& cases) {
    if (!test::haveOnnxruntime()) {
        test::notTested("onnxruntime is not installed; what is read from ONNX was not compared");
        return;
    }
    const at::Tensor images =
        at::arange(3 * 4 * 8 * 8, at::kFloat).mul(0.71).sin().mul(4).view({3, 4, 8, 8});
    std::vector<std::vector<uint8_t>> models;
    for (const Case& one : cases) {
        OnnxSample sample({0, 4, 8, 8}, one.opset);
        models.push_back(sample.bytes(one.build(sample)));
    }
    const std::vector<at::Tensor> expected = test::onnxruntimeLogits(models, images);
    for (size_t i = 0; i < cases.size(); ++i) {
        INFO(cases[i].title);
        const OnnxNetwork network = parseOnnx(models[i], "", std::nullopt);
        const at::Tensor ours = FloatExecutor(network.graph).run(images);
        REQUIRE(ours.sizes() == expected[i].sizes());
        CHECK((ours - expected[i]).abs().max().item<double>() <
              1e-5 * std::max(1.0, expected[i].abs().max().item<double>()));
        cutAndMask(network.graph, images);
    }
}

}  // namespace

TEST_CASE("layers read from ONNX give what onnxruntime gives", "[peer]") {
    compareAll(layers());
}

TEST_CASE("activations and arithmetic read from ONNX give what onnxruntime gives", "[peer]") {
    compareAll(activations());
}

TEST_CASE("moved values read from ONNX give what onnxruntime gives", "[peer]") {
    compareAll(moves());
}

TEST_CASE("a small ONNX network gives what is computed by hand") {
    OnnxSample sample({0, 1, 2, 2});
    const auto weight = sample.graph.initializer("w", at::tensor({2.F, -1.F}).view({2, 1, 1, 1}));
    const auto bias = sample.graph.initializer("b", at::tensor({-3.F, 0.5F}));
    auto x = sample.add("Relu", "r", {sample.add("Conv", "c", {"images", weight, bias})});
    x = sample.add("MaxPool", "p", {x}, window({2, 2}, {2, 2}, {0, 0, 0, 0}));
    const OnnxNetwork network = parseOnnx(sample.bytes(x), "", std::nullopt);
    // 2 * 4 - 3 is the largest of the first; the second is at most 0.5 - 1, which ReLU makes 0.
    const at::Tensor images = at::tensor({1.F, 2.F, 3.F, 4.F}).view({1, 1, 2, 2});
    const at::Tensor logits = FloatExecutor(network.graph).run(images);
    CHECK(at::equal(logits, at::tensor({5.F, 0.F}).view({1, 2})));
}
