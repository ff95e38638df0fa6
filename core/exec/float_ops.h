#pragma once

#include <ATen/ATen.h>

#include <span>

#include "core/graph/graph.h"

namespace secateur {

/// What one node computes in floating point, given its inputs, with the node's own parameters.
/// `training`: batch statistics, as torch.nn.Module.train(); running statistics are updated in
/// place. Dropout passes its input on: TrainExecutor, which has the random numbers, drops. Fused
/// activations are applied in place when no gradient is recorded.
at::Tensor evaluateNode(const Node& node, std::span<const at::Tensor> inputs,
                        bool training = false);

/// The activation as a new tensor, or in place where `inPlace`.
at::Tensor applyActivation(const Activation& activation, const at::Tensor& x, bool inPlace);

/// Channels of [N, C, ...] by number, float or quantized; neither is changed.
at::Tensor selectChannels(const at::Tensor& x, const std::vector<int64_t>& channels);

/// Larger maps of [N, C, H, W], float or quantized.
at::Tensor upsample(const at::Tensor& x, const Upsample2d& op);

}  // namespace secateur
