#include "core/exec/step_nodes.h"

#include <algorithm>

namespace secateur {

namespace {

struct Grouping {
    explicit Grouping(const Graph& graph)
        : graph(graph), readers(graph.consumers()), taken(readers.size(), false) {}

    /// The node that alone reads `id`, if it is an `Other` that nobody took, or -1.
    template <class Other>
    NodeId onlyReader(NodeId id) const {
        const std::vector<NodeId>& all = readers[static_cast<size_t>(id)];
        return all.size() == 1 && !taken[static_cast<size_t>(all.front())] &&
                       std::holds_alternative<Other>(graph.node(all.front()).op)
                   ? all.front()
                   : -1;
    }

    void take(NodeId id, StepNodes& chain) {
        taken[static_cast<size_t>(id)] = true;
        chain.push_back(id);
    }

    void takeActivation(StepNodes& chain) {
        const NodeId reader = onlyReader<Activation>(chain.back());
        if (reader >= 0 &&
            graph.node(reader).quant.has_value() == graph.node(chain.back()).quant.has_value()) {
            take(reader, chain);
        }
    }

    /// A sum of two convolutions goes to the later one, which the other does not wait for.
    bool givesSum(NodeId id, NodeId sum) const {
        const std::vector<NodeId>& inputs = graph.node(sum).inputs;
        return !quantized && inputs.size() == 2 && inputs[0] != inputs[1] &&
               *std::max_element(inputs.begin(), inputs.end()) == id;
    }

    StepNodes chainFrom(NodeId id) {
        StepNodes chain;
        take(id, chain);
        const Node& node = graph.node(id);
        const bool convolution = std::holds_alternative<Conv2d>(node.op);
        if (node.isWeighted() || std::holds_alternative<BatchNorm2d>(node.op) ||
            std::holds_alternative<Add>(node.op) || std::holds_alternative<Multiply>(node.op)) {
            takeActivation(chain);
        }
        const NodeId sum = convolution ? onlyReader<Add>(chain.back()) : -1;
        if (sum >= 0 && givesSum(chain.back(), sum)) {
            take(sum, chain);
            takeActivation(chain);
        }
        return chain;
    }

    const Graph& graph;
    bool quantized = graph.quantized();  ///< the sum's inputs are rounded before it
    std::vector<std::vector<NodeId>> readers;
    std::vector<bool> taken;
};

}  // namespace

std::vector<StepNodes> groupNodes(const Graph& graph) {
    Grouping grouping(graph);
    std::vector<StepNodes> steps;
    for (NodeId id = 1; id < graph.size(); ++id) {
        if (!grouping.taken[static_cast<size_t>(id)]) {
            steps.push_back(grouping.chainFrom(id));
        }
    }
    std::sort(steps.begin(), steps.end(),
              [](const StepNodes& a, const StepNodes& b) { return a.back() < b.back(); });
    return steps;
}

}  // namespace secateur
