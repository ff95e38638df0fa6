#include "core/train/layer_scales.h"

#include "core/graph/quantized_tensor.h"

namespace secateur {

std::vector<LayerScales> layerScales(const Graph& lowered) {
    std::vector<LayerScales> all;
    for (const Node& node : lowered.nodes()) {
        const bool listed = node.isWeighted() || std::holds_alternative<Add>(node.op) ||
                            std::holds_alternative<Activation>(node.op);
        if (!listed || !node.quant) {
            continue;
        }
        LayerScales own{node.name, node.quant->scale, node.quant->zeroPoint, 0.0};
        if (node.isWeighted()) {
            const at::Tensor& weight = node.parameter("weight");
            own.weightScale =
                weight.is_quantized() ? storedScales(weight).max().item<double>() : 0.0;
        }
        all.push_back(std::move(own));
    }
    return all;
}

}  // namespace secateur
