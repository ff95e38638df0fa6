#pragma once

#include <functional>
#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// Copies a graph while nodes are merged into the ones that they read. `mergedInto[n]` is the node
/// that stands for n in the copy (n itself if it stays). `transform` may change each node that
/// stays, before its inputs are renumbered; it gets the node's id in the old graph.
/// The returned map gives the new id of every old node.
struct Rewritten {
    Graph graph;
    std::vector<NodeId> newId;
};
Rewritten rewriteGraph(const Graph& graph, const std::vector<NodeId>& mergedInto,
                       const std::function<void(NodeId, Node&)>& transform);

/// The identity map for `mergedInto`.
std::vector<NodeId> identityMap(const Graph& graph);

}  // namespace secateur
