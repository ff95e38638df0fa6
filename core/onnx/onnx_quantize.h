#pragma once

#include <string>

#include "core/graph/graph.h"
#include "core/onnx/onnx_graph.h"

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

/// A parameter: a float initializer, or of qint8 (weights) and qint32 (biases) the integers as an
/// initializer and a DequantizeLinear with their scales, axis 0 where there is one for each
/// channel. Errors: Unsupported (other quantized types or another axis).
std::string appendParameter(OnnxGraph& graph, const std::string& name, const at::Tensor& value);

/// True if quantization with `q` does all that the rectifier (ReLU, ReLU6) would.
bool subsumes(const QuantParams& q, ActivationKind kind);

}  // namespace secateur
