#include "core/passes/rewrite.h"

#include <numeric>

namespace secateur {

Rewritten rewriteGraph(const Graph& graph, const std::vector<NodeId>& mergedInto,
                       const std::function<void(NodeId, Node&)>& transform) {
    Rewritten result;
    result.graph.spec = graph.spec;
    result.newId.resize(static_cast<size_t>(graph.size()));
    for (NodeId id = 0; id < graph.size(); ++id) {
        const NodeId target = mergedInto[static_cast<size_t>(id)];
        if (target != id) {
            result.newId[static_cast<size_t>(id)] = result.newId[static_cast<size_t>(target)];
            continue;
        }
        Node node = graph.node(id);
        transform(id, node);
        for (NodeId& input : node.inputs) {
            input = result.newId[static_cast<size_t>(input)];
        }
        result.newId[static_cast<size_t>(id)] = result.graph.add(std::move(node));
    }
    return result;
}

std::vector<NodeId> identityMap(const Graph& graph) {
    std::vector<NodeId> map(static_cast<size_t>(graph.size()));
    std::iota(map.begin(), map.end(), 0);
    return map;
}

}  // namespace secateur
