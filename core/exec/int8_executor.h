#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <string>
#include <vector>

#include "core/exec/kernel_share.h"
#include "core/graph/graph.h"

namespace secateur {

/// Runs an INT8 graph on LibTorch's quantized operators. Weights are packed once at construction;
/// any number of threads may run them. LibTorch keeps its engine for the whole process: the
/// constructor sets it, so that executors of two engines must not live at the same time.
/// Layers whose weights are float, operations for which there is no quantized kernel, or whose
/// kernel fails when it is tried on one image at construction, are computed in float between a
/// dequantize and a quantize. Outputs without quantization parameters stay float.
class Int8Executor {
 public:
    explicit Int8Executor(const Graph& graph, const std::string& engine = "");
    ~Int8Executor();
    Int8Executor(const Int8Executor&) = delete;
    Int8Executor& operator=(const Int8Executor&) = delete;

    /// Float logits [N, classes] of float images [N, C, H, W].
    at::Tensor run(const at::Tensor& images) const;

    /// Single steps, for comparing layers: node 0's output, and node `id`'s from its inputs
    /// (quint8, or float where those are).
    at::Tensor quantizedInput(const at::Tensor& images) const;
    at::Tensor evaluate(NodeId id, const std::vector<at::Tensor>& inputs) const;

    /// What runs in float.
    KernelShare kernelShare() const;

 private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace secateur
