#include "core/passes/fold_batchnorm.h"

#include <ATen/core/grad_mode.h>

namespace secateur {

namespace {

/// The single reader of `id`, or -1.
NodeId onlyReader(const std::vector<std::vector<NodeId>>& consumers, NodeId id) {
    const auto& readers = consumers[static_cast<size_t>(id)];
    return readers.size() == 1 ? readers.front() : -1;
}

/// The BatchNorm2d that folds into convolution `id`, or -1.
NodeId foldableNorm(const Graph& graph, const std::vector<std::vector<NodeId>>& consumers,
                    NodeId id) {
    if (!std::holds_alternative<Conv2d>(graph.node(id).op) || graph.node(id).hasIntegerWeight()) {
        return -1;
    }
    const NodeId reader = onlyReader(consumers, id);
    return reader >= 0 && std::holds_alternative<BatchNorm2d>(graph.node(reader).op) ? reader : -1;
}

void foldInto(Node& conv, const Node& bn) {
    const at::NoGradGuard noGrad;
    const Folding folding = foldingOf(conv, bn);
    const at::Tensor weight = conv.parameter("weight").to(at::kDouble);
    conv.setParameter("weight", (weight * folding.factor.view({-1, 1, 1, 1})).to(at::kFloat));
    conv.setParameter("bias", folding.offset.to(at::kFloat));
    std::get<Conv2d>(conv.op).bias = true;
}

void fuse(Node& node, ActivationKind kind) {
    if (auto* conv = std::get_if<Conv2d>(&node.op)) {
        conv->fused = kind;
    } else if (auto* linear = std::get_if<Linear>(&node.op)) {
        linear->fused = kind;
    } else if (auto* norm = std::get_if<BatchNorm2d>(&node.op)) {
        norm->fused = kind;
    } else {
        std::get<Add>(node.op).fused = kind;
    }
}

bool canFuse(const Node& node) {
    return (node.isWeighted() || std::holds_alternative<Add>(node.op) ||
            std::holds_alternative<BatchNorm2d>(node.op)) &&
           !node.quant && !fusedActivation(node.op);
}

/// The activation that alone reads `id` and can be fused into it, or -1.
NodeId fusableActivation(const Graph& graph, const std::vector<std::vector<NodeId>>& consumers,
                         NodeId id) {
    const NodeId reader = onlyReader(consumers, id);
    const auto* activation = reader < 0 || graph.node(id).quant
                                 ? nullptr
                                 : std::get_if<Activation>(&graph.node(reader).op);
    return activation != nullptr && isRectifier(activation->kind) ? reader : -1;
}

}  // namespace

Folding foldingOf(const Node& conv, const Node& norm) {
    const double eps = std::get<BatchNorm2d>(norm.op).eps;
    const auto inDouble = [](const Node& node, const char* slot) {
        return node.parameter(slot).to(at::kDouble);
    };
    Folding folding;
    folding.factor = inDouble(norm, "weight") / (inDouble(norm, "running_var") + eps).sqrt();
    folding.offset = inDouble(norm, "bias") - inDouble(norm, "running_mean") * folding.factor;
    if (conv.hasParameter("bias")) {
        folding.offset = folding.offset + inDouble(conv, "bias") * folding.factor;
    }
    return folding;
}

Graph foldBatchNorm(const Graph& graph) {
    return foldBatchNormMapped(graph).graph;
}

Rewritten foldBatchNormMapped(const Graph& graph) {
    const auto consumers = graph.consumers();
    std::vector<NodeId> merged = identityMap(graph);
    std::vector<NodeId> norm(merged.size(), -1);
    std::vector<NodeId> activation(merged.size(), -1);
    for (NodeId id = 0; id < graph.size(); ++id) {
        const Node& node = graph.node(id);
        if (std::holds_alternative<Dropout>(node.op) && !node.quant) {
            merged[static_cast<size_t>(id)] = node.inputs.front();
        }
        if (!canFuse(node) || merged[static_cast<size_t>(id)] != id) {
            continue;
        }
        NodeId tail = id;
        if (const NodeId bn = foldableNorm(graph, consumers, id); bn >= 0) {
            norm[static_cast<size_t>(id)] = bn;
            merged[static_cast<size_t>(bn)] = id;
            tail = bn;
        }
        if (const NodeId reader = fusableActivation(graph, consumers, tail); reader >= 0) {
            activation[static_cast<size_t>(id)] = reader;
            merged[static_cast<size_t>(reader)] = id;
        }
    }
    return rewriteGraph(graph, merged, [&](NodeId id, Node& node) {
        if (const NodeId bn = norm[static_cast<size_t>(id)]; bn >= 0) {
            foldInto(node, graph.node(bn));
            node.quant = graph.node(bn).quant;
        }
        if (const NodeId act = activation[static_cast<size_t>(id)]; act >= 0) {
            fuse(node, std::get<Activation>(graph.node(act).op).kind);
            node.quant = graph.node(act).quant;
        }
    });
}

}  // namespace secateur
