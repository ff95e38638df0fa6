#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <span>
#include <vector>

#include "core/exec/prepared_node.h"
#include "core/graph/graph.h"

namespace secateur {

/// A node of an executor's graph with another in its place (same inputs and output shape).
struct Replacement {
    NodeId id = 0;
    PreparedNode node;
};

/// Runs a graph in FP32 inference mode. Immutable after construction: any number of threads may
/// run it at once, each with one intra-op thread.
/// An INT8 graph is simulated: the weights are the integers' real numbers, every output (and the
/// images) is moved to the nearest of its own (torch.fake_quantize_per_tensor_affine).
class FloatExecutor {
 public:
    /// One tensor a node; undefined where not yet computed or no longer needed.
    using Values = std::vector<at::Tensor>;

    /// Takes the graph as it is (fold it first for speed) and lays its weights out. It computes
    /// where they are (graphOn), and there are its values and logits.
    explicit FloatExecutor(Graph graph);

    const Graph& graph() const { return m_graph; }
    at::Device device() const { return m_device; }

    /// Logits [N, classes] of float images [N, C, H, W].
    at::Tensor run(const at::Tensor& images) const;

    /// Values with the images (of an INT8 graph: rounded) at node 0, ready for evaluate(1),
    /// evaluate(2), ...
    Values begin(const at::Tensor& images) const;
    /// Computes node `id` from `values` and drops the values that no later node reads.
    void evaluate(NodeId id, Values& values) const;
    /// The same by another computation than the node's own.
    using Computation = std::function<at::Tensor(std::span<const at::Tensor> inputs)>;
    void evaluate(NodeId id, Values& values, const Computation& compute) const;
    /// Logits with the nodes of `changes` (ascending, at least one) in place of the graph's own,
    /// from the values that were live just before the first of them. Nothing before it is computed
    /// again, and `values` stay what they were.
    at::Tensor runSuffix(const Values& values, std::span<const Replacement> changes) const;

 private:
    Graph m_graph;
    at::Device m_device;
    std::vector<NodeId> m_lastUse;
    std::vector<PreparedNode> m_nodes;
};

}  // namespace secateur
