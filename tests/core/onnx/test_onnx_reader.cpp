// What ONNX files become, and what is refused of them. Their values are compared in core/analysis.

#include "core/onnx/onnx_reader.h"

#include <sys/stat.h>

#include <algorithm>

#include "core/base/file.h"
#include "core/graph/blocks.h"
#include "core/models/registry.h"
#include "tests/support/io_support.h"
#include "tests/support/onnx_sample.h"

using namespace secateur;
using namespace secateur::test;
using Catch::Matchers::ContainsSubstring;

namespace {

OnnxNetwork parsed(OnnxSample& sample, const std::string& value) {
    return parseOnnx(sample.bytes(value), "", std::nullopt);
}

Error refusal(OnnxSample& sample, const std::string& value) {
    const std::vector<uint8_t> bytes = sample.bytes(value);
    return errorOf([&] { parseOnnx(bytes, "", std::nullopt); });
}

/// A convolution of the images, 4 to 2 channels.
std::string conv(OnnxSample& sample, const std::string& weight) {
    return sample.add("Conv", "c", {"images", weight});
}

std::vector<std::string> namesOf(const Graph& graph) {
    std::vector<std::string> names;
    for (const Node& node : graph.nodes()) {
        names.push_back(node.name);
    }
    return names;
}

/// A model whose convolution has its weight in another file, at `location`.
std::vector<uint8_t> external(const std::string& location, const std::string& length = "32") {
    OnnxSample sample;
    const std::string value = conv(sample, sample.weights("w", {2, 4, 1, 1}));
    onnx::TensorProto& weight = *sample.model.mutable_graph()->mutable_initializer(0);
    weight.clear_raw_data();
    weight.set_data_location(onnx::TensorProto::EXTERNAL);
    for (const auto& [key, text] : std::map<std::string, std::string>{
             {"location", location}, {"offset", "4"}, {"length", length}}) {
        onnx::StringStringEntryProto& entry = *weight.add_external_data();
        entry.set_key(key);
        entry.set_value(text);
    }
    return sample.bytes(value);
}

}  // namespace

TEST_CASE("layers read from ONNX are named as the modules that they were exported from") {
    OnnxSample sample;
    auto x = conv(sample, sample.weights("layer1.0.conv1.weight", {4, 4, 1, 1}));
    auto& graph = *sample.model.mutable_graph();
    graph.mutable_node(0)->set_name("/layer1/layer1.0/conv1/Conv");
    x = sample.add("Relu", "r", {x});
    graph.mutable_node(1)->set_name("/layer1/layer1.0/relu/Relu");
    x = sample.add("Add", "a", {x, "images"});
    graph.mutable_node(2)->set_name("/layer1/layer1.0/Add");
    x = sample.add("Conv", "d", {x, sample.weights("features.3.conv.weight", {2, 4, 1, 1})});
    graph.mutable_node(3)->set_name("Conv_7");
    x = sample.add("Conv", "e", {x, sample.weights("onnx::Conv_12", {2, 2, 1, 1})});
    graph.mutable_node(4)->set_name("Conv_8");
    CHECK(namesOf(parsed(sample, x).graph) ==
          std::vector<std::string>{"input", "layer1.0.conv1", "layer1.0.relu", "layer1.0.add",
                                   "features.3.conv", "conv_8", "output.flatten"});
}

TEST_CASE("an imported network says what it is and what was assumed") {
    OnnxSample sample({0, 4, 0, 0});
    auto x =
        sample.add("GlobalAveragePool", "p", {conv(sample, sample.weights("w", {2, 4, 3, 3}))});
    x = sample.add("Softmax", "s", {sample.add("Flatten", "f", {x})});
    const std::vector<uint8_t> bytes = sample.bytes(x);
    const OnnxNetwork network = parseOnnx(bytes, "", std::nullopt);
    CHECK(network.graph.spec == ModelSpec{kImportedModel, 4, 2, 224, 224, ""});
    REQUIRE(network.notes.size() == 2);
    CHECK_THAT(network.notes[0], ContainsSubstring("224x224"));
    CHECK_THAT(network.notes[1], ContainsSubstring("Softmax"));
    CHECK(network.graph.node(network.graph.output()).op.index() == Op{Flatten{}}.index());

    const Graph small = parseOnnx(bytes, "", ImageForm{4, 20, 24, 2}).graph;
    CHECK(small.input().height == 20);
    CHECK(small.input().width == 24);
}

TEST_CASE("weights that a file holds once are two parameters") {
    OnnxSample sample;
    const auto weight = sample.weights("w", {4, 4, 1, 1});
    const auto x = sample.add("Conv", "d", {conv(sample, weight), weight});
    const Graph graph = parsed(sample, x).graph;
    const at::Tensor& first = graph.node(1).parameter("weight");
    const at::Tensor& second = graph.node(2).parameter("weight");
    CHECK(at::equal(first, second));
    CHECK(first.data_ptr() != second.data_ptr());
}

TEST_CASE("all operators that are not read are named at once") {
    OnnxSample sample;
    auto x = sample.add("Lrn", "a", {"images"});
    x = sample.add("Relu", "r", {sample.add("Lrn", "b", {x})});
    x = sample.add("Clip", "c", {x, sample.graph.constant(-1), sample.graph.constant(1)});
    const auto linear = [](onnx::NodeProto& node) { setAttribute(node, "mode", "linear"); };
    const auto y = sample.add("Stft", "d", {"images"},
                              [](onnx::NodeProto& node) { node.set_domain("com.example"); });
    x = sample.add("Add", "sum", {sample.add("Resize", "e", {"images"}, linear), y});
    const Error error = refusal(
        sample, sample.add("Concat", "k", {x, sample.add("Lrn", "z", {"images"})},
                           [](onnx::NodeProto& node) { setAttribute(node, "axis", int64_t{1}); }));
    CHECK(error.code() == ErrorCode::Unsupported);
    CHECK_THAT(error.what(), ContainsSubstring("Lrn: 1, first /z/Lrn"));
    CHECK_THAT(error.what(), ContainsSubstring("com.example.Stft: 1, first /d/Stft"));
    CHECK_THAT(error.what(), ContainsSubstring("Resize mode linear: 1, first /e/Resize"));
}

TEST_CASE("quantization in a form that INT8 networks do not have is refused, with its number") {
    OnnxSample sample;
    const auto scale = sample.graph.initializer("scale", at::scalar_tensor(0.1F));
    const auto rounded = [&](const std::string& x, const std::string& name, at::ScalarType type) {
        const auto zero = sample.graph.initializer(name + ".zero", at::scalar_tensor(0, type));
        return sample.add("DequantizeLinear", name,
                          {sample.add("QuantizeLinear", name, {x, scale, zero}), scale, zero});
    };
    const auto pair = [&](const std::string& a, const std::string& b) {
        return sample.add("Concat", "both", {a, b},
                          [](onnx::NodeProto& node) { setAttribute(node, "axis", int64_t{1}); });
    };
    std::string expected;
    std::string x;
    SECTION("operators on integers") {
        x = sample.add("QLinearConv", "a", {"images"});
        x = pair(x, sample.add("QLinearConv", "b", {"images"}));
        expected = "another form than QDQ";
        CHECK_THAT(refusal(sample, x).what(),
                   ContainsSubstring("QLinearConv: 2, first /a/QLinearConv"));
        return;
    }
    SECTION("32 bits") {
        x = pair(rounded("images", "a", at::kInt), rounded("images", "b", at::kInt));
        expected = "QuantizeLinear of INT32 where INT8 networks have int8, uint8: 2, first /a/";
    }
    SECTION("activations by channel") {
        const auto scales = sample.graph.initializer("scales", at::full({4}, 0.1F));
        x = sample.add("QuantizeLinear", "a", {"images", scales});
        x = sample.add("DequantizeLinear", "a", {x, scales});
        expected = "of activations with a scale for every channel: 1, first /a/QuantizeLinear";
    }
    SECTION("weights by input channel") {
        const auto scales = sample.graph.initializer("scales", at::full({4}, 0.1F));
        const auto w = sample.graph.initializer("w", at::ones({2, 4, 1, 1}, at::kChar));
        x = conv(sample, sample.add("DequantizeLinear", "w", {w, scales}));
        expected = "Conv whose scales are not those of its output channels: 1";
    }
    SECTION("weights far from their zero point") {
        const auto w = sample.graph.initializer("w", at::full({2, 4, 1, 1}, 200, at::kByte));
        x = conv(sample, sample.add("DequantizeLinear", "w", {w, scale}));
        expected = "Conv whose integers leave 8 bits when their zero point is taken off: 1";
    }
    SECTION("arithmetic between the two") {
        x = sample.add("QuantizeLinear", "a", {"images", scale});
        x = sample.add("DequantizeLinear", "a", {sample.add("Relu", "r", {x}), scale});
        expected = "Relu of integers: 1, first /r/Relu";
    }
    SECTION("another scale than before") {
        const auto other = sample.graph.initializer("other", at::scalar_tensor(0.2F));
        x = sample.add("QuantizeLinear", "a", {"images", scale});
        x = sample.add("DequantizeLinear", "a", {x, other});
        expected = "by another scale than the values were quantized by: 1";
    }
    const Error error = refusal(sample, x);
    CHECK(error.code() == ErrorCode::Unsupported);
    CHECK_THAT(error.what(), ContainsSubstring(expected));
}

TEST_CASE("impossible scales are refused") {
    const float scale = GENERATE(0.0F, -1.0F, INFINITY);
    OnnxSample sample;
    const auto step = sample.graph.initializer("scale", at::scalar_tensor(scale));
    CHECK(refusal(sample, sample.add("QuantizeLinear", "a", {"images", step})).code() ==
          ErrorCode::CorruptData);
}

TEST_CASE("operators are not read where their attributes mean something else") {
    OnnxSample sample;
    const auto pool = [](const char* name, const std::vector<int64_t>& values) {
        return [=](onnx::NodeProto& node) {
            setAttribute(node, "kernel_shape", std::vector<int64_t>{3, 3});
            setAttribute(node, "strides", std::vector<int64_t>{2, 2});
            setAttribute(node, "count_include_pad", int64_t{1});
            setAttribute(node, "ceil_mode", int64_t{1});
            setAttribute(node, name, values);
        };
    };
    // 8 + 2 + 2 pixels: a sixth window would hold nothing but padding.
    auto x = sample.add("AveragePool", "p", {"images"}, pool("pads", {2, 2, 2, 2}));
    x = sample.add("Concat", "k",
                   {x, sample.add("Cast", "c", {"images"},
                                  [](onnx::NodeProto& node) {
                                      setAttribute(node, "to", int64_t{onnx::TensorProto::INT32});
                                  })},
                   [](onnx::NodeProto& node) { setAttribute(node, "axis", int64_t{1}); });
    const Error error = refusal(sample, x);
    CHECK_THAT(error.what(), ContainsSubstring("Cast to whole numbers"));
    CHECK_THAT(error.what(), ContainsSubstring("AveragePool with ceil_mode and a window"));
}

TEST_CASE("ONNX models that contradict themselves are refused") {
    SECTION("a cycle") {
        OnnxSample sample;
        const auto x = sample.add("Add", "a", {"images", "later"});
        sample.add("Relu", "b", {x});
        sample.model.mutable_graph()->mutable_node(1)->set_output(0, "later");
        CHECK_THAT(refusal(sample, "later").what(), ContainsSubstring("cycle"));
    }
    SECTION("a value that nothing gives") {
        OnnxSample sample;
        const Error error = refusal(sample, conv(sample, "absent"));
        CHECK(error.code() == ErrorCode::CorruptData);
        CHECK_THAT(error.what(), ContainsSubstring("absent"));
    }
    SECTION("two nodes that give one value") {
        OnnxSample sample;
        const auto x = sample.add("Relu", "a", {"images"});
        sample.add("Relu", "b", {"images"});
        sample.model.mutable_graph()->mutable_node(1)->set_output(0, x);
        CHECK(refusal(sample, x).code() == ErrorCode::CorruptData);
    }
    SECTION("weights of another width") {
        OnnxSample sample;
        CHECK(refusal(sample, conv(sample, sample.weights("w", {2, 3, 1, 1}))).code() ==
              ErrorCode::Mismatch);
    }
    SECTION("fewer bytes than the dimensions say") {
        OnnxSample sample;
        const auto x = conv(sample, sample.weights("w", {2, 4, 1, 1}));
        sample.model.mutable_graph()->mutable_initializer(0)->set_dims(0, int64_t{1} << 40);
        CHECK_THAT(refusal(sample, x).what(), ContainsSubstring("do not agree"));
    }
    SECTION("a constant of terabytes") {
        OnnxSample sample;
        const auto shape = sample.integers("shape", {int64_t{1} << 20, int64_t{1} << 20});
        const auto x =
            sample.add("Add", "a", {"images", sample.add("ConstantOfShape", "k", {shape})});
        CHECK_THAT(refusal(sample, x).what(), ContainsSubstring("too large"));
    }
    SECTION("images of terabytes") {
        OnnxSample sample({0, 4, int64_t{1} << 40, 8});
        CHECK(refusal(sample, "images").code() == ErrorCode::Unsupported);
    }
    SECTION("a value for every pixel instead of classes") {
        OnnxSample sample;
        const auto x = conv(sample, sample.weights("w", {2, 4, 1, 1}));
        sample.model.mutable_graph()->add_output()->set_name(x);
        CHECK_THAT(errorOf([&] { parseOnnx(sample.serialized(), "", std::nullopt); }).what(),
                   ContainsSubstring("[N, 2, 8, 8]"));
    }
}

TEST_CASE("operator sets from 9 to 21 are read") {
    for (const auto& [opset, read] :
         std::map<int64_t, bool>{{8, false}, {9, true}, {21, true}, {22, false}}) {
        OnnxSample sample({0, 4, 8, 8}, opset);
        const std::vector<uint8_t> bytes = sample.bytes(sample.add("Relu", "r", {"images"}));
        INFO(opset);
        CHECK(succeedsOrThrowsError([&] { parseOnnx(bytes, "", std::nullopt); }) == read);
    }
}

TEST_CASE("a model of countless parts is refused before they are made") {
    std::vector<uint8_t> bytes{0x08, 0x07, 0x3a};  // ir_version, graph
    constexpr size_t kNodes = 3'000'000;
    for (size_t size = 2 * kNodes; size > 0; size >>= 7) {
        bytes.push_back(static_cast<uint8_t>((size & 127) | (size > 127 ? 128 : 0)));
    }
    for (size_t i = 0; i < kNodes; ++i) {
        bytes.insert(bytes.end(), {0x0a, 0x00});  // an empty node
    }
    CHECK_THAT(errorOf([&] { parseOnnx(bytes, "", std::nullopt); }).what(),
               ContainsSubstring("too many parts"));
}

TEST_CASE("a damaged ONNX file is an error and no crash") {
    OnnxSample sample;
    auto x = conv(sample, sample.weights("w", {2, 4, 1, 1}));
    x = sample.add("Reshape", "r", {x, sample.integers("shape", {0, -1})});
    const std::vector<uint8_t> whole = sample.bytes(x);
    for (size_t size = 0; size < whole.size(); ++size) {
        succeedsOrThrowsError([&] {
            parseOnnx({whole.begin(), whole.begin() + size}, "", std::nullopt);
        });
        std::vector<uint8_t> changed = whole;
        changed[size] ^= 0x41;
        succeedsOrThrowsError([&] { parseOnnx(changed, "", std::nullopt, Values::Any); });
    }
}

TEST_CASE("weights are read from files beside the model, and from nowhere else") {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder.file("model/part"));
    const at::Tensor values = at::arange(9, at::kFloat);
    writeFile(folder.file("model/part/weights"), values.data_ptr(), values.nbytes());
    writeFile(folder.file("outside"), values.data_ptr(), values.nbytes());
    std::filesystem::create_symlink(folder.file("outside"), folder.file("model/link"));
    std::filesystem::create_directory_symlink(folder.path(), folder.file("model/up"));
    REQUIRE(::mkfifo(folder.file("model/pipe").c_str(), 0600) == 0);
    const auto read = [&](const std::vector<uint8_t>& bytes) {
        writeFile(folder.file("model/net.onnx"), bytes.data(), bytes.size());
        return readOnnx(folder.file("model/net.onnx"), std::nullopt);
    };
    const Graph graph = read(external("part/weights")).graph;
    CHECK(at::equal(graph.node(1).parameter("weight").flatten(), values.slice(0, 1)));

    for (const std::string location :
         {"../outside", "/etc/passwd", "part/../../outside", "link", "up/outside", "pipe", ""}) {
        INFO(location);
        const ErrorCode code = errorOf([&] { read(external(location)); }).code();
        CHECK(code == (location == "pipe" ? ErrorCode::Io : ErrorCode::Unsupported));
    }
    CHECK(errorOf([&] { read(external("absent")); }).code() == ErrorCode::NotFound);
    CHECK(errorOf([&] { read(external("part/weights", "36")); }).code() == ErrorCode::CorruptData);
    CHECK(errorOf([&] { read(external("part/weights", "ten")); }).code() == ErrorCode::CorruptData);
    CHECK(errorOf([&] { parseOnnx(external("part/weights"), "", std::nullopt); }).code() ==
          ErrorCode::Unsupported);
}

TEST_CASE("an ONNX file is known by what it holds") {
    const TemporaryFolder folder;
    OnnxSample sample;
    const std::vector<uint8_t> bytes = sample.bytes(sample.add("Relu", "r", {"images"}));
    writeFile(folder.file("network"), bytes.data(), bytes.size());
    CHECK(looksLikeOnnx(folder.file("network")));
    const std::string text = "a text";
    writeFile(folder.file("notes"), text.data(), text.size());
    CHECK_FALSE(looksLikeOnnx(folder.file("notes")));
}

TEST_CASE("the blocks and roles of known networks are found by names and structure") {
    for (const char* model : {"mobilenet_v2_cifar", "mobilenet_v2", "resnet18", "resnet50_cifar",
                              "efficientnet_b0", "vgg16_cifar"}) {
        const Graph known = buildModel({model, 3, 10, 224, 224, ""}, std::nullopt);
        Graph found = known;
        for (NodeId id = 0; id < found.size(); ++id) {
            found.node(id).block = found.node(id).role = "";
        }
        assignBlocks(found);
        for (NodeId id = 0; id < found.size(); ++id) {
            INFO(model << " " << found.node(id).name);
            CHECK(found.node(id).block == known.node(id).block);
            CHECK(found.node(id).role == known.node(id).role);
        }
    }
}
