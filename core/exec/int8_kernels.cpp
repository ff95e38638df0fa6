#include "core/exec/int8_kernels.h"

#include <ATen/Context.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>

#include <algorithm>

#include "core/exec/float_ops.h"
#include "core/graph/silu_gate.h"

namespace secateur {

namespace {

/// Calls a quantized operator by name. Boxed, because the packed parameters' C++ types differ
/// between versions of LibTorch while the schemas do not.
c10::IValue callOperator(const char* name, const char* overload, torch::jit::Stack stack) {
    c10::Dispatcher::singleton().findSchemaOrThrow(name, overload).callBoxed(stack);
    return stack.front();
}

at::Tensor call(const char* name, torch::jit::Stack stack) {
    return callOperator(name, "", std::move(stack)).toTensor();
}

/// The integers restricted to [quantMin, quantMax]; the upper end of ReLU6's range is its 6. The
/// quantized clamp is several times as fast as the same on the raw bytes.
at::Tensor clamped(const at::Tensor& quantized, const QuantParams& q) {
    if (q.quantMin <= 0 && q.quantMax >= 255) {
        return quantized;
    }
    return at::clamp(quantized, q.realMin(), q.realMax());
}

bool hasParams(const at::Tensor& x, const QuantParams& q) {
    return x.q_scale() == q.scale && x.q_zero_point() == q.zeroPoint;
}

using Output = std::optional<at::Tensor>;

/// The kernels, by operation. Each gives nothing where it does not do what the node asks for.
struct Kernels {
    const Node& node;
    const QuantParams& q;
    const c10::IValue& weights;
    std::span<const at::Tensor> in;

    bool rectified() const { return fusedActivation(node.op).has_value(); }
    c10::IValue tensors() const {
        return c10::List<at::Tensor>(at::TensorList(in.data(), in.size()).vec());
    }

    Output operator()(const Conv2d&) const {
        return callOperator(rectified() ? "quantized::conv2d_relu" : "quantized::conv2d", "new",
                            {in[0], weights, q.scale, q.zeroPoint})
            .toTensor();
    }
    Output operator()(const Linear&) const {
        return call(rectified() ? "quantized::linear_relu" : "quantized::linear",
                    {in[0], weights, q.scale, q.zeroPoint});
    }
    Output operator()(const BatchNorm2d& op) const {
        return call(rectified() ? "quantized::batch_norm2d_relu" : "quantized::batch_norm2d",
                    {in[0], node.parameter("weight"), node.parameter("bias"),
                     node.parameter("running_mean"), node.parameter("running_var"), op.eps, q.scale,
                     q.zeroPoint});
    }
    Output operator()(const Add&) const {
        return call(rectified() ? "quantized::add_relu" : "quantized::add",
                    {in[0], in[1], q.scale, q.zeroPoint});
    }
    Output operator()(const Multiply&) const {
        return call("quantized::mul", {in[0], in[1], q.scale, q.zeroPoint});
    }
    Output operator()(const Concat&) const {
        return call("quantized::cat", {tensors(), int64_t{1}, q.scale, q.zeroPoint});
    }
    Output operator()(const Activation& op) const {
        if (op.kind == ActivationKind::Sigmoid) {
            return call("quantized::sigmoid", {in[0], q.scale, q.zeroPoint});
        }
        if (op.kind == ActivationKind::Silu) {
            const at::Tensor gate =
                call("quantized::sigmoid", {in[0], kSiluGate.scale, kSiluGate.zeroPoint});
            return call("quantized::mul", {in[0], gate, q.scale, q.zeroPoint});
        }
        if (op.kind == ActivationKind::HardSwish) {
            return call("quantized::hardswish", {in[0], q.scale, q.zeroPoint});
        }
        if (op.kind == ActivationKind::LeakyRelu) {
            return call("quantized::leaky_relu", {in[0], op.slope, false, q.scale, q.zeroPoint});
        }
        if (op.kind == ActivationKind::Clip) {
            return kept(at::clamp(in[0], op.low, op.high));
        }
        return std::nullopt;
    }
    Output operator()(const MaxPool2d& op) const {
        // LibTorch 1.13's kernel reads two dilations from the default, which is one number.
        return kept(at::max_pool2d(in[0], op.kernel, op.stride, op.padding, {1, 1}, op.ceilMode));
    }
    Output operator()(const AvgPool2d& op) const {
        return kept(at::avg_pool2d(in[0], op.kernel, op.stride, op.padding, op.ceilMode,
                                   op.countIncludePad));
    }
    Output operator()(const GlobalAvgPool&) const {
        return kept(at::adaptive_avg_pool2d(in[0], {1, 1}));
    }
    Output operator()(const SelectChannels& op) const {
        return kept(selectChannels(in[0], op.channels));
    }
    Output operator()(const Pad2d& op) const {
        return kept(at::constant_pad_nd(in[0], op.sides, op.value));
    }
    Output operator()(const Upsample2d& op) const { return kept(upsample(in[0], op)); }
    Output operator()(const Flatten&) const { return kept(at::flatten(in[0], 1)); }
    template <class Other>
    Output operator()(const Other&) const {
        return std::nullopt;
    }

    /// Of kernels that keep their input's parameters.
    Output kept(const at::Tensor& y) const { return hasParams(y, q) ? Output(y) : std::nullopt; }
};

}  // namespace

void selectQuantizedEngine(const std::string& name) {
    for (const at::QEngine engine : at::globalContext().supportedQEngines()) {
        std::string offered = toString(engine);
        std::transform(offered.begin(), offered.end(), offered.begin(), ::tolower);
        if (offered == name) {
            at::globalContext().setQEngine(engine);
        }
    }
}

c10::IValue packWeights(const Node& node) {
    if (!node.isWeighted()) {
        return {};
    }
    // The operators take real numbers, which these integers stand for, and round them back.
    const Node real = node.dequantized();
    const c10::IValue bias =
        node.hasParameter("bias") ? c10::IValue(real.parameter("bias")) : c10::IValue();
    if (const auto* conv = std::get_if<Conv2d>(&node.op)) {
        const auto list = [](const std::array<int64_t, 2>& pair) {
            return c10::List<int64_t>({pair[0], pair[1]});
        };
        return callOperator("quantized::conv2d_prepack", "",
                            {node.parameter("weight"), bias, list(conv->stride),
                             list(conv->padding), list(conv->dilation), conv->groups});
    }
    return callOperator("quantized::linear_prepack", "", {node.parameter("weight"), bias});
}

std::optional<at::Tensor> runQuantized(const Node& node, const c10::IValue& packedWeights,
                                       std::span<const at::Tensor> inputs) {
    const std::optional<ActivationKind> fused = fusedActivation(node.op);
    const bool integers =
        node.quant && std::all_of(inputs.begin(), inputs.end(),
                                  [](const at::Tensor& x) { return x.is_quantized(); });
    if (!integers || (fused && !isRectifier(*fused))) {
        return std::nullopt;
    }
    const QuantParams& q = *node.quant;
    const Output y = std::visit(Kernels{node, q, packedWeights, inputs}, node.op);
    return y ? Output(clamped(*y, q)) : std::nullopt;
}

at::Tensor runDequantized(const Node& node, std::span<const at::Tensor> inputs) {
    std::vector<at::Tensor> real;
    for (const at::Tensor& x : inputs) {
        real.push_back(x.dequantize());
    }
    const at::Tensor y = evaluateNode(node, real);
    return node.quant ? quantizeTensor(y, *node.quant) : y;
}

at::Tensor quantizeTensor(const at::Tensor& x, const QuantParams& q) {
    return clamped(at::quantize_per_tensor(x, q.scale, q.zeroPoint, at::kQUInt8), q);
}

}  // namespace secateur
