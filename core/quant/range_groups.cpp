#include "core/quant/range_groups.h"

#include <algorithm>
#include <numeric>

#include "core/quant/output_kind.h"

namespace secateur {

std::vector<NodeId> rangeGroups(const Graph& folded, const std::function<bool(NodeId)>& ownRange) {
    std::vector<NodeId> first(static_cast<size_t>(folded.size()));
    std::iota(first.begin(), first.end(), 0);
    const auto groupOf = [&](NodeId id) {
        while (first[static_cast<size_t>(id)] != id) {
            id = first[static_cast<size_t>(id)];
        }
        return id;
    };
    const auto sourceOf = [&](NodeId id) {
        while (movesValues(folded.node(id).op)) {
            id = folded.node(id).inputs.front();
        }
        return id;
    };
    for (NodeId id = 0; id < folded.size(); ++id) {
        if (!std::holds_alternative<Concat>(folded.node(id).op) || ownRange(id)) {
            continue;
        }
        for (const NodeId input : folded.node(id).inputs) {
            const NodeId source = sourceOf(input);
            if (!ownRange(source)) {
                const auto [low, high] = std::minmax({groupOf(source), groupOf(id)});
                first[static_cast<size_t>(high)] = low;
            }
        }
    }
    for (NodeId& entry : first) {
        entry = groupOf(entry);
    }
    return first;
}

}  // namespace secateur
