#pragma once

#include "core/onnx/onnx_call.h"

namespace secateur {

// Reading the QDQ form of quantization, which onnx_quantize.h writes.

/// QuantizeLinear to 8 bits: of constants their integers, of values that are computed a promise
/// that DequantizeLinear keeps.
OnnxResults readQuantize(const OnnxCall& call);
/// DequantizeLinear: constants as real numbers that remember their integers; the node that gave a
/// computed value has its output rounded (Node::quant), signed integers 128 higher.
OnnxResults readDequantize(const OnnxCall& call);
/// Clip between the two, which narrows the range of the integers.
OnnxResults readIntegerClip(const OnnxCall& call);

/// A weight or bias: real numbers, or integers with their scales (float64, [] or [channels]).
struct OnnxParameter {
    at::Tensor values;
    at::Tensor scales;
};
/// A constant input whose output channels lie along `axis`; undefined values where it is left out.
/// `weight`: its integers are of 8 bits, else of 32. Throws OnnxUnread for integers that no INT8
/// layer holds.
OnnxParameter onnxParameter(const OnnxCall& call, size_t index, int64_t axis, bool weight);
/// Float; or qint8 and qint32 with channels along axis 0, zero points 0.
Parameter parameterOf(const char* slot, const OnnxParameter& parameter);

}  // namespace secateur
