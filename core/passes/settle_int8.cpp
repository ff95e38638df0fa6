#include "core/passes/settle_int8.h"

#include <algorithm>
#include <cmath>

#include "core/graph/quantized_tensor.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/lower_int8.h"
#include "core/passes/rewrite.h"

namespace secateur {

namespace {

bool sameSteps(const QuantParams& a, const QuantParams& b) {
    return a.scale == b.scale && a.zeroPoint == b.zeroPoint;
}

std::optional<QuantParams> inputQuant(const Graph& graph, const Node& node) {
    return node.inputs.empty() ? std::nullopt : graph.node(node.inputs.front()).quant;
}

/// The range that is left of integers behind a rectifier which rounds its result in the same steps.
QuantParams rectified(const QuantParams& q, ActivationKind kind) {
    QuantParams narrow = q;
    narrow.quantMin = std::max(q.quantMin, q.zeroPoint);
    if (kind == ActivationKind::Relu6) {
        const auto six = static_cast<int64_t>(std::nearbyint(6.0 / q.scale));
        narrow.quantMax = std::min(q.quantMax, q.zeroPoint + six);
    }
    return narrow;
}

/// Rectifiers of integers that nobody else reads become their ranges.
Graph withoutIntegerRectifiers(const Graph& graph) {
    const auto consumers = graph.consumers();
    std::vector<NodeId> merged = identityMap(graph);
    std::vector<std::optional<QuantParams>> narrow(merged.size());
    for (NodeId id = 1; id < graph.size(); ++id) {
        const Node& node = graph.node(id);
        const auto* activation = std::get_if<Activation>(&node.op);
        const auto before = inputQuant(graph, node);
        const NodeId input = node.inputs.front();
        if (activation == nullptr || !isRectifier(activation->kind) || !node.quant || !before ||
            !sameSteps(*before, *node.quant) || consumers[static_cast<size_t>(input)].size() != 1) {
            continue;
        }
        merged[static_cast<size_t>(id)] = input;
        narrow[static_cast<size_t>(input)] = rectified(*before, activation->kind);
    }
    return rewriteGraph(graph, merged,
                        [&](NodeId id, Node& node) {
                            if (const auto& q = narrow[static_cast<size_t>(id)]) {
                                node.quant = q;
                            }
                        })
        .graph;
}

/// Gives some of its inputs' values and no others.
bool picksValues(const Op& op) {
    return std::holds_alternative<Concat>(op) || std::holds_alternative<Dropout>(op) ||
           (movesValues(op) && !std::holds_alternative<AvgPool2d>(op) &&
            !std::holds_alternative<GlobalAvgPool>(op));
}

/// Of a node that gives its inputs' integers as they are, theirs.
std::optional<QuantParams> pickedQuant(const Graph& graph, const Node& node) {
    std::optional<QuantParams> all = picksValues(node.op) ? inputQuant(graph, node) : std::nullopt;
    for (size_t i = 1; all && i < node.inputs.size(); ++i) {
        const std::optional<QuantParams>& q = graph.node(node.inputs[i]).quant;
        if (!q || !sameSteps(*all, *q)) {
            return std::nullopt;
        }
        all->quantMin = std::min(all->quantMin, q->quantMin);
        all->quantMax = std::max(all->quantMax, q->quantMax);
    }
    return all;
}

/// In the steps of the sums, whose scale files round in their own way; else real.
at::Tensor settledBias(const at::Tensor& weight, const at::Tensor& bias, const QuantParams& input) {
    const at::Tensor wanted = sumScales(weight, input);
    const at::Tensor given = storedScales(bias);
    constexpr double kRounding = 1e-6;
    return ((given - wanted).abs() <= kRounding * wanted).all().item<bool>()
               ? quantizedTensor(bias.int_repr(), wanted)
               : bias.dequantize();
}

void settleLayer(const Graph& graph, Node& node) {
    const std::optional<QuantParams> input = inputQuant(graph, node);
    if (!node.hasIntegerWeight() || !input) {
        node = node.dequantized();
    } else if (node.hasParameter("bias") && node.parameter("bias").is_quantized()) {
        node.setParameter("bias",
                          settledBias(node.parameter("weight"), node.parameter("bias"), *input));
    }
}

}  // namespace

Graph settleInt8(const Graph& read) {
    Graph graph = withoutIntegerRectifiers(foldBatchNorm(read));
    for (NodeId id = 1; id < graph.size(); ++id) {
        Node& node = graph.node(id);
        if (!node.quant) {
            node.quant = pickedQuant(graph, node);
        }
        if (node.isWeighted()) {
            settleLayer(graph, node);
        }
    }
    return graph;
}

}  // namespace secateur
