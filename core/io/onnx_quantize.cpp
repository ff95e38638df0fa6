#include "core/io/onnx_quantize.h"

#include <fmt/format.h>

#include <limits>

#include "core/base/error.h"

namespace secateur {

namespace {

constexpr int64_t kLargest = std::numeric_limits<uint8_t>::max();

at::Tensor asByte(int64_t value) {
    return at::scalar_tensor(value, at::kByte);
}

/// float64, [channels] or [].
at::Tensor scalesOf(const at::Tensor& weight) {
    return weight.qscheme() == at::kPerChannelAffine
               ? weight.q_per_channel_scales().to(at::kDouble)
               : at::scalar_tensor(weight.q_scale(), at::kDouble);
}

at::Tensor zeroPointsOf(const at::Tensor& weight) {
    return weight.qscheme() == at::kPerChannelAffine
               ? weight.q_per_channel_zero_points().to(at::kChar)
               : at::scalar_tensor(weight.q_zero_point(), at::kChar);
}

}  // namespace

std::string appendQuantized(OnnxGraph& graph, const std::string& name, const std::string& real,
                            const QuantParams& q, bool clamp) {
    if (q.quantMin < 0 || q.quantMax > kLargest) {
        throw Error(ErrorCode::Unsupported, "activations are written to ONNX as uint8",
                    {name, "0..255", fmt::format("{}..{}", q.quantMin, q.quantMax)});
    }
    const std::string scale =
        graph.initializer(name + "/scale", at::scalar_tensor(static_cast<float>(q.scale)));
    const std::string zeroPoint = graph.initializer(name + "/zero_point", asByte(q.zeroPoint));
    std::string integers =
        graph.append("QuantizeLinear", name + "/quantized", {real, scale, zeroPoint}).output;
    if (clamp && (q.quantMin > 0 || q.quantMax < kLargest)) {
        const std::string low = graph.initializer(name + "/least", asByte(q.quantMin));
        const std::string high = graph.initializer(name + "/greatest", asByte(q.quantMax));
        integers = graph.append("Clip", name + "/clipped", {integers, low, high}).output;
    }
    return graph.append("DequantizeLinear", name + "/dequantized", {integers, scale, zeroPoint})
        .output;
}

std::string appendQuantizedWeight(OnnxGraph& graph, const std::string& name,
                                  const at::Tensor& weight) {
    const bool perChannel = weight.qscheme() == at::kPerChannelAffine;
    if (weight.scalar_type() != at::kQInt8 || (perChannel && weight.q_per_channel_axis() != 0)) {
        throw Error(ErrorCode::Unsupported, "a quantized weight of a kind that is not written",
                    {name, "qint8, per channel along axis 0 or per tensor",
                     at::toString(weight.scalar_type())});
    }
    const std::vector<std::string> inputs{
        graph.initializer(name, weight.int_repr()),
        graph.initializer(name + "/scale", scalesOf(weight).to(at::kFloat)),
        graph.initializer(name + "/zero_point", zeroPointsOf(weight))};
    const auto [node, output] = graph.append("DequantizeLinear", name + "/dequantized", inputs);
    if (perChannel) {
        setAttribute(node, "axis", int64_t{0});
    }
    return output;
}

std::optional<std::string> appendQuantizedBias(OnnxGraph& graph, const std::string& name,
                                               const at::Tensor& bias, const at::Tensor& weight,
                                               const QuantParams& input) {
    const at::Tensor scale = (scalesOf(weight) * input.scale).to(at::kFloat);
    const at::Tensor integers = (bias.detach().to(at::kDouble) / scale.to(at::kDouble)).round();
    constexpr double kLimit = std::numeric_limits<int32_t>::max();
    if (!(integers.abs() <= kLimit).all().item<bool>()) {
        return std::nullopt;
    }
    const std::vector<std::string> inputs{graph.initializer(name, integers.to(at::kInt)),
                                          graph.initializer(name + "/scale", scale)};
    const auto [node, output] = graph.append("DequantizeLinear", name + "/dequantized", inputs);
    if (scale.dim() > 0) {
        setAttribute(node, "axis", int64_t{0});
    }
    return output;
}

bool subsumes(const QuantParams& q, ActivationKind kind) {
    // Half a step above 6 still rounds to 6.
    const bool rectifies = q.realMin() >= 0.0;
    return rectifies && (kind == ActivationKind::Relu ||
                         (kind == ActivationKind::Relu6 && q.realMax() <= 6.0 + 0.5 * q.scale));
}

}  // namespace secateur
