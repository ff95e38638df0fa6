#include "core/quant/weight_error.h"

#include <cmath>
#include <limits>

#include "core/passes/lower_int8.h"

namespace secateur {

double sqnrDb(const at::Tensor& signal, const at::Tensor& approximation) {
    const at::Tensor exact = signal.detach().to(at::kDouble);
    const double noise = (exact - approximation.detach()).square().sum().item<double>();
    if (noise == 0.0) {
        return std::numeric_limits<double>::infinity();
    }
    return 10.0 * std::log10(exact.square().sum().item<double>() / noise);
}

double perChannelSqnrDb(const at::Tensor& weight) {
    return sqnrDb(weight, quantizedWeight(weight).dequantize());
}

double perTensorSqnrDb(const at::Tensor& weight) {
    return sqnrDb(weight, quantizedWeight(weight, tensorScale(weight)).dequantize());
}

}  // namespace secateur
