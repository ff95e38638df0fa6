#pragma once

#include <ATen/ATen.h>

namespace secateur {

/// Integers (int8, int32) as a quantized tensor with these scales (float64), [out] along axis 0 or
/// [] for all; zero points 0.
at::Tensor quantizedTensor(const at::Tensor& integers, const at::Tensor& scales);

/// The scales of a quantized tensor, float64, [out] or [].
at::Tensor storedScales(const at::Tensor& quantized);

}  // namespace secateur
