#pragma once

#include "core/graph/graph.h"

namespace secateur {

/// What is known about a node's output before anything is measured; both of a folded graph.

/// Bounded by [0, 6]: a ReLU6, fused or a node of its own.
bool isRelu6(const Node& node);
/// Of a convolution, linear layer or addition without activation (fused, or the only reader), but
/// not the logits: MobileNetV2's bottlenecks.
bool isLinearOutput(const Graph& folded, NodeId id);

}  // namespace secateur
