#pragma once

#include "core/graph/graph.h"
#include "core/passes/rewrite.h"

namespace secateur {

/// The inference form of a trained graph: every BatchNorm2d that alone reads a convolution is
/// folded into it (weight * gamma / sqrt(var + eps), bias beta - mean * gamma / sqrt(var + eps); in
/// float64, rounded once to float32; torch.nn.utils.fusion.fuse_conv_bn_eval), Dropout is dropped.
/// A BatchNorm2d that cannot be folded (pre-activation) stays. A rectifier (ReLU, ReLU6) that alone
/// reads a convolution, linear layer, addition or remaining BatchNorm2d is fused into it; SiLU and
/// sigmoid stay, because no quantized kernel takes them in. Zeros in a weight stay exactly zero.
/// What is rounded (Node::quant) stays as it is; what is folded is rounded as its last part was. A
/// folded graph is returned unchanged.
Graph foldBatchNorm(const Graph& graph);
/// The same, with the folded node that every node of `graph` became a part of.
Rewritten foldBatchNormMapped(const Graph& graph);

/// What a BatchNorm2d does to the convolution before it, float64 [out], with gradients: the weight
/// is multiplied by `factor`, `offset` is the bias.
struct Folding {
    at::Tensor factor;
    at::Tensor offset;
};
Folding foldingOf(const Node& conv, const Node& norm);

}  // namespace secateur
