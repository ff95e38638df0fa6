#include "core/exec/train_executor.h"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

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

/// For dropout where the parameters are.
at::Generator generatorOn(at::Device device) {
    return device.is_cuda() ? at::globalContext().defaultGenerator(device).clone()
                            : at::detail::createCPUGenerator();
}

/// Of flattened(graph, true), in its order.
at::Tensor momenta(const Graph& graph) {
    std::vector<at::Tensor> parts{at::empty({0})};
    for (const Node& node : graph.nodes()) {
        const auto* norm = std::get_if<BatchNorm2d>(&node.op);
        for (const Parameter& p : node.parameters) {
            if (isStatistic(p)) {
                parts.push_back(at::full({p.value.numel()}, norm ? norm->momentum : 0.0));
            }
        }
    }
    return at::cat(parts);
}

/// nn.ReLU6(inplace=True). at::hardtanh_ keeps a copy of its input for the gradient, although what
/// it wrote says the same: where the result is strictly between 0 and 6, so was the input.
struct OverwritingRelu6 : torch::autograd::Function<OverwritingRelu6> {
    static at::Tensor forward(torch::autograd::AutogradContext* context, at::Tensor x) {
        at::hardtanh_(x, 0, 6);
        context->mark_dirty({x});
        context->save_for_backward({x});
        return x;
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients) {
        const auto saved = context->get_saved_variables();
        return {at::hardtanh_backward(gradients[0], saved[0], 0, 6)};
    }
};

/// As nn.Dropout, with these random numbers.
at::Tensor dropped(const at::Tensor& x, double p, at::Generator& generator) {
    if (p <= 0) {
        return x;
    }
    at::Tensor kept;
    {
        const at::NoGradGuard noGrad;
        kept = at::empty_like(x).bernoulli_(1 - p, generator);
        if (p < 1) {
            kept.div_(1 - p);
        }
    }
    return x * kept;
}

}  // namespace

TrainExecutor::TrainExecutor(const Graph& graph) : m_graph(graph), m_lastUse(graph.lastUse()) {
    m_statisticRates = momenta(graph);
    bind(flattened(graph, false), flattened(graph, true));
}

TrainExecutor::TrainExecutor(const Graph& graph, std::shared_ptr<const FakeQuantPlan> plan)
    : m_graph(graph), m_lastUse(graph.lastUse()) {
    const at::Tensor ranges = FakeQuantizer::startRanges(*plan);
    m_statisticRates = at::cat({momenta(graph), at::full_like(ranges, kRangeAveraging)});
    const at::Tensor parameters = flattened(graph, false);
    bind(parameters,
         at::cat({flattened(graph, true).to(parameters.device()), ranges.to(parameters.device())}));
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

std::shared_ptr<const FakeQuantPlan> TrainExecutor::fakeQuantPlan() const {
    return m_quantizer ? m_quantizer->plan() : nullptr;
}

std::vector<QuantParams> TrainExecutor::quantParams() const {
    return m_quantizer ? m_quantizer->params() : std::vector<QuantParams>();
}

TrainExecutor TrainExecutor::replica() const {
    TrainExecutor copy;
    copy.m_graph = m_graph;
    copy.m_lastUse = m_lastUse;
    copy.m_statisticRates = m_statisticRates;
    copy.m_frozenStatistics = m_frozenStatistics;
    copy.bind(m_parameters, m_statistics.clone());
    if (m_quantizer) {
        copy.quantize(m_quantizer->plan(), m_quantizer->phase);
    }
    return copy;
}

void TrainExecutor::bind(const at::Tensor& parameters, const at::Tensor& statistics) {
    m_parameters = parameters;
    m_statistics = statistics.to(parameters.device());
    m_statisticRates = m_statisticRates.to(parameters.device());
    m_generator = generatorOn(parameters.device());
    m_gradients = at::zeros_like(parameters);
    int64_t offset = 0;
    int64_t statisticOffset = 0;
    m_overwrites.clear();
    for (NodeId id = 0; id < m_graph.size(); ++id) {
        m_overwrites.push_back(overwritesInput(m_graph, id));
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

/// Nobody else reads what is overwritten, neither a later node nor the gradient of what made it.
bool TrainExecutor::overwritesInput(const Graph& graph, NodeId id) {
    const auto* activation = std::get_if<Activation>(&graph.node(id).op);
    if (activation == nullptr ||
        (activation->kind != ActivationKind::Relu && activation->kind != ActivationKind::Relu6)) {
        return false;
    }
    const NodeId input = graph.node(id).inputs.front();
    const Op& made = graph.node(input).op;
    int64_t readers = 0;
    for (const Node& node : graph.nodes()) {
        readers += std::count(node.inputs.begin(), node.inputs.end(), input);
    }
    return readers == 1 &&
           (std::holds_alternative<BatchNorm2d>(made) || std::holds_alternative<Conv2d>(made) ||
            std::holds_alternative<Add>(made));
}

at::Tensor TrainExecutor::evaluate(NodeId id, std::span<const at::Tensor> inputs) {
    const Node& node = m_graph.node(id);
    if (const auto* dropout = std::get_if<Dropout>(&node.op)) {
        return dropped(inputs[0], dropout->p, m_generator);
    }
    if (m_quantizer) {
        return m_quantizer->evaluate(m_graph, id, inputs);
    }
    if (m_overwrites[static_cast<size_t>(id)]) {
        return std::get<Activation>(node.op).kind == ActivationKind::Relu6
                   ? OverwritingRelu6::apply(inputs[0])
                   : inputs[0].relu_();
    }
    return evaluateNode(node, inputs, !m_frozenStatistics);
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
        values[static_cast<size_t>(id)] = evaluate(id, inputs);
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
            p.value = p.value.cpu();
            if (p.slot == "num_batches_tracked") {
                p.value = p.value + steps;
            }
        }
    }
    return copy;
}

}  // namespace secateur
