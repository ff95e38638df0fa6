#pragma once

#include <nlohmann/json.hpp>

#include "core/exec/fake_quant_plan.h"
#include "core/graph/graph.h"

namespace secateur {

/// A plan for another process, to the last bit.
nlohmann::json fakeQuantToJson(const FakeQuantPlan& plan);
/// Errors: CorruptData where it is no plan for this graph.
FakeQuantPlan fakeQuantFromJson(const nlohmann::json& json, const Graph& graph);

}  // namespace secateur
