#pragma once

#include <nlohmann/json.hpp>

namespace secateur {

/// Fields of a graph's JSON (graph_json.h) that have one value at most nodes: stride 1, padding 0,
/// groups 1, nothing fused, parameters trained, no role, integers 0..255. They are left out of the
/// file, which is a tenth of an INT8 network's overhead.
void dropDefaults(nlohmann::json& graph);
/// Puts them back where they are missing. Leaves alone what does not look like a graph.
void addDefaults(nlohmann::json& graph);

}  // namespace secateur
