#pragma once

#include <functional>
#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// Which outputs of a folded graph share one range: those that a concatenation
/// reads, its own, and so on along a chain of concatenations (DenseNet), seen
/// through nodes that keep their input's parameters. A concatenation then
/// copies integers and rounds nothing a second time. Gives each node the first
/// of its group (itself if it shares with nobody). A node for which `ownRange`
/// holds stays alone; a concatenation rescales what it reads from there.
std::vector<NodeId> rangeGroups(const Graph& folded, const std::function<bool(NodeId)>& ownRange);

}  // namespace secateur
