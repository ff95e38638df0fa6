#include "core/passes/lower_int8.h"

#include "core/base/error.h"

namespace secateur {

at::Tensor quantizedWeight(const at::Tensor& weight) {
    const at::Tensor rows = weight.detach().reshape({weight.size(0), -1});
    const at::Tensor largest = rows.abs().amax(1);
    const at::Tensor scales =
        at::where(largest > 0, largest / 127.0, at::ones_like(largest)).to(at::kDouble);
    const at::Tensor zeroPoints = at::zeros({weight.size(0)}, at::kLong);
    return at::quantize_per_channel(weight.detach().contiguous(), scales, zeroPoints, 0,
                                    at::kQInt8);
}

Graph lowerInt8(const Graph& folded, const std::vector<QuantParams>& outputs) {
    if (outputs.size() != static_cast<size_t>(folded.size())) {
        throw Error(ErrorCode::InvalidArgument, "wrong number of quantization parameters",
                    {"", std::to_string(folded.size()), std::to_string(outputs.size())});
    }
    Graph lowered = folded;
    for (NodeId id = 0; id < lowered.size(); ++id) {
        Node& node = lowered.node(id);
        node.quant = outputs[static_cast<size_t>(id)];
        if (node.isWeighted()) {
            node.setParameter("weight", quantizedWeight(node.parameter("weight")));
        }
    }
    return lowered;
}

}  // namespace secateur
