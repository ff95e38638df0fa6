#pragma once

#include <string>
#include <vector>

#include "core/graph/op.h"

namespace secateur {

class Graph;

/// One node as tables and drawings need it, and what it costs. No tensors: the workbench reads it.
struct LayerCost {
    NodeId node = 0;
    std::string name;
    Op op;
    std::vector<NodeId> inputs;
    std::string kind;  ///< opLabel
    std::string block;
    std::string role;
    FeatureShape input{};
    FeatureShape output{};
    int64_t parameters = 0;  ///< trainable elements, as torch counts them (no buffers)
    int64_t weights = 0;     ///< elements of `weight` of a convolution or linear layer
    int64_t zeros = 0;       ///< of those, exactly zero
    int64_t macs = 0;        ///< multiply-accumulates for one image: convolution and linear only
    double sparsity() const {
        return weights > 0 ? static_cast<double>(zeros) / static_cast<double>(weights) : 0.0;
    }
};

struct GraphCost {
    std::vector<LayerCost> layers;  ///< one a node, in node order
    int64_t parameters = 0;
    int64_t weights = 0;
    int64_t zeros = 0;
    int64_t macs = 0;
    double sparsity() const {
        return weights > 0 ? static_cast<double>(zeros) / static_cast<double>(weights) : 0.0;
    }
};

GraphCost computeCost(const Graph& graph);

}  // namespace secateur
