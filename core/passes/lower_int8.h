#pragma once

#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// A folded FP32 graph as an INT8 graph: node k's output gets `outputs[k]`; convolution and linear
/// weights become per-channel symmetric qint8 tensors (axis 0, scale = max |w| / 127, rounded to
/// float32, zero channels scale 1), biases stay float32. Zeros stay exactly zero.
Graph lowerInt8(const Graph& folded, const std::vector<QuantParams>& outputs);

}  // namespace secateur
