#include "core/exec/float_executor.h"

#include <ATen/core/grad_mode.h>

#include "core/exec/float_ops.h"

namespace secateur {

Node FloatExecutor::prepared(Node node) {
    if (std::holds_alternative<Conv2d>(node.op)) {
        node.setParameter("weight",
                          node.parameter("weight").contiguous(at::MemoryFormat::ChannelsLast));
    }
    return node;
}

FloatExecutor::FloatExecutor(Graph graph)
    : m_graph(std::move(graph)), m_lastUse(m_graph.lastUse()) {
    const at::NoGradGuard noGrad;
    for (NodeId id = 0; id < m_graph.size(); ++id) {
        m_graph.node(id) = prepared(m_graph.node(id));
    }
}

FloatExecutor::Values FloatExecutor::begin(const at::Tensor& images) const {
    Values values(static_cast<size_t>(m_graph.size()));
    values[0] = images;
    return values;
}

void FloatExecutor::evaluate(NodeId id, Values& values) const {
    evaluate(id, m_graph.node(id), values);
}

void FloatExecutor::evaluate(NodeId id, const Node& node, Values& values) const {
    std::array<at::Tensor, 2> few;
    std::vector<at::Tensor> many;
    std::span<at::Tensor> inputs(few.data(), node.inputs.size());
    if (node.inputs.size() > few.size()) {
        many.resize(node.inputs.size());
        inputs = many;
    }
    for (size_t i = 0; i < node.inputs.size(); ++i) {
        inputs[i] = values[static_cast<size_t>(node.inputs[i])];
    }
    values[static_cast<size_t>(id)] = evaluateNode(node, inputs);
    for (const NodeId input : node.inputs) {
        if (m_lastUse[static_cast<size_t>(input)] == id) {
            values[static_cast<size_t>(input)].reset();
        }
    }
}

at::Tensor FloatExecutor::run(const at::Tensor& images) const {
    return runSuffix(begin(images), 1, m_graph.node(1));
}

at::Tensor FloatExecutor::runSuffix(Values values, NodeId id, const Node& changed) const {
    const c10::InferenceMode inference;
    evaluate(id, changed, values);
    for (NodeId next = id + 1; next < m_graph.size(); ++next) {
        evaluate(next, m_graph.node(next), values);
    }
    return values[static_cast<size_t>(m_graph.output())];
}

}  // namespace secateur
