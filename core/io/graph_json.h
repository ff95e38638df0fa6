#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/graph/graph.h"

namespace secateur {

/// A graph's structure: the spec and every node with its operation, inputs, block, role,
/// quantization, and for each parameter the slot, shape, type and whether it is trained. The
/// values are not in it, and neither is what most nodes have in common (json_defaults.h).
nlohmann::json graphToJson(const Graph& graph);

/// The graph again. Its parameters are placeholders that take no memory: zeros (expanded from one
/// element, so read-only) of the right shape and type, int8 where the graph had qint8.
/// `source` is for messages. Errors: CorruptData naming the node and the field (also for sizes that
/// contradict each other), Unsupported for an operation or a version that is not known.
Graph graphFromJson(const nlohmann::json& json, const std::string& source);

}  // namespace secateur
