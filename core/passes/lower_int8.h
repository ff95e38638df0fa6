#pragma once

#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// A float weight [out, ...] as per-channel symmetric qint8 (axis 0, scale = max |w| / 127, rounded
/// to float32, zero channels scale 1). Zeros stay exactly zero.
at::Tensor quantizedWeight(const at::Tensor& weight);

/// A folded FP32 graph as an INT8 graph: node k's output gets `outputs[k]`; convolution and linear
/// weights become quantizedWeight(), biases stay float32.
Graph lowerInt8(const Graph& folded, const std::vector<QuantParams>& outputs);

}  // namespace secateur
