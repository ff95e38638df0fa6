#pragma once

#include <ATen/ATen.h>

#include <string>

#include "core/io/state_dict.h"

namespace secateur {

/// Appends a qint8 or qint32 tensor to `state` as plain ones: `<name>` (I8 or I32, the integers),
/// `<name>_scale`
/// ([channels] for per-channel along axis 0, [] for per-tensor; F32 where that is exact, else F64),
/// and `<name>_zero_point` (I32) unless all are 0. Throws Error(Unsupported) for other quantized
/// types or another axis.
void appendQuantized(const std::string& name, const at::Tensor& tensor, StateDict& state);

/// The tensor again, with the same integers, scales and zero points. Throws Error(CorruptData)
/// naming what is missing or does not fit.
at::Tensor readQuantized(const std::string& name, const NamedTensors& tensors,
                         const std::string& source);

/// The names under which a quantized tensor's scales and zero points are stored.
std::string scaleName(const std::string& name);
std::string zeroPointName(const std::string& name);

}  // namespace secateur
