#pragma once

#include <optional>
#include <string>

#include "core/graph/graph.h"
#include "core/io/onnx_graph.h"

namespace secateur {

/// The QDQ form of quantization (onnxruntime, "Quantize ONNX models"): integers stand between a
/// QuantizeLinear and a DequantizeLinear, the operations themselves are written in float, and a
/// runtime with integer kernels puts them in.

/// Rounds the float value `real` to the integers of `q`; gives the name of the float result. Where
/// q's range is narrower than uint8 (7 bits), a Clip of the integers stands in between, because
/// QuantizeLinear saturates at 0 and 255 only; `clamp` false leaves it out, for values that hold
/// such integers only. Errors: Unsupported (integers that are not uint8).
std::string appendQuantized(OnnxGraph& graph, const std::string& name, const std::string& real,
                            const QuantParams& q, bool clamp);

/// A qint8 weight: its integers as an int8 initializer and a DequantizeLinear with its scales, axis
/// 0 where there is one for each channel.
std::string appendQuantizedWeight(OnnxGraph& graph, const std::string& name,
                                  const at::Tensor& weight);

/// The bias of a layer with a quantized weight as the int32 that integer kernels add to their sums:
/// scale = the input's scale * the weight's. Nothing where an integer does not fit into 32 bits.
std::optional<std::string> appendQuantizedBias(OnnxGraph& graph, const std::string& name,
                                               const at::Tensor& bias, const at::Tensor& weight,
                                               const QuantParams& input);

/// True if quantization with `q` does all that the rectifier (ReLU, ReLU6) would.
bool subsumes(const QuantParams& q, ActivationKind kind);

}  // namespace secateur
