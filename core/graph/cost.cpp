#include "core/graph/cost.h"

#include <initializer_list>
#include <limits>

#include "core/graph/graph.h"
#include "core/graph/shapes.h"

namespace secateur {

namespace {

/// Stays at the largest number where a hostile graph would go beyond it.
int64_t product(std::initializer_list<int64_t> factors) {
    int64_t result = 1;
    for (const int64_t factor : factors) {
        if (__builtin_mul_overflow(result, factor, &result)) {
            return std::numeric_limits<int64_t>::max();
        }
    }
    return result;
}

int64_t macsOf(const Node& node, const FeatureShape& output) {
    if (const auto* conv = std::get_if<Conv2d>(&node.op)) {
        return product({output[0], output[1], output[2], conv->inChannels / conv->groups,
                        conv->kernel[0], conv->kernel[1]});
    }
    if (const auto* linear = std::get_if<Linear>(&node.op)) {
        return product({linear->inFeatures, linear->outFeatures});
    }
    return 0;
}

int64_t countZeros(const at::Tensor& weight) {
    const at::Tensor values = weight.is_quantized() ? weight.int_repr() : weight;
    return values.numel() - at::count_nonzero(values).item<int64_t>();
}

}  // namespace

GraphCost computeCost(const Graph& graph) {
    const std::vector<FeatureShape> shapes = inferShapes(graph);
    GraphCost cost;
    for (NodeId id = 0; id < graph.size(); ++id) {
        const Node& node = graph.node(id);
        LayerCost layer;
        layer.node = id;
        layer.name = node.name;
        layer.op = node.op;
        layer.inputs = node.inputs;
        layer.kind = opLabel(node.op);
        layer.block = node.block;
        layer.role = node.role;
        layer.output = shapes[static_cast<size_t>(id)];
        layer.input =
            node.inputs.empty() ? layer.output : shapes[static_cast<size_t>(node.inputs.front())];
        for (const Parameter& p : node.parameters) {
            layer.parameters += p.trainable ? p.value.numel() : 0;
        }
        if (node.isWeighted()) {
            layer.weights = node.parameter("weight").numel();
            layer.zeros = countZeros(node.parameter("weight"));
        }
        layer.macs = macsOf(node, layer.output);
        cost.parameters += layer.parameters;
        cost.weights += layer.weights;
        cost.zeros += layer.zeros;
        if (__builtin_add_overflow(cost.macs, layer.macs, &cost.macs)) {
            cost.macs = std::numeric_limits<int64_t>::max();
        }
        cost.layers.push_back(std::move(layer));
    }
    return cost;
}

}  // namespace secateur
