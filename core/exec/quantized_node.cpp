#include "core/exec/quantized_node.h"

#include <vector>

#include "core/exec/int8_kernels.h"

namespace secateur {

namespace {

/// What a black image might have become here.
at::Tensor blank(const Node& node, const FeatureShape& shape, bool flat) {
    const at::Tensor zeros = flat ? at::zeros({1, shape[0]})
                                  : at::zeros({1, shape[0], shape[1], shape[2]})
                                        .contiguous(at::MemoryFormat::ChannelsLast);
    return node.quant ? quantizeTensor(zeros, *node.quant) : zeros;
}

bool tried(const Node& node, const FeatureShape& shape, std::span<const at::Tensor> inputs) {
    try {
        // These weights are thrown away: the engine would keep them prepared for a single image.
        const std::optional<at::Tensor> y = runQuantized(node, packWeights(node), inputs);
        return y && y->numel() == shape[0] * shape[1] * shape[2];
    } catch (const std::exception&) {
        return false;
    }
}

}  // namespace

std::vector<bool> flatOutputs(const Graph& graph) {
    std::vector<bool> flat;
    for (const Node& node : graph.nodes()) {
        flat.push_back(std::holds_alternative<Flatten>(node.op) ||
                       std::holds_alternative<Linear>(node.op) ||
                       (!node.inputs.empty() && flat[static_cast<size_t>(node.inputs.front())]));
    }
    return flat;
}

QuantizedNode::QuantizedNode(const Graph& graph, NodeId id, std::span<const FeatureShape> shapes)
    : m_id(id), m_node(graph.node(id)) {
    const std::vector<bool> flat = flatOutputs(graph);
    std::vector<at::Tensor> inputs;
    for (const NodeId input : m_node.inputs) {
        const auto i = static_cast<size_t>(input);
        inputs.push_back(blank(graph.node(input), shapes[i], flat[i]));
    }
    m_kernel = tried(m_node, shapes[static_cast<size_t>(id)], inputs);
    if (m_kernel) {
        m_packedWeights = packWeights(m_node);
    } else {
        m_node = m_node.dequantized();
    }
}

at::Tensor QuantizedNode::run(std::span<const at::Tensor> inputs) const {
    return m_kernel ? runQuantized(m_node, m_packedWeights, inputs).value()
                    : runDequantized(m_node, inputs);
}

}  // namespace secateur
