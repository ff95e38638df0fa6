#pragma once

#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// Nodes that one primitive computes: a chain, each but the last read by the next alone. The first
/// is the operation, the others are applied to its result while it is in registers.
using StepNodes = std::vector<NodeId>;

/// Divides a folded graph, without its input, into chains: weighted layers, normalisations, sums
/// and products take the activation that follows them; in FP32 convolutions take the sum that
/// follows them, and its activation. In the order of their last nodes, so that what a step reads
/// stands before it.
std::vector<StepNodes> groupNodes(const Graph& graph);

}  // namespace secateur
