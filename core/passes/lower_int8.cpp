#include "core/passes/lower_int8.h"

#include <limits>

#include "core/base/error.h"
#include "core/graph/quantized_tensor.h"

namespace secateur {

namespace {

constexpr auto kLargest = static_cast<double>(kLargestWeight);

at::Tensor scalesOf(const at::Tensor& largest) {
    return at::where(largest > 0, largest / kLargest, at::ones_like(largest)).to(at::kDouble);
}

/// Runtimes add the bias to a sum of 32 bits: half of them is the sum's, enough for 33,000
/// products.
constexpr double kLargestBias = 1 << 30;

/// Of the bias of a channel of zeros: more than float32 can tell apart in sums of such a size.
constexpr double kSilentSteps = 1 << 20;
constexpr double kFinestScale = 1.0 / (1 << 24);

/// Undefined where an integer does not fit.
at::Tensor quantizedBias(const at::Tensor& bias, const at::Tensor& scales) {
    const at::Tensor steps = (bias.detach().to(at::kDouble) / scales).round();
    if (!(steps.abs() <= kLargestBias).all().item<bool>()) {
        return {};
    }
    return quantizedTensor(steps.to(at::kInt), scales);
}

}  // namespace

at::Tensor channelScales(const at::Tensor& weight) {
    return scalesOf(weight.detach().reshape({weight.size(0), -1}).abs().amax(1));
}

at::Tensor tensorScale(const at::Tensor& weight) {
    return scalesOf(weight.detach().abs().max());
}

at::Tensor quantizedWeight(const at::Tensor& weight, const at::Tensor& scales) {
    const at::Tensor values = weight.detach().contiguous();
    if (scales.dim() == 0) {
        // torch's qint8 goes down to -128, which no symmetric scheme has.
        const double scale = scales.item<double>();
        const at::Tensor reachable = values.clamp(-kLargest * scale, kLargest * scale);
        return at::quantize_per_tensor(reachable, scale, 0, at::kQInt8);
    }
    std::vector<int64_t> column(static_cast<size_t>(values.dim()), 1);
    column.front() = -1;
    const at::Tensor reach = (scales * kLargest).to(at::kFloat).view(column);
    const at::Tensor reachable = at::maximum(at::minimum(values, reach), -reach);
    return at::quantize_per_channel(reachable, scales, at::zeros({values.size(0)}, at::kLong), 0,
                                    at::kQInt8);
}

at::Tensor quantizedWeight(const at::Tensor& weight) {
    return quantizedWeight(weight, channelScales(weight));
}

at::Tensor sumScales(const at::Tensor& weight, const QuantParams& input) {
    return (storedScales(weight) * input.scale).to(at::kFloat).to(at::kDouble);
}

at::Tensor fittedScales(const at::Tensor& values, const at::Tensor& scales, const at::Tensor& bias,
                        double inputScale) {
    at::Tensor alive = values.reshape({values.size(0), -1}).ne(0).any(1);
    at::Tensor reach = bias.detach().abs().to(at::kDouble);
    if (scales.dim() == 0) {
        alive = alive.any();
        reach = reach.max();
    }
    const at::Tensor fitted = (reach / (kSilentSteps * inputScale)).clamp_min(kFinestScale);
    return at::where(alive, scales, fitted.to(at::kFloat).to(at::kDouble));
}

void quantizeBiases(Graph& lowered) {
    for (NodeId id = 0; id < lowered.size(); ++id) {
        Node& node = lowered.node(id);
        const bool whole = node.hasParameter("bias");
        if (!node.hasIntegerWeight() || (whole && node.parameter("bias").is_quantized())) {
            continue;
        }
        const auto& input = lowered.node(node.inputs.front()).quant;
        if (!input) {
            continue;
        }
        const at::Tensor integers = node.parameter("weight").int_repr();
        const at::Tensor given = whole ? node.parameter("bias") : at::zeros({integers.size(0)});
        const at::Tensor own = storedScales(node.parameter("weight"));
        const at::Tensor scales = fittedScales(integers, own, given, input->scale);
        if (!scales.equal(own)) {
            node.setParameter("weight", quantizedTensor(integers, scales));
        }
        if (whole) {
            const at::Tensor bias =
                quantizedBias(given, sumScales(node.parameter("weight"), *input));
            if (bias.defined()) {
                node.setParameter("bias", bias);
            }
        }
    }
}

Graph lowerInt8(const Graph& folded, const std::vector<QuantParams>& outputs,
                const WeightQuantizer& quantizer) {
    if (outputs.size() != static_cast<size_t>(folded.size())) {
        throw Error(ErrorCode::InvalidArgument, "wrong number of quantization parameters",
                    {"", std::to_string(folded.size()), std::to_string(outputs.size())});
    }
    Graph lowered = folded;
    for (NodeId id = 0; id < lowered.size(); ++id) {
        Node& node = lowered.node(id);
        node.quant = outputs[static_cast<size_t>(id)];
        if (!node.isWeighted()) {
            continue;
        }
        const at::Tensor quantized =
            quantizer ? quantizer(node) : quantizedWeight(node.parameter("weight"));
        if (quantized.defined()) {
            node.setParameter("weight", quantized);
        }
    }
    quantizeBiases(lowered);
    return lowered;
}

}  // namespace secateur
