#include "core/exec/float_executor.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <array>

namespace secateur {

namespace {

/// Of its first parameter; of none, the processor.
at::Device deviceOf(const Graph& graph) {
    for (const Node& node : graph.nodes()) {
        if (!node.parameters.empty()) {
            return node.parameters.front().value.device();
        }
    }
    return at::kCPU;
}

}  // namespace

FloatExecutor::FloatExecutor(Graph graph)
    : m_graph(std::move(graph)), m_device(deviceOf(m_graph)), m_lastUse(m_graph.lastUse()) {
    const at::NoGradGuard noGrad;
    m_nodes.reserve(m_graph.nodes().size());
    for (const Node& node : m_graph.nodes()) {
        m_nodes.push_back(simulation(node));
    }
}

FloatExecutor::Values FloatExecutor::begin(const at::Tensor& images) const {
    Values values(static_cast<size_t>(m_graph.size()));
    const at::Tensor here = images.to(m_device);
    values[0] = m_nodes.front().run({&here, 1});
    return values;
}

void FloatExecutor::evaluate(NodeId id, Values& values) const {
    evaluate(id, values, [&](std::span<const at::Tensor> inputs) {
        return m_nodes[static_cast<size_t>(id)].run(inputs);
    });
}

void FloatExecutor::evaluate(NodeId id, Values& values, const Computation& compute) const {
    const Node& node = m_graph.node(id);
    std::array<at::Tensor, 2> few;
    std::vector<at::Tensor> many;
    std::span<at::Tensor> inputs(few.data(), std::min(few.size(), node.inputs.size()));
    if (node.inputs.size() > few.size()) {
        many.resize(node.inputs.size());
        inputs = many;
    }
    for (size_t i = 0; i < node.inputs.size(); ++i) {
        inputs[i] = values[static_cast<size_t>(node.inputs[i])];
    }
    values[static_cast<size_t>(id)] = compute(inputs);
    for (const NodeId input : node.inputs) {
        if (m_lastUse[static_cast<size_t>(input)] == id) {
            values[static_cast<size_t>(input)].reset();
        }
    }
}

at::Tensor FloatExecutor::run(const at::Tensor& images) const {
    const c10::InferenceMode inference;
    Values values = begin(images);
    for (NodeId id = 1; id < m_graph.size(); ++id) {
        evaluate(id, values);
    }
    return values[static_cast<size_t>(m_graph.output())];
}

at::Tensor FloatExecutor::runSuffix(const Values& live,
                                    std::span<const Replacement> changes) const {
    const c10::InferenceMode inference;
    Values values = live;
    size_t next = 0;
    for (NodeId id = changes.front().id; id < m_graph.size(); ++id) {
        if (next < changes.size() && changes[next].id == id) {
            evaluate(id, values, [&](std::span<const at::Tensor> inputs) {
                return changes[next].node.run(inputs);
            });
            ++next;
        } else {
            evaluate(id, values);
        }
    }
    return values[static_cast<size_t>(m_graph.output())];
}

}  // namespace secateur
