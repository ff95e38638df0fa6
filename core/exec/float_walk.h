#pragma once

#include <ATen/ATen.h>

#include <span>

#include "core/exec/float_executor.h"

namespace secateur {

/// A walk through a network for changes at many places, as CompiledRunner has it, by FloatExecutor:
/// on any device. For one thread.
class FloatWalk {
 public:
    /// `executor` must outlive this.
    explicit FloatWalk(const FloatExecutor& executor) : m_executor(executor) {}

    /// The images of a batch, which end what was walked before.
    void begin(const at::Tensor& images);
    /// Computes the nodes before `node`, which is no less than before.
    void advance(NodeId node);
    /// Logits of the images with these changes (FloatExecutor::runSuffix), the first of which the
    /// walk has reached and not passed. The walk can go on.
    at::Tensor runSuffix(std::span<const Replacement> changes) const;

 private:
    const FloatExecutor& m_executor;
    FloatExecutor::Values m_values;
    NodeId m_next = 0;
};

}  // namespace secateur
