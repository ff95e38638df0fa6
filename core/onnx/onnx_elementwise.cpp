#include "core/onnx/onnx_elementwise.h"

#include <cfloat>
#include <cmath>
#include <map>

#include "core/base/error.h"
#include "core/onnx/onnx_integers.h"

namespace secateur {

namespace {

OnnxResults activationOf(const OnnxCall& call, const Activation& op) {
    const OnnxValue& x = call.feature();
    return {OnnxBuilder::like(x, call.build.add(call.name(), op, {x.node}))};
}

/// A feature and a constant, in this order.
struct FeatureAndConstant {
    const OnnxValue* value = nullptr;
    at::Tensor constant;
    bool first = true;  ///< the feature came first
};

std::optional<FeatureAndConstant> withConstant(const OnnxCall& call) {
    if (call.inputs.size() != 2) {
        throw OnnxUnread("not of two values");
    }
    for (size_t i = 0; i < 2; ++i) {
        if (call.inputs[i].isConstant()) {
            return FeatureAndConstant{&call.feature(1 - i), call.inputs[i].constant, i == 1};
        }
    }
    return std::nullopt;
}

/// The input that a name can come from: that of the constant.
std::string affineName(const OnnxCall& call) {
    return call.name(call.inputs[0].isConstant() ? 0 : 1);
}

OnnxResults affineOf(const OnnxCall& call, const OnnxValue& value, const at::Tensor& scale,
                     const at::Tensor& shift) {
    return {call.build.affine(value, scale, shift, affineName(call))};
}

OnnxResults sumOf(const OnnxCall& call, const OnnxValue& a, const OnnxValue& b) {
    const std::string name = call.name();
    const OnnxPair pair = call.build.paired(a, b, false, name);
    return {{{}, call.build.add(name, Add{}, {pair.a, pair.b}), pair.layout, true}};
}

double clipBound(const OnnxCall& call, size_t input, const char* name, double missing) {
    if (call.opset < 11) {
        return call.attributes().number(name, missing);
    }
    const at::Tensor bound = call.optional(input);
    return bound.defined() ? bound.item<double>() : missing;
}

}  // namespace

OnnxResults readActivation(const OnnxCall& call) {
    static const std::map<std::string, ActivationKind> kKinds{
        {"Relu", ActivationKind::Relu},           {"Sigmoid", ActivationKind::Sigmoid},
        {"HardSwish", ActivationKind::HardSwish}, {"Tanh", ActivationKind::Tanh},
        {"Silu", ActivationKind::Silu},           {"HardSigmoid6", ActivationKind::HardSigmoid},
        {"Gelu", ActivationKind::Gelu},           {"GeluTanh", ActivationKind::GeluTanh}};
    return activationOf(call, {kKinds.at(call.step.type)});
}

OnnxResults readLeakyRelu(const OnnxCall& call) {
    return activationOf(call, {ActivationKind::LeakyRelu, call.attributes().number("alpha", 0.01)});
}

OnnxResults readHardSigmoid(const OnnxCall& call) {
    constexpr double kClose = 1e-4;
    if (std::abs(call.attributes().number("alpha", 0.2) - 1.0 / 6) > kClose ||
        std::abs(call.attributes().number("beta", 0.5) - 0.5) > kClose) {
        throw OnnxUnread("other than relu6(x + 3) / 6");
    }
    return activationOf(call, {ActivationKind::HardSigmoid});
}

OnnxResults readGelu(const OnnxCall& call) {
    const bool tanh = call.attributes().text("approximate", "none") == "tanh";
    return activationOf(call, {tanh ? ActivationKind::GeluTanh : ActivationKind::Gelu});
}

OnnxResults readClip(const OnnxCall& call) {
    if (call.feature().rounding) {
        return readIntegerClip(call);
    }
    // Exporters write no bound as an infinity or as the largest float, more or less exactly.
    constexpr double kEndless = 3.4e38;
    const double low = clipBound(call, 1, "min", -kEndless);
    const double high = clipBound(call, 2, "max", kEndless);
    if (std::isnan(low) || std::isnan(high) || low > high) {
        throw Error(ErrorCode::CorruptData, "impossible bounds",
                    {call.step.node->name(), "a lower and an upper one", ""});
    }
    if (low == 0 && high == 6) {
        return activationOf(call, {ActivationKind::Relu6});
    }
    if (low == 0 && high >= kEndless) {
        return activationOf(call, {ActivationKind::Relu});
    }
    if (low <= -kEndless && high >= kEndless) {
        return {call.feature()};
    }
    Activation clip{ActivationKind::Clip};
    clip.low = low <= -kEndless ? -FLT_MAX : low;
    clip.high = high >= kEndless ? FLT_MAX : high;
    return activationOf(call, clip);
}

OnnxResults readAdd(const OnnxCall& call) {
    const auto given = withConstant(call);
    return given ? affineOf(call, *given->value, {}, given->constant)
                 : sumOf(call, call.feature(0), call.feature(1));
}

OnnxResults readSub(const OnnxCall& call) {
    const auto given = withConstant(call);
    const at::Tensor minus = at::full({1}, -1.0F);
    if (!given) {
        OnnxValue negative =
            call.build.affine(call.feature(1), minus, {}, call.name() + ".negative");
        return sumOf(call, call.feature(0), negative);
    }
    return given->first ? affineOf(call, *given->value, {}, -given->constant)
                        : affineOf(call, *given->value, minus, given->constant);
}

OnnxResults readMul(const OnnxCall& call) {
    if (const auto given = withConstant(call)) {
        return affineOf(call, *given->value, given->constant, {});
    }
    const std::string name = call.name();
    const OnnxPair pair = call.build.paired(call.feature(0), call.feature(1), true, name);
    return {{{}, call.build.add(name, Multiply{}, {pair.a, pair.b}), pair.layout, true}};
}

OnnxResults readDiv(const OnnxCall& call) {
    const auto given = withConstant(call);
    if (!given || !given->first) {
        throw OnnxUnread("by values that are computed from the images");
    }
    return affineOf(call, *given->value, given->constant.to(at::kFloat).reciprocal(), {});
}

OnnxResults readNeg(const OnnxCall& call) {
    return {call.build.affine(call.feature(), at::full({1}, -1.0F), {}, call.name())};
}

}  // namespace secateur
