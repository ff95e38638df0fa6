#include "core/train/layer_scales.h"

namespace secateur {

namespace {

double largestScale(const at::Tensor& weight) {
    if (!weight.is_quantized()) {
        return 0.0;
    }
    return weight.qscheme() == at::kPerChannelAffine
               ? weight.q_per_channel_scales().max().item<double>()
               : weight.q_scale();
}

}  // namespace

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
            own.weightScale = largestScale(node.parameter("weight"));
        }
        all.push_back(std::move(own));
    }
    return all;
}

}  // namespace secateur
