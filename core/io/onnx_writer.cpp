#include "core/io/onnx_writer.h"

#include <onnx/checker.h>
#include <onnx/shape_inference/implementation.h>

#include "core/base/error.h"
#include "core/graph/shapes.h"
#include "core/graph/silu_gate.h"
#include "core/io/onnx_graph.h"
#include "core/io/onnx_quantize.h"

namespace secateur {

namespace {

constexpr int64_t kIrVersion = 7;
constexpr int64_t kOpset = 13;

std::vector<int64_t> sizes(const std::array<int64_t, 2>& pair) {
    return {pair[0], pair[1]};
}

template <class Window>
void setWindow(onnx::NodeProto& node, const Window& op) {
    setAttribute(node, "kernel_shape", sizes(op.kernel));
    setAttribute(node, "strides", sizes(op.stride));
    setAttribute(node, "pads", {op.padding[0], op.padding[1], op.padding[0], op.padding[1]});
}

/// Operations that choose among or average integers, so that the result holds none outside their
/// range.
bool keepsRange(const Op& op) {
    return std::holds_alternative<MaxPool2d>(op) || std::holds_alternative<AvgPool2d>(op) ||
           std::holds_alternative<GlobalAvgPool>(op) || std::holds_alternative<Flatten>(op);
}

/// Writes the nodes of one graph in order. `m_values[n]` names the float tensor that stands for the
/// output of node n, `m_quants[n]` how its integers are scaled, if it has any.
class GraphWriter {
 public:
    GraphWriter(const Graph& graph, onnx::GraphProto& out)
        : m_graph(graph), m_onnx(out), m_logits(m_onnx.uniqueName("logits")) {}

    void write() {
        for (NodeId id = 0; id < m_graph.size(); ++id) {
            const Node& node = m_graph.node(id);
            if (std::holds_alternative<Dropout>(node.op)) {
                m_values.push_back(input(node));
                m_quants.push_back(m_quants[static_cast<size_t>(node.inputs[0])]);
                continue;
            }
            m_values.push_back(quantized(node, computed(node)));
            m_quants.push_back(node.quant);
        }
        // A name of its own: the last value may be one that other nodes read, or the images.
        m_onnx.append("Identity", "output", {m_values.back()}).node.set_output(0, m_logits);
    }

 private:
    const std::string& input(const Node& node, size_t k = 0) const {
        return m_values[static_cast<size_t>(node.inputs[k])];
    }
    const std::optional<QuantParams>& inputQuant(const Node& node) const {
        return m_quants[static_cast<size_t>(node.inputs[0])];
    }

    OnnxGraph::Appended simple(const char* type, const Node& node) {
        std::vector<std::string> inputs;
        for (size_t k = 0; k < node.inputs.size(); ++k) {
            inputs.push_back(input(node, k));
        }
        return m_onnx.append(type, node.name, inputs);
    }

    template <class Window>
    std::string pool(const char* type, const Node& node, const Window& op) {
        const auto [out, output] = m_onnx.append(type, node.name, {input(node)});
        setWindow(out, op);
        if constexpr (std::is_same_v<Window, AvgPool2d>) {
            setAttribute(out, "count_include_pad", int64_t{1});  // torch's default
        }
        return output;
    }

    /// Input, weight and bias of a convolution or linear layer.
    std::vector<std::string> operands(const Node& node) {
        std::vector<std::string> inputs{input(node)};
        for (const char* slot : {"weight", "bias"}) {
            if (node.hasParameter(slot)) {
                inputs.push_back(
                    appendParameter(m_onnx, node.name + "." + slot, node.parameter(slot)));
            }
        }
        return inputs;
    }

    std::string conv(const Node& node, const Conv2d& op) {
        const auto [out, output] = m_onnx.append("Conv", node.name, operands(node));
        setWindow(out, op);
        setAttribute(out, "group", op.groups);
        return output;
    }

    std::string linear(const Node& node) {
        const auto [out, output] = m_onnx.append("Gemm", node.name, operands(node));
        setAttribute(out, "transB", int64_t{1});
        return output;
    }

    std::string batchNorm(const Node& node, const BatchNorm2d& op) {
        std::vector<std::string> inputs{input(node)};
        for (const char* slot : {"weight", "bias", "running_mean", "running_var"}) {
            inputs.push_back(m_onnx.initializer(node.name + "." + slot, node.parameter(slot)));
        }
        const auto [out, output] = m_onnx.append("BatchNormalization", node.name, inputs);
        setAttribute(out, "epsilon", static_cast<float>(op.eps));
        return output;
    }

    std::string concat(const Node& node) {
        const auto [out, output] = simple("Concat", node);
        setAttribute(out, "axis", int64_t{1});
        return output;
    }

    std::string activated(const std::string& name, const std::string& x, ActivationKind kind) {
        switch (kind) {
            case ActivationKind::Relu:
                return m_onnx.append("Relu", name, {x}).output;
            case ActivationKind::Relu6:
                return m_onnx.append("Clip", name, {x, m_onnx.constant(0), m_onnx.constant(6)})
                    .output;
            case ActivationKind::Sigmoid:
                return m_onnx.append("Sigmoid", name, {x}).output;
            case ActivationKind::Silu: {
                const std::string gate = m_onnx.append("Sigmoid", name + "/sigmoid", {x}).output;
                return m_onnx.append("Mul", name, {x, gate}).output;
            }
        }
        throw Error(ErrorCode::Internal, "unknown activation");
    }

    /// The kernels round the gate of SiLU as well.
    std::string activation(const Node& node, const Activation& op) {
        if (op.kind != ActivationKind::Silu || !node.quant || !inputQuant(node)) {
            return activated(node.name, input(node), op.kind);
        }
        const std::string name = node.name + "/sigmoid";
        const std::string gate = m_onnx.append("Sigmoid", name, {input(node)}).output;
        return m_onnx
            .append("Mul", node.name,
                    {input(node), appendQuantized(m_onnx, name, gate, kSiluGate, true)})
            .output;
    }

    /// The operation itself, in float.
    std::string operation(const Node& node) {
        return std::visit(
            Overloaded{
                [&](const Input&) { return m_onnx.uniqueName("images"); },
                [&](const Conv2d& op) { return conv(node, op); },
                [&](const BatchNorm2d& op) { return batchNorm(node, op); },
                [&](const Linear&) { return linear(node); },
                [&](const Activation& op) { return activation(node, op); },
                [&](const Add&) { return simple("Add", node).output; },
                [&](const Multiply&) { return simple("Mul", node).output; },
                [&](const Concat&) { return concat(node); },
                [&](const MaxPool2d& op) { return pool("MaxPool", node, op); },
                [&](const AvgPool2d& op) { return pool("AveragePool", node, op); },
                [&](const GlobalAvgPool&) { return simple("GlobalAveragePool", node).output; },
                [&](const Flatten&) { return simple("Flatten", node).output; },
                [&](const Dropout&) { return input(node); },
            },
            node.op);
    }

    std::string computed(const Node& node) {
        std::string y = operation(node);
        const std::optional<ActivationKind> fused = fusedActivation(node.op);
        if (fused && !(node.quant && subsumes(*node.quant, *fused))) {
            y = activated(node.name + "/" + enumName(*fused), y, *fused);
        }
        return y;
    }

    std::string quantized(const Node& node, const std::string& real) {
        if (!node.quant) {
            return real;
        }
        const bool within = keepsRange(node.op) && inputQuant(node) == node.quant;
        return appendQuantized(m_onnx, node.name, real, *node.quant, !within);
    }

    const Graph& m_graph;
    OnnxGraph m_onnx;
    std::string m_logits;
    std::vector<std::string> m_values;
    std::vector<std::optional<QuantParams>> m_quants;
};

void describeTensor(onnx::ValueInfoProto& value, const std::string& name,
                    const std::vector<int64_t>& imageSizes) {
    value.set_name(name);
    onnx::TypeProto::Tensor& tensor = *value.mutable_type()->mutable_tensor_type();
    tensor.set_elem_type(onnx::TensorProto::FLOAT);
    tensor.mutable_shape()->add_dim()->set_dim_param("N");
    for (const int64_t size : imageSizes) {
        tensor.mutable_shape()->add_dim()->set_dim_value(size);
    }
}

onnx::ModelProto modelOf(const Graph& graph, const std::map<std::string, std::string>& properties) {
    onnx::ModelProto model;
    model.set_ir_version(kIrVersion);
    model.set_producer_name("secateur");
    onnx::OperatorSetIdProto& opset = *model.add_opset_import();
    opset.set_domain("");
    opset.set_version(kOpset);
    onnx::GraphProto& out = *model.mutable_graph();
    out.set_name(graph.spec.name.empty() ? "network" : graph.spec.name);
    const Input& entry = graph.input();
    describeTensor(*out.add_input(), "images", {entry.channels, entry.height, entry.width});
    describeTensor(*out.add_output(), "logits", {inferShapes(graph).back()[0]});
    GraphWriter(graph, out).write();
    for (const auto& [key, value] : properties) {
        onnx::StringStringEntryProto& entry = *model.add_metadata_props();
        entry.set_key(key);
        entry.set_value(value);
    }
    return model;
}

}  // namespace

std::vector<uint8_t> serializeOnnx(const Graph& graph,
                                   const std::map<std::string, std::string>& properties) {
    onnx::ModelProto model = modelOf(graph, properties);
    try {
        onnx::checker::check_model(model);
        constexpr bool kCheckTypes = true;
        constexpr int kStrict = 1;
        onnx::shape_inference::InferShapes(model, onnx::OpSchemaRegistry::Instance(),
                                           {kCheckTypes, kStrict, false});
    } catch (const std::exception& error) {
        throw Error(ErrorCode::Internal, "libonnx refuses the network as it was written",
                    {graph.spec.name, "", error.what()});
    }
    std::vector<uint8_t> bytes(model.ByteSizeLong());
    if (!model.SerializeToArray(bytes.data(), static_cast<int>(bytes.size()))) {
        throw Error(ErrorCode::Internal, "protobuf cannot write the network",
                    {graph.spec.name, "", ""});
    }
    return bytes;
}

}  // namespace secateur
