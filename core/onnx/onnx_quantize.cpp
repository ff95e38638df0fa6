#include "core/onnx/onnx_quantize.h"

#include <fmt/format.h>

#include <limits>

#include "core/base/error.h"
#include "core/graph/quantized_tensor.h"

namespace secateur {

namespace {

constexpr int64_t kLargest = std::numeric_limits<uint8_t>::max();

at::Tensor asByte(int64_t value) {
    return at::scalar_tensor(value, at::kByte);
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

std::string appendParameter(OnnxGraph& graph, const std::string& name, const at::Tensor& value) {
    if (!value.is_quantized()) {
        return graph.initializer(name, value);
    }
    const bool perChannel = value.qscheme() == at::kPerChannelAffine;
    const bool weight = value.scalar_type() == at::kQInt8;
    if ((!weight && value.scalar_type() != at::kQInt32) ||
        (perChannel && value.q_per_channel_axis() != 0)) {
        throw Error(ErrorCode::Unsupported, "a quantized parameter of a kind that is not written",
                    {name, "qint8 or qint32, per channel along axis 0 or per tensor",
                     at::toString(value.scalar_type())});
    }
    std::vector<std::string> inputs{
        graph.initializer(name, value.int_repr()),
        graph.initializer(name + "/scale", storedScales(value).to(at::kFloat))};
    if (weight) {
        const at::Tensor zeroPoints = perChannel
                                          ? value.q_per_channel_zero_points()
                                          : at::scalar_tensor(value.q_zero_point(), at::kLong);
        inputs.push_back(graph.initializer(name + "/zero_point", zeroPoints.to(at::kChar)));
    }
    const auto [node, output] = graph.append("DequantizeLinear", name + "/dequantized", inputs);
    if (perChannel) {
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
