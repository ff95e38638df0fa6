#include "core/exec/prepared_node.h"

#include "core/exec/float_ops.h"

namespace secateur {

PreparedNode::PreparedNode(Node node, std::optional<OutputChange> change)
    : m_node(std::move(node)), m_change(std::move(change)) {
    if (std::holds_alternative<Conv2d>(m_node.op)) {
        m_node.setParameter("weight",
                            m_node.parameter("weight").contiguous(at::MemoryFormat::ChannelsLast));
    }
}

int64_t PreparedNode::bytes() const {
    int64_t bytes = 0;
    for (const Parameter& parameter : m_node.parameters) {
        bytes += static_cast<int64_t>(parameter.value.nbytes());
    }
    return bytes;
}

at::Tensor PreparedNode::run(std::span<const at::Tensor> inputs) const {
    const at::Tensor y = evaluateNode(m_node, inputs);
    if (!m_change) {
        return y;
    }
    if (!m_change->params) {
        return at::clamp(y, m_change->low, m_change->high);
    }
    const QuantParams& q = *m_change->params;
    return at::fake_quantize_per_tensor_affine(y, q.scale, q.zeroPoint, q.quantMin, q.quantMax);
}

PreparedNode simulation(const Node& node) {
    return PreparedNode(node.dequantized(), node.quant
                                                ? std::optional(OutputChange{0.0, 0.0, node.quant})
                                                : std::nullopt);
}

}  // namespace secateur
