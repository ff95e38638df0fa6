#include "core/onnx/onnx_writer.h"

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cstring>

#include "tests/support/io_support.h"
#include "tests/support/sample_graphs.h"

using namespace secateur;
using Catch::Matchers::ContainsSubstring;

namespace {

onnx::ModelProto parsed(const Graph& graph,
                        const std::map<std::string, std::string>& properties = {}) {
    const std::vector<uint8_t> bytes = serializeOnnx(graph, properties);
    onnx::ModelProto model;
    REQUIRE(model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
    return model;
}

std::vector<std::string> operations(const onnx::ModelProto& model) {
    std::vector<std::string> names;
    for (const onnx::NodeProto& node : model.graph().node()) {
        names.push_back(node.op_type());
    }
    return names;
}

const onnx::NodeProto& nodeNamed(const onnx::ModelProto& model, const std::string& name) {
    for (const onnx::NodeProto& node : model.graph().node()) {
        if (node.name() == name) {
            return node;
        }
    }
    FAIL("no node " << name);
    throw std::logic_error("unreachable");
}

const onnx::TensorProto& tensorNamed(const onnx::ModelProto& model, const std::string& name) {
    for (const onnx::TensorProto& tensor : model.graph().initializer()) {
        if (tensor.name() == name) {
            return tensor;
        }
    }
    FAIL("no initializer " << name);
    throw std::logic_error("unreachable");
}

template <class T>
std::vector<T> valuesOf(const onnx::TensorProto& tensor) {
    std::vector<T> values(tensor.raw_data().size() / sizeof(T));
    std::memcpy(values.data(), tensor.raw_data().data(), tensor.raw_data().size());
    return values;
}

int64_t integerAttribute(const onnx::NodeProto& node, const std::string& name) {
    for (const onnx::AttributeProto& attribute : node.attribute()) {
        if (attribute.name() == name) {
            return attribute.i();
        }
    }
    return -1;
}

}  // namespace

TEST_CASE("every operation is written as its ONNX operator, Dropout is left out") {
    const onnx::ModelProto model = parsed(test::everyOperation());
    CHECK(model.producer_name() == "secateur");
    REQUIRE(model.opset_import_size() == 1);
    CHECK(model.opset_import(0).version() >= 13);
    CHECK(operations(model) ==
          std::vector<std::string>{"Conv",       "Clip",    "BatchNormalization",
                                   "Sigmoid",    "Mul",     "Conv",
                                   "Add",        "Relu",    "GlobalAveragePool",
                                   "Mul",        "Concat",  "Gather",  // the shuffle
                                   "Mul",        "Add",                // constants
                                   "ReduceMean", "Sub",     "Mul",
                                   "ReduceMean", "Add",     "Sqrt",
                                   "Div",        "Mul",     "Add",  // norm
                                   "LeakyRelu",  "MaxPool", "AveragePool",
                                   "Pad",        "Resize",  "Clip",
                                   "Flatten",    "Gemm",    "Sigmoid",
                                   "Identity"});
    CHECK(integerAttribute(nodeNamed(model, "dw"), "group") == 4);
    CHECK(integerAttribute(nodeNamed(model, "avg"), "count_include_pad") == 0);
    CHECK(integerAttribute(nodeNamed(model, "max"), "ceil_mode") == 1);
    CHECK(nodeNamed(model, "linear").input(0) == "flat");
    CHECK(valuesOf<float>(tensorNamed(model, "linear.bias")).size() == 3);
}

TEST_CASE("input and output have the names and shapes that the header promises") {
    const onnx::ModelProto model = parsed(test::everyOperation(), {{"secateur.classes", "3"}});
    const onnx::GraphProto& graph = model.graph();
    REQUIRE(graph.input_size() == 1);
    REQUIRE(graph.output_size() == 1);
    CHECK(graph.input(0).name() == "images");
    CHECK(graph.output(0).name() == "logits");
    const onnx::TensorShapeProto& in = graph.input(0).type().tensor_type().shape();
    REQUIRE(in.dim_size() == 4);
    CHECK(in.dim(0).dim_param() == "N");
    CHECK(in.dim(1).dim_value() == 2);
    CHECK(in.dim(3).dim_value() == 8);
    const onnx::TensorShapeProto& out = graph.output(0).type().tensor_type().shape();
    REQUIRE(out.dim_size() == 2);
    CHECK(out.dim(1).dim_value() == 3);
    REQUIRE(model.metadata_props_size() == 1);
    CHECK(model.metadata_props(0).key() == "secateur.classes");
    CHECK(model.metadata_props(0).value() == "3");
}

TEST_CASE("an INT8 network is written as QDQ") {
    const Graph graph = test::quantizedGraph(true);
    const onnx::ModelProto model = parsed(graph);

    SECTION("the weights are int8, with a scale for each channel along axis 0") {
        const onnx::TensorProto& weight = tensorNamed(model, "conv1.weight");
        CHECK(weight.data_type() == onnx::TensorProto::INT8);
        const at::Tensor stored = graph.node(1).parameter("weight");
        const at::Tensor integers = stored.int_repr().contiguous();
        CHECK(valuesOf<int8_t>(weight) ==
              std::vector<int8_t>(integers.data_ptr<int8_t>(),
                                  integers.data_ptr<int8_t>() + integers.numel()));
        CHECK(integerAttribute(nodeNamed(model, "conv1.weight/dequantized"), "axis") == 0);
        const std::vector<float> scales = valuesOf<float>(tensorNamed(model, "conv1.weight/scale"));
        REQUIRE(scales.size() == 4);
        CHECK(scales[2] == stored.q_per_channel_scales()[2].item<double>());
    }
    SECTION("a weight with one scale has no axis") {
        CHECK(tensorNamed(model, "linear.weight/scale").dims_size() == 0);
        CHECK(integerAttribute(nodeNamed(model, "linear.weight/dequantized"), "axis") == -1);
    }
    SECTION("the bias is int32, with a scale for each channel along axis 0") {
        const onnx::TensorProto& bias = tensorNamed(model, "conv1.bias");
        CHECK(bias.data_type() == onnx::TensorProto::INT32);
        CHECK(valuesOf<int32_t>(bias) == std::vector<int32_t>{70000, -3, 0, 1 << 30});
        const std::vector<float> scales = valuesOf<float>(tensorNamed(model, "conv1.bias/scale"));
        REQUIRE(scales.size() == 4);
        CHECK(scales[0] == Approx(0.1 * 0.25));
        CHECK(integerAttribute(nodeNamed(model, "conv1.bias/dequantized"), "axis") == 0);
    }
    SECTION("seven bits are clipped as integers, eight are not") {
        CHECK(nodeNamed(model, "conv1/clipped").op_type() == "Clip");
        CHECK(valuesOf<uint8_t>(tensorNamed(model, "conv1/greatest")).at(0) == 127);
        const std::vector<std::string> names = operations(model);
        CHECK(std::count(names.begin(), names.end(), "Clip") == 1);
    }
    SECTION("a rectifier that cuts where the integers do not is kept") {
        // conv1 has zero point 17: its integers reach below 0.
        CHECK(nodeNamed(model, "conv1/relu").op_type() == "Relu");
        Graph rectified = graph;
        rectified.node(1).quant->zeroPoint = 0;
        const std::vector<std::string> names = operations(parsed(rectified));
        CHECK(std::count(names.begin(), names.end(), "Relu") == 0);
    }
}

TEST_CASE("a float bias beside integer weights stays float") {
    Graph graph = test::quantizedGraph(true);
    graph.node(1).setParameter("bias", at::ones({4}));
    const onnx::ModelProto model = parsed(graph);
    CHECK(tensorNamed(model, "conv1.bias").data_type() == onnx::TensorProto::FLOAT);
}

TEST_CASE("nodes without quantization stay float among quantized ones") {
    Graph graph = test::quantizedGraph(true);
    graph.node(3).quant.reset();
    graph.node(3).setParameter("weight", graph.node(3).parameter("weight").dequantize());
    const onnx::ModelProto model = parsed(graph);
    CHECK(tensorNamed(model, "linear.weight").data_type() == onnx::TensorProto::FLOAT);
    CHECK(operations(model).back() == "Identity");
    CHECK(model.graph().node(model.graph().node_size() - 2).op_type() == "Gemm");
}

TEST_CASE("what has no QDQ form is refused") {
    Graph graph = test::quantizedGraph(true);
    graph.node(1).quant->quantMin = -128;
    const Error error = test::errorOf([&] { serializeOnnx(graph); });
    CHECK(error.code() == ErrorCode::Unsupported);
    CHECK_THAT(error.what(), ContainsSubstring("conv1"));
}

TEST_CASE("names of the graph do not collide with the model's own") {
    Graph graph;
    graph.spec = {"sample", 1, 1, 1, 1, ""};
    Node input;
    input.name = "logits";
    input.op = Input{1, 1, 1};
    graph.add(input);
    Node flat;
    flat.name = "images";
    flat.op = Flatten{};
    flat.inputs = {0};
    graph.add(flat);
    const onnx::ModelProto model = parsed(graph);
    CHECK(model.graph().node(0).input(0) == "images");
    CHECK(model.graph().node(0).output(0) != "images");
    CHECK(model.graph().node(1).output(0) == "logits");
}
