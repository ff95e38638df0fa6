#pragma once

#include <ATen/ATen.h>

namespace secateur {

/// torch.optim.SGD (dampening 0) on one flat parameter tensor.
class Sgd {
 public:
    Sgd(double momentum, bool nesterov, double weightDecay)
        : m_momentum(momentum), m_nesterov(nesterov), m_weightDecay(weightDecay) {}

    /// Flat momentum buffer; undefined before the first step.
    at::Tensor buffer;

    /// One step with learning rate `rate`. `mask` (or undefined) zeroes what is pruned, in the
    /// gradient, the buffer and the parameters. Overwrites `gradients`.
    void step(const at::Tensor& parameters, at::Tensor gradients, double rate,
              const at::Tensor& mask);

 private:
    double m_momentum;
    bool m_nesterov;
    double m_weightDecay;
};

}  // namespace secateur
