#include "core/exec/int8_executor.h"

#include <ATen/Context.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <ATen/core/stack.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/exec/float_ops.h"

namespace secateur {

namespace {

/// Calls a quantized operator by name. Boxed, because the packed parameters' C++ types differ
/// between versions of LibTorch while the schemas do not.
c10::IValue callOperator(const char* name, const char* overload, torch::jit::Stack stack) {
    c10::Dispatcher::singleton().findSchemaOrThrow(name, overload).callBoxed(stack);
    return stack.front();
}

void selectEngine(const std::string& name) {
    for (const at::QEngine engine : at::globalContext().supportedQEngines()) {
        std::string offered = toString(engine);
        std::transform(offered.begin(), offered.end(), offered.begin(), ::tolower);
        if (offered == name) {
            at::globalContext().setQEngine(engine);
        }
    }
}

c10::IValue packed(const Node& node) {
    const c10::IValue bias =
        node.hasParameter("bias") ? c10::IValue(node.parameter("bias")) : c10::IValue();
    if (const auto* conv = std::get_if<Conv2d>(&node.op)) {
        const auto list = [](const std::array<int64_t, 2>& pair) {
            return c10::List<int64_t>({pair[0], pair[1]});
        };
        return callOperator("quantized::conv2d_prepack", "",
                            {node.parameter("weight"), bias, list(conv->stride),
                             list(conv->padding), c10::List<int64_t>({1, 1}), conv->groups});
    }
    return callOperator("quantized::linear_prepack", "", {node.parameter("weight"), bias});
}

/// False for a layer that is kept in FP32.
bool hasIntegerWeight(const Node& node) {
    return node.isWeighted() && node.parameter("weight").is_quantized();
}

bool isRectifier(const std::optional<ActivationKind>& kind) {
    return kind == ActivationKind::Relu || kind == ActivationKind::Relu6;
}

/// The integers restricted to [quantMin, quantMax]; the upper end of ReLU6's range is its 6. The
/// quantized clamp is several times as fast as the same on the raw bytes.
at::Tensor clamped(const at::Tensor& quantized, const QuantParams& q) {
    if (q.quantMin <= 0 && q.quantMax >= 255) {
        return quantized;
    }
    return at::clamp(quantized, q.realMin(), q.realMax());
}

at::Tensor quantizedTensor(const at::Tensor& x, const QuantParams& q) {
    return clamped(at::quantize_per_tensor(x, q.scale, q.zeroPoint, at::kQUInt8), q);
}

bool hasParams(const at::Tensor& x, const QuantParams& q) {
    return x.q_scale() == q.scale && x.q_zero_point() == q.zeroPoint;
}

}  // namespace

struct Int8Executor::Impl {
    Graph graph;
    std::vector<NodeId> lastUse;
    std::vector<c10::IValue> packedWeights;

    at::Tensor evaluate(NodeId id, const std::vector<at::Tensor>& in) const;
    std::optional<at::Tensor> native(NodeId id, const std::vector<at::Tensor>& in) const;
};

/// The node by LibTorch's quantized kernels, if there is one for it.
std::optional<at::Tensor> Int8Executor::Impl::native(NodeId id,
                                                     const std::vector<at::Tensor>& in) const {
    const Node& node = graph.node(id);
    const QuantParams& q = *node.quant;
    const std::optional<ActivationKind> fused = fusedActivation(node.op);
    const bool rectified = isRectifier(fused);
    if ((fused && !rectified) || (node.isWeighted() && !hasIntegerWeight(node))) {
        return std::nullopt;
    }
    const c10::IValue& weights = packedWeights[static_cast<size_t>(id)];
    if (std::holds_alternative<Conv2d>(node.op)) {
        return callOperator(rectified ? "quantized::conv2d_relu" : "quantized::conv2d", "new",
                            {in[0], weights, q.scale, q.zeroPoint})
            .toTensor();
    }
    if (std::holds_alternative<Linear>(node.op)) {
        return callOperator(rectified ? "quantized::linear_relu" : "quantized::linear", "",
                            {in[0], weights, q.scale, q.zeroPoint})
            .toTensor();
    }
    if (std::holds_alternative<Add>(node.op)) {
        return callOperator(rectified ? "quantized::add_relu" : "quantized::add", "",
                            {in[0], in[1], q.scale, q.zeroPoint})
            .toTensor();
    }
    if (std::holds_alternative<GlobalAvgPool>(node.op) && hasParams(in[0], q)) {
        return at::adaptive_avg_pool2d(in[0], {1, 1});
    }
    if (std::holds_alternative<Flatten>(node.op) && hasParams(in[0], q)) {
        return at::flatten(in[0], 1);
    }
    return std::nullopt;
}

at::Tensor Int8Executor::Impl::evaluate(NodeId id, const std::vector<at::Tensor>& in) const {
    const Node& node = graph.node(id);
    if (std::optional<at::Tensor> y = native(id, in)) {
        // Pooling and flattening hold only integers that were clamped before.
        const bool within = std::holds_alternative<GlobalAvgPool>(node.op) ||
                            std::holds_alternative<Flatten>(node.op);
        return within ? *y : clamped(*y, *node.quant);
    }
    Node real = node;
    if (hasIntegerWeight(node)) {
        real.setParameter("weight", node.parameter("weight").dequantize());
    }
    std::vector<at::Tensor> inputs;
    for (const at::Tensor& x : in) {
        inputs.push_back(x.dequantize());
    }
    return quantizedTensor(evaluateNode(real, inputs), *node.quant);
}

Int8Executor::Int8Executor(const Graph& graph, const std::string& engine)
    : m_impl(std::make_unique<Impl>()) {
    for (const Node& node : graph.nodes()) {
        if (!node.quant) {
            throw Error(ErrorCode::InvalidArgument, "not an INT8 network",
                        {node.name, "quantization parameters", "none"});
        }
    }
    selectEngine(chooseQuantizedEngine(engine));
    m_impl->graph = graph;
    m_impl->lastUse = graph.lastUse();
    for (const Node& node : graph.nodes()) {
        m_impl->packedWeights.push_back(hasIntegerWeight(node) ? packed(node) : c10::IValue());
    }
}

Int8Executor::~Int8Executor() = default;

at::Tensor Int8Executor::quantizedInput(const at::Tensor& images) const {
    return quantizedTensor(images, *m_impl->graph.node(0).quant);
}

at::Tensor Int8Executor::evaluate(NodeId id, const std::vector<at::Tensor>& inputs) const {
    return m_impl->evaluate(id, inputs);
}

at::Tensor Int8Executor::run(const at::Tensor& images) const {
    const at::NoGradGuard noGrad;
    const Graph& graph = m_impl->graph;
    std::vector<at::Tensor> values(static_cast<size_t>(graph.size()));
    values[0] = quantizedInput(images);
    for (NodeId id = 1; id < graph.size(); ++id) {
        std::vector<at::Tensor> inputs;
        for (const NodeId input : graph.node(id).inputs) {
            inputs.push_back(values[static_cast<size_t>(input)]);
        }
        values[static_cast<size_t>(id)] = evaluate(id, inputs);
        for (const NodeId input : graph.node(id).inputs) {
            if (m_impl->lastUse[static_cast<size_t>(input)] == id) {
                values[static_cast<size_t>(input)].reset();
            }
        }
    }
    return values.back().dequantize();
}

}  // namespace secateur
