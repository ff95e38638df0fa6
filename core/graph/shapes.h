#pragma once

#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// Every node's output shape. Throws Error(Mismatch) naming the node whose inputs do not fit: their
/// number, their shapes, or an output of more than 2^32 values.
std::vector<FeatureShape> inferShapes(const Graph& graph);
/// The same of a node that is in no graph yet, for inputs of these shapes.
FeatureShape inferShape(const Node& node, const std::vector<FeatureShape>& inputs);

/// The graph for images of another size; whether it takes them is for inferShapes to say.
Graph withImages(const Graph& graph, int64_t height, int64_t width);

}  // namespace secateur
