#pragma once

#include <ATen/ATen.h>

namespace secateur {

/// 10 log10(sum signal^2 / sum (signal - approximation)^2), in float64; infinite where they agree.
double sqnrDb(const at::Tensor& signal, const at::Tensor& approximation);

/// SQNR of a float weight [out, ...] as lowerInt8 quantizes it (per output channel), and with one
/// scale for all of it, max |w| / 127.
double perChannelSqnrDb(const at::Tensor& weight);
double perTensorSqnrDb(const at::Tensor& weight);

}  // namespace secateur
