#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <optional>
#include <span>

#include "core/graph/graph.h"

namespace secateur {

/// What becomes of a node's output before others read it: clamped to [low, high], or moved to the
/// nearest of `params`' real numbers (torch.fake_quantize_per_tensor_affine).
struct OutputChange {
    double low = 0.0;
    double high = 0.0;
    std::optional<QuantParams> params;
};

/// A node with its weight laid out as torch's channels-last kernels like it. Immutable: any number
/// of threads may run it.
class PreparedNode {
 public:
    explicit PreparedNode(Node node, std::optional<OutputChange> change = {});

    const Node& node() const { return m_node; }
    const std::optional<OutputChange>& change() const { return m_change; }
    /// Of its parameters.
    int64_t bytes() const;
    /// As evaluateNode, in inference mode, with the change.
    at::Tensor run(std::span<const at::Tensor> inputs) const;

 private:
    Node m_node;
    std::optional<OutputChange> m_change;
};

/// A node of any graph in floating point: real weights, the output rounded by the node's parameters
/// if it has some.
PreparedNode simulation(const Node& node);

}  // namespace secateur
