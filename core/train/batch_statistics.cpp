#include "core/train/batch_statistics.h"

#include <c10/core/InferenceMode.h>

#include "core/base/error.h"
#include "core/exec/float_ops.h"

namespace secateur {

namespace {

constexpr const char* kStatistics[] = {"running_mean", "running_var"};

}  // namespace

std::vector<NodeId> normsOf(const Graph& graph) {
    std::vector<NodeId> norms;
    for (NodeId id = 0; id < graph.size(); ++id) {
        if (std::holds_alternative<BatchNorm2d>(graph.node(id).op)) {
            norms.push_back(id);
        }
    }
    return norms;
}

void requireStatistics(const Graph& graph) {
    if (normsOf(graph).empty()) {
        throw Error(ErrorCode::InvalidArgument, "there are no statistics to estimate",
                    {graph.spec.name, "a network with batch normalisations", "none"});
    }
}

BatchStatistics::BatchStatistics(Graph graph)
    : m_executor(std::move(graph)), m_norms(normsOf(m_executor.graph())) {
    requireStatistics(m_executor.graph());
}

BatchStatistics::Walk BatchStatistics::begin(const at::Tensor& images) const {
    const c10::InferenceMode inference;
    return {m_executor.begin(images), 1, {}};
}

void BatchStatistics::step(Walk& walk, const PreparedNode* change) const {
    const Node& node = graph().node(walk.next);
    if (std::holds_alternative<BatchNorm2d>(node.op)) {
        m_executor.evaluate(walk.next, walk.values, [&](std::span<const at::Tensor> inputs) {
            Node norm = node;
            std::get<BatchNorm2d>(norm.op).momentum = 1.0;  // what it keeps is this batch's alone
            for (const char* slot : kStatistics) {
                walk.found.push_back(at::zeros_like(node.parameter(slot)));
                norm.setParameter(slot, walk.found.back());
            }
            return evaluateNode(norm, inputs, true);
        });
    } else if (change != nullptr) {
        m_executor.evaluate(walk.next, walk.values, [&](std::span<const at::Tensor> inputs) {
            return change->run(inputs);
        });
    } else {
        m_executor.evaluate(walk.next, walk.values);
    }
    ++walk.next;
}

void BatchStatistics::advance(Walk& walk, NodeId end) const {
    const c10::InferenceMode inference;
    while (walk.next < end) {
        step(walk, nullptr);
    }
}

at::Tensor BatchStatistics::finish(Walk walk, std::span<const Replacement> changes) const {
    const c10::InferenceMode inference;
    auto change = changes.begin();
    while (walk.next <= m_norms.back()) {
        const bool here = change != changes.end() && change->id == walk.next;
        step(walk, here ? &(change++)->node : nullptr);
    }
    return at::cat(walk.found).to(at::kDouble);
}

Graph BatchStatistics::applied(const Graph& graph, const at::Tensor& statistics,
                               int64_t batches) const {
    Graph result = graph;
    int64_t offset = 0;
    for (const NodeId id : m_norms) {
        Node& norm = result.node(id);
        for (const char* slot : kStatistics) {
            const int64_t channels = norm.parameter(slot).numel();
            norm.setParameter(slot, statistics.narrow(0, offset, channels).to(at::kFloat).clone());
            offset += channels;
        }
        if (norm.hasParameter("num_batches_tracked")) {
            norm.setParameter("num_batches_tracked", at::full({}, batches, at::kLong));
        }
    }
    return result;
}

}  // namespace secateur
