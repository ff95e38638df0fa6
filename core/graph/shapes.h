#pragma once

#include <array>
#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// The output of a node for one image: {channels, height, width}; after Flatten and Linear
/// {features, 1, 1}.
using FeatureShape = std::array<int64_t, 3>;

/// Every node's output shape. Throws Error(Mismatch) naming the node whose inputs do not fit.
std::vector<FeatureShape> inferShapes(const Graph& graph);

}  // namespace secateur
