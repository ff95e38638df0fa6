#include "core/exec/float_ops.h"

#include <ATen/core/grad_mode.h>

namespace secateur {

namespace {

at::Tensor bias(const Node& node) {
    return node.hasParameter("bias") ? node.parameter("bias") : at::Tensor();
}

at::Tensor activated(const std::optional<ActivationKind>& kind, at::Tensor y) {
    return kind ? applyActivation({*kind}, y, !at::GradMode::is_enabled()) : y;
}

/// at::conv2d leaves 1x1 kernels of small batches to the BLAS where it has one thread. oneDNN
/// itself is faster, and much faster where the BLAS does not know the processor.
at::Tensor convolution(const Node& node, const Conv2d& op, const at::Tensor& x) {
    if (at::hasMKLDNN() && x.is_cpu() && x.scalar_type() == at::kFloat) {
        return at::mkldnn_convolution(x, node.parameter("weight"), bias(node), op.padding,
                                      op.stride, op.dilation, op.groups);
    }
    return at::conv2d(x, node.parameter("weight"), bias(node), op.stride, op.padding, op.dilation,
                      op.groups);
}

at::Tensor perChannel(const at::Tensor& vector, const at::Tensor& x) {
    return x.dim() == 4 ? vector.view({1, -1, 1, 1}) : vector;
}

at::Tensor layerNorm(const Node& node, const LayerNorm2d& op, const at::Tensor& x) {
    const auto normalised = [&](const at::Tensor& channelsLast) {
        return at::layer_norm(channelsLast, {op.channels}, node.parameter("weight"),
                              node.parameter("bias"), op.eps);
    };
    return x.dim() == 4 ? normalised(x.permute({0, 2, 3, 1})).permute({0, 3, 1, 2}) : normalised(x);
}

at::Tensor concatenate(std::span<const at::Tensor> inputs) {
    return at::cat(at::TensorList(inputs.data(), inputs.size()), 1);
}

}  // namespace

at::Tensor applyActivation(const Activation& activation, const at::Tensor& x, bool inPlace) {
    at::Tensor target = x;
    switch (activation.kind) {
        case ActivationKind::Relu:
            return inPlace ? target.relu_() : x.relu();
        case ActivationKind::Relu6:
            return inPlace ? at::hardtanh_(target, 0, 6) : at::hardtanh(x, 0, 6);
        case ActivationKind::Silu:
            return inPlace ? at::silu_(target) : at::silu(x);
        case ActivationKind::Sigmoid:
            return inPlace ? target.sigmoid_() : x.sigmoid();
        case ActivationKind::HardSigmoid:
            return inPlace ? at::hardsigmoid_(target) : at::hardsigmoid(x);
        case ActivationKind::HardSwish:
            return inPlace ? at::hardswish_(target) : at::hardswish(x);
        case ActivationKind::LeakyRelu:
            return inPlace ? at::leaky_relu_(target, activation.slope)
                           : at::leaky_relu(x, activation.slope);
        case ActivationKind::Gelu:
            return inPlace ? at::gelu_(target, "none") : at::gelu(x, "none");
        case ActivationKind::GeluTanh:
            return inPlace ? at::gelu_(target, "tanh") : at::gelu(x, "tanh");
        case ActivationKind::Tanh:
            return inPlace ? target.tanh_() : x.tanh();
        case ActivationKind::Clip:
            return inPlace ? target.clamp_(activation.low, activation.high)
                           : x.clamp(activation.low, activation.high);
    }
    return x;
}

/// Neighbours in order are a view's copy; others are gathered.
at::Tensor selectChannels(const at::Tensor& x, const std::vector<int64_t>& channels) {
    const int64_t first = channels.front();
    for (size_t i = 0; i < channels.size(); ++i) {
        if (channels[i] != first + static_cast<int64_t>(i)) {
            return x.index_select(
                1, at::tensor(at::ArrayRef<int64_t>(channels), at::kLong).to(x.device()));
        }
    }
    return x.narrow(1, first, static_cast<int64_t>(channels.size()))
        .contiguous(x.suggest_memory_format());
}

at::Tensor upsample(const at::Tensor& x, const Upsample2d& op) {
    return at::upsample_nearest2d(x, {x.size(2) * op.scale[0], x.size(3) * op.scale[1]});
}

at::Tensor evaluateNode(const Node& node, std::span<const at::Tensor> in, bool training) {
    return std::visit(
        Overloaded{
            [&](const Input&) { return in[0]; },
            [&](const Conv2d& op) { return activated(op.fused, convolution(node, op, in[0])); },
            [&](const BatchNorm2d& op) {
                return activated(
                    op.fused,
                    at::batch_norm(in[0], node.parameter("weight"), node.parameter("bias"),
                                   node.parameter("running_mean"), node.parameter("running_var"),
                                   training, op.momentum, op.eps, false));
            },
            [&](const Linear& op) {
                return activated(op.fused, at::linear(in[0], node.parameter("weight"), bias(node)));
            },
            [&](const Activation& op) { return applyActivation(op, in[0], false); },
            [&](const Add& op) { return activated(op.fused, at::add(in[0], in[1])); },
            [&](const Multiply&) { return at::mul(in[0], in[1]); },
            [&](const Concat&) { return concatenate(in); },
            [&](const MaxPool2d& op) {
                return at::max_pool2d(in[0], op.kernel, op.stride, op.padding, 1, op.ceilMode);
            },
            [&](const AvgPool2d& op) {
                return at::avg_pool2d(in[0], op.kernel, op.stride, op.padding, op.ceilMode,
                                      op.countIncludePad);
            },
            [&](const GlobalAvgPool&) {
                return at::adaptive_avg_pool2d(in[0], {1, 1});
            },
            [&](const Flatten&) { return at::flatten(in[0], 1); },
            [&](const Dropout&) { return in[0]; },
            [&](const Pad2d& op) { return at::constant_pad_nd(in[0], op.sides, op.value); },
            [&](const SelectChannels& op) { return selectChannels(in[0], op.channels); },
            [&](const ChannelAffine&) {
                return at::addcmul(perChannel(node.parameter("bias"), in[0]), in[0],
                                   perChannel(node.parameter("weight"), in[0]));
            },
            [&](const LayerNorm2d& op) { return layerNorm(node, op, in[0]); },
            [&](const Upsample2d& op) { return upsample(in[0], op); },
        },
        node.op);
}

}  // namespace secateur
