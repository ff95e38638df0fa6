#pragma once

#include <ATen/ATen.h>
#include <ATen/core/ivalue.h>

#include <span>

#include "core/graph/graph.h"

namespace secateur {

/// A node on LibTorch's operators: on a quantized kernel where there is one that takes it, else in
/// float between a dequantize and a quantize. Weights are packed once; packed INT8 weights keep
/// what their first use prepared, so that one of these is for one thread at a time.
class QuantizedNode {
 public:
    /// Tries the kernel on one black image: an engine refuses at run time what it cannot do
    /// (groups, strides, sizes), not when weights are packed.
    QuantizedNode(const Graph& graph, NodeId id, std::span<const FeatureShape> shapes);

    NodeId id() const { return m_id; }
    /// False where it runs in float.
    bool kernel() const { return m_kernel; }
    /// Inputs as quint8, or float where they are not quantized; so is the result.
    at::Tensor run(std::span<const at::Tensor> inputs) const;

 private:
    NodeId m_id = 0;
    Node m_node;  ///< with float weights where it has no kernel
    bool m_kernel = true;
    c10::IValue m_packedWeights;
};

/// Whether a node reads [N, C] rather than [N, C, H, W]: behind a Flatten or Linear.
std::vector<bool> flatOutputs(const Graph& graph);

}  // namespace secateur
