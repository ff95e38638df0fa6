#include "core/exec/float_ops.h"

#include <ATen/core/grad_mode.h>

namespace secateur {

namespace {

at::Tensor bias(const Node& node) {
    return node.hasParameter("bias") ? node.parameter("bias") : at::Tensor();
}

at::Tensor activated(const std::optional<ActivationKind>& kind, at::Tensor y) {
    return kind ? applyActivation(*kind, y, !at::GradMode::is_enabled()) : y;
}

/// at::conv2d leaves 1x1 kernels of small batches to the BLAS where it has one thread. oneDNN
/// itself is faster, and much faster where the BLAS does not know the processor.
at::Tensor convolution(const Node& node, const Conv2d& op, const at::Tensor& x) {
    if (at::hasMKLDNN() && x.scalar_type() == at::kFloat) {
        return at::mkldnn_convolution(x, node.parameter("weight"), bias(node), op.padding,
                                      op.stride, {1, 1}, op.groups);
    }
    return at::conv2d(x, node.parameter("weight"), bias(node), op.stride, op.padding, 1, op.groups);
}

at::Tensor concatenate(std::span<const at::Tensor> inputs) {
    return at::cat(at::TensorList(inputs.data(), inputs.size()), 1);
}

}  // namespace

at::Tensor applyActivation(ActivationKind kind, const at::Tensor& x, bool inPlace) {
    at::Tensor target = x;
    switch (kind) {
        case ActivationKind::Relu:
            return inPlace ? target.relu_() : x.relu();
        case ActivationKind::Relu6:
            return inPlace ? at::hardtanh_(target, 0, 6) : at::hardtanh(x, 0, 6);
        case ActivationKind::Silu:
            return inPlace ? at::silu_(target) : at::silu(x);
        case ActivationKind::Sigmoid:
            return inPlace ? target.sigmoid_() : x.sigmoid();
    }
    return x;
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
            [&](const Activation& op) { return applyActivation(op.kind, in[0], false); },
            [&](const Add& op) { return activated(op.fused, at::add(in[0], in[1])); },
            [&](const Multiply&) { return at::mul(in[0], in[1]); },
            [&](const Concat&) { return concatenate(in); },
            [&](const MaxPool2d& op) {
                return at::max_pool2d(in[0], op.kernel, op.stride, op.padding);
            },
            [&](const AvgPool2d& op) {
                return at::avg_pool2d(in[0], op.kernel, op.stride, op.padding);
            },
            [&](const GlobalAvgPool&) {
                return at::adaptive_avg_pool2d(in[0], {1, 1});
            },
            [&](const Flatten&) { return at::flatten(in[0], 1); },
            [&](const Dropout&) { return in[0]; },
        },
        node.op);
}

}  // namespace secateur
