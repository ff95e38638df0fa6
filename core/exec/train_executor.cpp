#include "core/exec/train_executor.h"

#include <ATen/core/grad_mode.h>

#include "core/exec/float_ops.h"

namespace secateur {

namespace {

bool isStatistic(const Parameter& p) {
    return !p.trainable && p.value.is_floating_point();
}

at::Tensor flattened(const Graph& graph, bool statistics) {
    std::vector<at::Tensor> parts;
    for (const Node& node : graph.nodes()) {
        for (const Parameter& p : node.parameters) {
            if (statistics ? isStatistic(p) : p.trainable) {
                parts.push_back(p.value.detach().to(at::kFloat).reshape({-1}));
            }
        }
    }
    return parts.empty() ? at::empty({0}) : at::cat(parts);
}

}  // namespace

TrainExecutor::TrainExecutor(const Graph& graph) : m_graph(graph), m_lastUse(graph.lastUse()) {
    bind(flattened(graph, false), flattened(graph, true));
}

TrainExecutor::TrainExecutor(const Graph& graph, std::shared_ptr<const FakeQuantPlan> plan)
    : m_graph(graph), m_lastUse(graph.lastUse()) {
    bind(flattened(graph, false),
         at::cat({flattened(graph, true), FakeQuantizer::startRanges(*plan)}));
    quantize(std::move(plan), {});
}

void TrainExecutor::quantize(std::shared_ptr<const FakeQuantPlan> plan, const QuantPhase& phase) {
    const auto ranges = 2 * static_cast<int64_t>(plan->quantizers.size());
    m_quantizer.emplace(std::move(plan),
                        m_statistics.narrow(0, m_statistics.numel() - ranges, ranges));
    m_quantizer->phase = phase;
}

void TrainExecutor::setQuantPhase(const QuantPhase& phase) {
    if (m_quantizer) {
        m_quantizer->phase = phase;
    }
}

std::vector<QuantParams> TrainExecutor::quantParams() const {
    return m_quantizer ? m_quantizer->params() : std::vector<QuantParams>();
}

TrainExecutor TrainExecutor::replica() const {
    TrainExecutor copy;
    copy.m_graph = m_graph;
    copy.m_lastUse = m_lastUse;
    copy.bind(m_parameters, m_statistics.clone());
    if (m_quantizer) {
        copy.quantize(m_quantizer->plan(), m_quantizer->phase);
    }
    return copy;
}

void TrainExecutor::bind(const at::Tensor& parameters, const at::Tensor& statistics) {
    m_parameters = parameters;
    m_statistics = statistics;
    m_gradients = at::zeros_like(parameters);
    int64_t offset = 0;
    int64_t statisticOffset = 0;
    for (NodeId id = 0; id < m_graph.size(); ++id) {
        for (Parameter& p : m_graph.node(id).parameters) {
            const auto shape = p.value.sizes().vec();
            const int64_t count = p.value.numel();
            if (p.trainable) {
                const at::Tensor gradient = m_gradients.narrow(0, offset, count).view(shape);
                p.value = m_parameters.narrow(0, offset, count).view(shape).detach();
                p.value.requires_grad_(true);
                p.value.mutable_grad() = gradient;
                offset += count;
            } else if (isStatistic(p)) {
                p.value = m_statistics.narrow(0, statisticOffset, count).view(shape);
                statisticOffset += count;
            }
        }
    }
}

at::Tensor TrainExecutor::forward(const at::Tensor& images) {
    const at::AutoGradMode withGradients(true);
    std::vector<at::Tensor> values(static_cast<size_t>(m_graph.size()));
    values[0] = m_quantizer ? m_quantizer->evaluate(m_graph, 0, {&images, 1}) : images;
    for (NodeId id = 1; id < m_graph.size(); ++id) {
        const Node& node = m_graph.node(id);
        std::vector<at::Tensor> inputs;
        for (const NodeId input : node.inputs) {
            inputs.push_back(values[static_cast<size_t>(input)]);
        }
        values[static_cast<size_t>(id)] = m_quantizer ? m_quantizer->evaluate(m_graph, id, inputs)
                                                      : evaluateNode(node, inputs, true);
        for (const NodeId input : node.inputs) {
            if (m_lastUse[static_cast<size_t>(input)] == id) {
                values[static_cast<size_t>(input)].reset();
            }
        }
    }
    return values.back();
}

void TrainExecutor::backward(const at::Tensor& loss) {
    loss.backward();
}

at::Tensor TrainExecutor::flatMask(const std::map<std::string, at::Tensor>& masks) const {
    at::Tensor flat = at::ones_like(m_parameters);
    int64_t offset = 0;
    for (const auto& [name, value] : m_graph.stateDict()) {
        if (!value.requires_grad()) {
            continue;
        }
        if (const auto found = masks.find(name); found != masks.end()) {
            flat.narrow(0, offset, value.numel()).copy_(found->second.reshape({-1}));
        }
        offset += value.numel();
    }
    return flat;
}

Graph TrainExecutor::snapshot(int64_t steps) const {
    Graph copy = m_graph.clone();
    for (NodeId id = 0; id < copy.size(); ++id) {
        for (Parameter& p : copy.node(id).parameters) {
            if (p.slot == "num_batches_tracked") {
                p.value = p.value + steps;
            }
        }
    }
    return copy;
}

}  // namespace secateur
