#include "core/graph/quantized_tensor.h"

namespace secateur {

at::Tensor quantizedTensor(const at::Tensor& integers, const at::Tensor& scales) {
    return scales.dim() == 0
               ? at::_make_per_tensor_quantized_tensor(integers, scales.item<double>(), 0)
               : at::_make_per_channel_quantized_tensor(integers, scales,
                                                        at::zeros(scales.sizes(), at::kLong), 0);
}

at::Tensor storedScales(const at::Tensor& quantized) {
    return quantized.qscheme() == at::kPerChannelAffine
               ? quantized.q_per_channel_scales().to(at::kDouble)
               : at::scalar_tensor(quantized.q_scale(), at::kDouble);
}

}  // namespace secateur
