#pragma once

#include <ATen/ATen.h>
#include <ATen/core/ivalue.h>

#include <optional>
#include <span>

#include "core/graph/graph.h"

namespace secateur {

/// LibTorch's quantized operators, one node at a time. Values are per-tensor quint8, their integers
/// within [quantMin, quantMax] of the node that made them.

/// Makes `name` the engine of all quantized operators. A name that is not offered changes nothing.
void selectQuantizedEngine(const std::string& name);

/// A convolution's or linear layer's weights as the engine wants them; none for other nodes. They
/// keep what their first use prepared, for images of that size above all.
c10::IValue packWeights(const Node& node);

/// The node's output by quantized kernels, with the node's parameters; nothing where there is no
/// kernel for it, or an input or the output is float. SiLU is two: x * sigmoid(x). Errors: those of
/// the kernels (c10::Error).
std::optional<at::Tensor> runQuantized(const Node& node, const c10::IValue& packedWeights,
                                       std::span<const at::Tensor> inputs);

/// The same in float between a dequantize and a quantize, of what is quantized; weights, if any,
/// are float here.
at::Tensor runDequantized(const Node& node, std::span<const at::Tensor> inputs);

/// A float tensor quantized, its integers restricted to [quantMin, quantMax].
at::Tensor quantizeTensor(const at::Tensor& x, const QuantParams& q);

}  // namespace secateur
