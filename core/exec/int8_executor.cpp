#include "core/exec/int8_executor.h"
#include "core/exec/quantized_engine.h"

#include <ATen/core/grad_mode.h>

#include "core/base/error.h"
#include "core/exec/int8_kernels.h"
#include "core/exec/quantized_node.h"
#include "core/graph/shapes.h"

namespace secateur {

struct Int8Executor::Impl {
    Graph graph;
    std::vector<NodeId> lastUse;
    std::vector<QuantizedNode> nodes;  ///< of every node but the input

    /// Drops the values that nobody reads after node `id`.
    void release(NodeId id, std::vector<at::Tensor>& values) const;
};

namespace {

std::vector<at::Tensor> inputsOf(const Node& node, const std::vector<at::Tensor>& values) {
    std::vector<at::Tensor> inputs;
    for (const NodeId input : node.inputs) {
        inputs.push_back(values[static_cast<size_t>(input)]);
    }
    return inputs;
}

at::Tensor entered(const Node& input, const at::Tensor& images) {
    return input.quant ? quantizeTensor(images, *input.quant) : images;
}

}  // namespace

void Int8Executor::Impl::release(NodeId id, std::vector<at::Tensor>& values) const {
    for (const NodeId input : graph.node(id).inputs) {
        if (lastUse[static_cast<size_t>(input)] == id) {
            values[static_cast<size_t>(input)].reset();
        }
    }
}

Int8Executor::Int8Executor(const Graph& graph, const std::string& engine)
    : m_impl(std::make_unique<Impl>()) {
    const at::NoGradGuard noGrad;
    requireQuantized(graph);
    selectQuantizedEngine(chooseQuantizedEngine(engine));
    m_impl->graph = graph;
    m_impl->lastUse = graph.lastUse();
    const std::vector<FeatureShape> shapes = inferShapes(graph);
    for (NodeId id = 1; id < graph.size(); ++id) {
        m_impl->nodes.emplace_back(graph, id, shapes);
    }
}

Int8Executor::~Int8Executor() = default;

at::Tensor Int8Executor::quantizedInput(const at::Tensor& images) const {
    return entered(m_impl->graph.node(0), images);
}

at::Tensor Int8Executor::evaluate(NodeId id, const std::vector<at::Tensor>& inputs) const {
    return m_impl->nodes[static_cast<size_t>(id) - 1].run(inputs);
}

at::Tensor Int8Executor::run(const at::Tensor& images) const {
    const at::NoGradGuard noGrad;
    const Graph& graph = m_impl->graph;
    std::vector<at::Tensor> values(static_cast<size_t>(graph.size()));
    values[0] = quantizedInput(images);
    for (NodeId id = 1; id < graph.size(); ++id) {
        values[static_cast<size_t>(id)] = evaluate(id, inputsOf(graph.node(id), values));
        m_impl->release(id, values);
    }
    return values.back().dequantize();
}

KernelShare Int8Executor::kernelShare() const {
    std::vector<NodeId> floatNodes;
    for (const QuantizedNode& node : m_impl->nodes) {
        if (!node.kernel()) {
            floatNodes.push_back(node.id());
        }
    }
    return kernelShareOf(m_impl->graph, floatNodes);
}

}  // namespace secateur
