#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// Runs a graph in FP32 inference mode. Immutable after construction: any number of threads may
/// run it at once, each with one intra-op thread.
class FloatExecutor {
 public:
    /// One tensor a node; undefined where not yet computed or no longer needed.
    using Values = std::vector<at::Tensor>;

    /// Takes the graph as it is (fold it first for speed) and lays its weights out channels-last.
    explicit FloatExecutor(Graph graph);

    const Graph& graph() const { return m_graph; }

    /// Logits [N, classes] of float images [N, C, H, W].
    at::Tensor run(const at::Tensor& images) const;

    /// Values with the images at node 0, ready for evaluate(1), evaluate(2), ...
    Values begin(const at::Tensor& images) const;
    /// Computes node `id` from `values` and drops the values that no later node reads.
    void evaluate(NodeId id, Values& values) const;
    /// Logits with node `id` replaced by `changed` (same inputs and output shape), from the values
    /// that were live just before `id`. Nothing before `id` is computed again.
    at::Tensor runSuffix(Values values, NodeId id, const Node& changed) const;

    /// `node` with its weight laid out as this executor likes it.
    static Node prepared(Node node);

 private:
    void evaluate(NodeId id, const Node& node, Values& values) const;

    Graph m_graph;
    std::vector<NodeId> m_lastUse;
};

}  // namespace secateur
