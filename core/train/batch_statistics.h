#pragma once

#include <ATen/ATen.h>

#include <span>
#include <vector>

#include "core/exec/float_executor.h"

namespace secateur {

/// The batch normalisations of a network, whose statistics can be estimated.
std::vector<NodeId> normsOf(const Graph& graph);
/// Error(InvalidArgument): there are none.
void requireStatistics(const Graph& graph);

/// Runs a network whose batch normalisations are not folded with each of them on the statistics of
/// the batch itself (training mode, Dropout left out), and gathers these. Immutable: any number of
/// threads may walk through it at once.
class BatchStatistics {
 public:
    /// Those of requireStatistics.
    explicit BatchStatistics(Graph graph);

    /// How far a batch has come.
    struct Walk {
        FloatExecutor::Values values;
        NodeId next = 1;                ///< the first node that is not computed
        std::vector<at::Tensor> found;  ///< mean and unbiased variance of each normalisation so far
    };
    /// Images [N, C, H, W], at least two elements a channel everywhere.
    Walk begin(const at::Tensor& images) const;
    /// Computes the nodes before `end`.
    void advance(Walk& walk, NodeId end) const;
    /// Means and variances of all normalisations in the graph's order, float64 [2 * their
    /// channels]; `changes` (ascending, none before `walk.next`) stand in for the graph's nodes.
    at::Tensor finish(Walk walk, std::span<const Replacement> changes = {}) const;

    const Graph& graph() const { return m_executor.graph(); }
    /// `graph`, which has this one's normalisations, with such statistics, averages of so many
    /// batches.
    Graph applied(const Graph& graph, const at::Tensor& statistics, int64_t batches) const;

 private:
    void step(Walk& walk, const PreparedNode* change) const;

    FloatExecutor m_executor;
    std::vector<NodeId> m_norms;
};

}  // namespace secateur
