#include "core/quant/output_kind.h"

namespace secateur {

bool isRelu6(const Node& node) {
    if (const auto* activation = std::get_if<Activation>(&node.op)) {
        return activation->kind == ActivationKind::Relu6;
    }
    return fusedActivation(node.op) == ActivationKind::Relu6;
}

bool isLinearOutput(const Graph& folded, NodeId id) {
    const Node& node = folded.node(id);
    if (!(node.isWeighted() || std::holds_alternative<Add>(node.op)) || fusedActivation(node.op) ||
        id == folded.output()) {
        return false;
    }
    const std::vector<NodeId> readers = folded.consumers()[static_cast<size_t>(id)];
    return readers.size() != 1 ||
           !std::holds_alternative<Activation>(folded.node(readers.front()).op);
}

}  // namespace secateur
