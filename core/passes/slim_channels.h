#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// Channels that one node loses, as positions, ascending. `outputs` counts along what it makes
/// (dimension 0 of a weight, all of a BatchNorm2d), `inputs` along what it reads (dimension 1 of a
/// weight; features of a linear layer). A convolution with several groups has `outputs` alone, of
/// whole groups.
struct RemovedChannels {
    std::vector<int64_t> outputs;
    std::vector<int64_t> inputs;
};

/// By node, of one graph. removalOf() of core/prune/channel_selection makes ones that agree with
/// each other.
using ChannelRemoval = std::map<NodeId, RemovedChannels>;

/// The graph without these channels: smaller tensors, the same nodes and names. Its logits are
/// those of the graph whose layers see nothing from them (maskedColumns), but for the order in
/// which the sums are rounded.
/// Errors: InvalidArgument (a node would be left without channels; a convolution would lose a part
/// of a group), Mismatch (what is removed does not agree), Unsupported (INT8).
Graph slimChannels(const Graph& graph, const ChannelRemoval& removal);

/// A weight [out, in, ...] with zeros for these inputs.
at::Tensor maskedColumns(const at::Tensor& weight, const std::vector<int64_t>& inputs);

/// Elements of convolution and linear weights: of the nodes in `removal`, and of those the removed.
struct RemovedWeights {
    int64_t weights = 0;
    int64_t removed = 0;
};
RemovedWeights countRemovedWeights(const Graph& graph, const ChannelRemoval& removal);

}  // namespace secateur
