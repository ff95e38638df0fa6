#include "core/train/sgd.h"

#include <ATen/core/grad_mode.h>

namespace secateur {

void Sgd::step(const at::Tensor& parameters, at::Tensor gradients, double rate,
               const at::Tensor& mask) {
    const at::NoGradGuard noGrad;
    if (m_weightDecay != 0.0) {
        gradients.add_(parameters, m_weightDecay);
    }
    if (mask.defined()) {
        gradients.mul_(mask);
    }
    if (m_momentum != 0.0) {
        if (buffer.defined()) {
            buffer.mul_(m_momentum).add_(gradients);
        } else {
            buffer = gradients.clone();
        }
        if (m_nesterov) {
            gradients.add_(buffer, m_momentum);
        } else {
            gradients.copy_(buffer);
        }
    }
    at::Tensor target = parameters;
    target.add_(gradients, -rate);
    if (mask.defined()) {
        // Adding zero turns -0.0 into 0.0, which the sparse encoding and gzip then take as a zero.
        target.mul_(mask).add_(0.0);
    }
}

}  // namespace secateur
