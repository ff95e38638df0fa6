#pragma once

#include "core/graph/graph.h"

namespace secateur {

/// A graph with rounded outputs (Node::quant) that others made, in the form that lowerInt8() gives:
/// folded; a rectifier of integers that rounds its result in their steps is a narrower range of
/// them; what only moves integers gives such. A bias of integers is in sumScales(), where its own
/// scales are those but for rounding, and real elsewhere; so are weights and biases of layers that
/// read real numbers. Outputs that nothing rounds stay real.
Graph settleInt8(const Graph& graph);

}  // namespace secateur
