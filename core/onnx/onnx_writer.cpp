#include "core/onnx/onnx_writer.h"

#include <onnx/checker.h>
#include <onnx/shape_inference/implementation.h>

#include <cmath>

#include "core/base/error.h"
#include "core/graph/shapes.h"
#include "core/graph/silu_gate.h"
#include "core/onnx/onnx_graph.h"
#include "core/onnx/onnx_quantize.h"

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

/// Whether they are neighbours in order.
bool isRun(const std::vector<int64_t>& channels) {
    for (size_t i = 1; i < channels.size(); ++i) {
        if (channels[i] != channels[i - 1] + 1) {
            return false;
        }
    }
    return true;
}

/// Writes the nodes of one graph in order. `m_values[n]` names the float tensor that stands for the
/// output of node n, `m_quants[n]` how its integers are scaled, if it has any.
class GraphWriter {
 public:
    GraphWriter(const Graph& graph, onnx::GraphProto& out)
        : m_graph(graph), m_onnx(out), m_logits(m_onnx.uniqueName("logits")) {
        for (NodeId id = 0; id < graph.size(); ++id) {
            m_images.push_back(makesImages(id));
        }
    }

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
    /// [N, C, H, W], not [N, C].
    bool isImage(NodeId id) const { return m_images[static_cast<size_t>(id)]; }
    bool makesImages(NodeId id) const {
        const Node& node = m_graph.node(id);
        return !std::holds_alternative<Flatten>(node.op) &&
               !std::holds_alternative<Linear>(node.op) &&
               (node.inputs.empty() || isImage(node.inputs.front()));
    }
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
        if (op.ceilMode) {
            setAttribute(out, "ceil_mode", int64_t{1});
        }
        if constexpr (std::is_same_v<Window, AvgPool2d>) {
            setAttribute(out, "count_include_pad", int64_t{op.countIncludePad});
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
        if (op.dilation != Conv2d().dilation) {
            setAttribute(out, "dilations", sizes(op.dilation));
        }
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

    std::string integers(const std::string& name, const std::vector<int64_t>& values) {
        return m_onnx.initializer(name, at::tensor(at::ArrayRef<int64_t>(values), at::kLong));
    }

    std::string padded(const Node& node, const Pad2d& op) {
        const auto& [left, right, top, bottom] = op.sides;
        const std::string pads =
            integers(node.name + "/pads", {0, 0, top, left, 0, 0, bottom, right});
        return m_onnx
            .append("Pad", node.name,
                    {input(node), pads, m_onnx.constant(static_cast<float>(op.value))})
            .output;
    }

    std::string selected(const Node& node, const SelectChannels& op) {
        if (isRun(op.channels)) {
            return m_onnx
                .append("Slice", node.name,
                        {input(node), integers(node.name + "/starts", {op.channels.front()}),
                         integers(node.name + "/ends", {op.channels.back() + 1}),
                         integers(node.name + "/axes", {1})})
                .output;
        }
        const auto [out, output] = m_onnx.append(
            "Gather", node.name, {input(node), integers(node.name + "/channels", op.channels)});
        setAttribute(out, "axis", int64_t{1});
        return output;
    }

    /// A vector of channels that broadcasts over the places of `node`'s input.
    std::string channelVector(const Node& node, const char* slot) {
        const at::Tensor& value = node.parameter(slot);
        return m_onnx.initializer(node.name + "." + slot,
                                  isImage(node.inputs[0]) ? value.view({-1, 1, 1}) : value);
    }

    std::string affine(const Node& node) {
        const std::string scaled =
            m_onnx
                .append("Mul", node.name + "/scaled", {input(node), channelVector(node, "weight")})
                .output;
        return m_onnx.append("Add", node.name, {scaled, channelVector(node, "bias")}).output;
    }

    std::string upsampled(const Node& node, const Upsample2d& op) {
        const at::Tensor scales = at::tensor(
            {1.0F, 1.0F, static_cast<float>(op.scale[0]), static_cast<float>(op.scale[1])});
        const auto [out, output] =
            m_onnx.append("Resize", node.name,
                          {input(node), "", m_onnx.initializer(node.name + "/scales", scales)});
        setAttribute(out, "mode", "nearest");
        setAttribute(out, "coordinate_transformation_mode", "asymmetric");
        setAttribute(out, "nearest_mode", "floor");
        return output;
    }

    /// By operators of every version: LayerNormalization came with opset 17.
    std::string layerNorm(const Node& node, const LayerNorm2d& op) {
        const auto mean = [&](const std::string& name, const std::string& x) {
            const auto [out, output] = m_onnx.append("ReduceMean", node.name + name, {x});
            setAttribute(out, "axes", std::vector<int64_t>{1});
            return output;
        };
        const auto binary = [&](const char* type, const char* name, const std::string& a,
                                const std::string& b) {
            return m_onnx.append(type, node.name + name, {a, b}).output;
        };
        const std::string centred =
            binary("Sub", "/centred", input(node), mean("/mean", input(node)));
        const std::string variance = mean("/variance", binary("Mul", "/squares", centred, centred));
        const std::string eps = m_onnx.constant(static_cast<float>(op.eps));
        const std::string deviation =
            m_onnx.append("Sqrt", node.name + "/deviation", {binary("Add", "/eps", variance, eps)})
                .output;
        const std::string normal = binary("Div", "/normal", centred, deviation);
        const std::string scaled = binary("Mul", "/scaled", normal, channelVector(node, "weight"));
        return m_onnx.append("Add", node.name, {scaled, channelVector(node, "bias")}).output;
    }

    /// Gelu came with opset 20.
    std::string gelu(const std::string& name, const std::string& x, bool byTanh) {
        const auto binary = [&](const char* type, const char* part, const std::string& a,
                                const std::string& b) {
            return m_onnx.append(type, name + part, {a, b}).output;
        };
        const auto number = [&](double value) {
            return m_onnx.constant(static_cast<float>(value));
        };
        std::string inner;
        if (byTanh) {
            const std::string cube = binary("Mul", "/cube", binary("Mul", "/square", x, x), x);
            const std::string sum =
                binary("Add", "/sum", x, binary("Mul", "/part", cube, number(0.044715)));
            inner = m_onnx
                        .append("Tanh", name + "/tanh",
                                {binary("Mul", "/scaled", sum, number(std::sqrt(2 / M_PI)))})
                        .output;
        } else {
            inner = m_onnx
                        .append("Erf", name + "/erf",
                                {binary("Mul", "/scaled", x, number(std::sqrt(0.5)))})
                        .output;
        }
        const std::string gate =
            binary("Mul", "/half", binary("Add", "/one", inner, number(1)), number(0.5));
        return m_onnx.append("Mul", name, {x, gate}).output;
    }

    std::string hardSigmoid(const std::string& name, const std::string& x) {
        const auto [out, output] = m_onnx.append("HardSigmoid", name, {x});
        setAttribute(out, "alpha", 1.0F / 6.0F);
        setAttribute(out, "beta", 0.5F);
        return output;
    }

    std::string activated(const std::string& name, const std::string& x,
                          const Activation& activation) {
        const auto clipped = [&](double low, double high) {
            return m_onnx
                .append("Clip", name,
                        {x, m_onnx.constant(static_cast<float>(low)),
                         m_onnx.constant(static_cast<float>(high))})
                .output;
        };
        switch (activation.kind) {
            case ActivationKind::Relu:
                return m_onnx.append("Relu", name, {x}).output;
            case ActivationKind::Relu6:
                return clipped(0, 6);
            case ActivationKind::Sigmoid:
                return m_onnx.append("Sigmoid", name, {x}).output;
            case ActivationKind::Silu: {
                const std::string gate = m_onnx.append("Sigmoid", name + "/sigmoid", {x}).output;
                return m_onnx.append("Mul", name, {x, gate}).output;
            }
            case ActivationKind::HardSigmoid:
                return hardSigmoid(name, x);
            case ActivationKind::HardSwish:  // HardSwish came with opset 14
                return m_onnx.append("Mul", name, {x, hardSigmoid(name + "/gate", x)}).output;
            case ActivationKind::LeakyRelu: {
                const auto [out, output] = m_onnx.append("LeakyRelu", name, {x});
                setAttribute(out, "alpha", static_cast<float>(activation.slope));
                return output;
            }
            case ActivationKind::Gelu:
                return gelu(name, x, false);
            case ActivationKind::GeluTanh:
                return gelu(name, x, true);
            case ActivationKind::Tanh:
                return m_onnx.append("Tanh", name, {x}).output;
            case ActivationKind::Clip:
                return clipped(activation.low, activation.high);
        }
        throw Error(ErrorCode::Internal, "unknown activation");
    }

    /// The kernels round the gate of SiLU as well.
    std::string activation(const Node& node, const Activation& op) {
        if (op.kind != ActivationKind::Silu || !node.quant || !inputQuant(node)) {
            return activated(node.name, input(node), op);
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
                [&](const Pad2d& op) { return padded(node, op); },
                [&](const SelectChannels& op) { return selected(node, op); },
                [&](const ChannelAffine&) { return affine(node); },
                [&](const LayerNorm2d& op) { return layerNorm(node, op); },
                [&](const Upsample2d& op) { return upsampled(node, op); },
            },
            node.op);
    }

    std::string computed(const Node& node) {
        std::string y = operation(node);
        const std::optional<ActivationKind> fused = fusedActivation(node.op);
        if (fused && !(node.quant && subsumes(*node.quant, *fused))) {
            y = activated(node.name + "/" + enumName(*fused), y, {*fused});
        }
        return y;
    }

    std::string quantized(const Node& node, const std::string& real) {
        if (!node.quant) {
            return real;
        }
        const bool within = movesValues(node.op) && inputQuant(node) == node.quant;
        return appendQuantized(m_onnx, node.name, real, *node.quant, !within);
    }

    const Graph& m_graph;
    OnnxGraph m_onnx;
    std::string m_logits;
    std::vector<bool> m_images;
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
