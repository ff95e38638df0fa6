#include "core/onnx/onnx_integers.h"

#include <algorithm>
#include <limits>

#include "core/base/error.h"
#include "core/graph/quantized_tensor.h"
#include "core/onnx/onnx_constants.h"

namespace secateur {

namespace {

/// Signed bytes are as many higher in our unsigned ones.
constexpr int64_t kSigned = 128;
constexpr int64_t kLargestByte = 255;

bool isByte(int64_t type) {
    return type == onnx::TensorProto::INT8 || type == onnx::TensorProto::UINT8;
}

[[noreturn]] void refuseType(int64_t type) {
    const std::string name =
        type > 0 && onnx::TensorProto::DataType_IsValid(static_cast<int>(type))
            ? onnx::TensorProto::DataType_Name(static_cast<onnx::TensorProto::DataType>(type))
            : "unknown type";
    throw OnnxUnread("of " + name + " where INT8 networks have int8, uint8");
}

int64_t integerType(const OnnxCall& call) {
    const bool given = call.optional(2).defined();
    const int64_t attribute = call.attributes().integer("output_dtype", 0);
    const int64_t type = given            ? call.inputs[2].type
                         : attribute != 0 ? attribute
                                          : int64_t{onnx::TensorProto::UINT8};
    if (!isByte(type)) {
        refuseType(type);
    }
    return type;
}

at::Tensor scalesOf(const OnnxCall& call) {
    const at::Tensor scales = call.constant(1).to(at::kDouble);
    if (!(scales > 0).all().item<bool>() || !scales.isfinite().all().item<bool>() ||
        scales.dim() > 1) {
        throw Error(ErrorCode::CorruptData, "impossible scales of integers",
                    {call.step.node->name(), "positive numbers", ""});
    }
    if (call.attributes().integer("block_size", 0) != 0) {
        throw OnnxUnread("by blocks");
    }
    return scales.numel() == 1 ? scales.reshape({}) : scales;
}

/// In the layout of scales: one, or as many.
at::Tensor zeroPointsOf(const OnnxCall& call, const at::Tensor& scales) {
    const at::Tensor given = call.optional(2);
    if (!given.defined()) {
        return at::zeros(scales.sizes(), at::kLong);
    }
    if (given.numel() != scales.numel() || given.scalar_type() != at::kLong) {
        throw Error(ErrorCode::CorruptData, "scales and zero points do not agree",
                    {call.step.node->name(), std::to_string(scales.numel()),
                     std::to_string(given.numel())});
    }
    return given.reshape(scales.sizes());
}

/// Numbers of channels as they are multiplied to x.
at::Tensor along(const OnnxCall& call, const at::Tensor& numbers, const at::Tensor& x,
                 int64_t axis) {
    if (numbers.dim() == 0) {
        return numbers;
    }
    if (x.dim() == 0 || numbers.size(0) != x.size(axis)) {
        throw Error(ErrorCode::CorruptData, "scales do not fit",
                    {call.step.node->name(), "one a channel", std::to_string(numbers.numel())});
    }
    std::vector<int64_t> shape(static_cast<size_t>(x.dim()), 1);
    shape[static_cast<size_t>(axis)] = -1;
    return numbers.view(shape);
}

int64_t axisOf(const OnnxCall& call, const at::Tensor& scales, int64_t rank) {
    return scales.dim() == 0
               ? 0
               : onnxAxis(call.attributes().integer("axis", 1), rank, call.step.node->name());
}

/// How bytes of a type stand for the values of a feature.
OnnxRounding roundingOf(const OnnxCall& call, int64_t type) {
    const at::Tensor scale = scalesOf(call);
    if (scale.dim() != 0) {
        throw OnnxUnread("of activations with a scale for every channel");
    }
    OnnxRounding rounding;
    rounding.shift = type == onnx::TensorProto::INT8 ? kSigned : 0;
    const int64_t zeroPoint = zeroPointsOf(call, scale).item<int64_t>() + rounding.shift;
    if (zeroPoint < 0 || zeroPoint > kLargestByte) {
        throw Error(ErrorCode::CorruptData, "an impossible zero point",
                    {call.step.node->name(), "a byte", std::to_string(zeroPoint)});
    }
    rounding.params = {scale.item<double>(), zeroPoint, 0, kLargestByte};
    return rounding;
}

bool sameSteps(const QuantParams& a, const QuantParams& b) {
    return a.scale == b.scale && a.zeroPoint == b.zeroPoint;
}

}  // namespace

OnnxResults readQuantize(const OnnxCall& call) {
    if (call.inputs.empty()) {
        throw OnnxUnread("an input is missing");
    }
    const int64_t type = integerType(call);
    const OnnxValue& x = call.inputs.front();
    OnnxValue result = x;
    if (x.isFeature()) {
        result.rounding = roundingOf(call, type);
        result.rounding->owned = x.sole && !call.build.node(x.node).quant;
        return {result};
    }
    const at::Tensor real = call.constant(0).to(at::kFloat);
    const at::Tensor scales = scalesOf(call);
    const int64_t axis = axisOf(call, scales, real.dim());
    const int64_t low = type == onnx::TensorProto::INT8 ? -kSigned : 0;
    const at::Tensor steps = (real / along(call, scales.to(at::kFloat), real, axis)).round() +
                             along(call, zeroPointsOf(call, scales), real, axis);
    result.constant = steps.clamp(low, low + kLargestByte).to(at::kLong);
    result.type = static_cast<int32_t>(type);
    return {result};
}

OnnxResults readDequantize(const OnnxCall& call) {
    if (call.inputs.empty()) {
        throw OnnxUnread("an input is missing");
    }
    const OnnxValue& x = call.inputs.front();
    if (x.isFeature()) {
        if (!x.rounding) {
            throw OnnxUnread("of integers that are computed");
        }
        const OnnxRounding own = roundingOf(
            call, x.rounding->shift != 0 ? onnx::TensorProto::INT8 : onnx::TensorProto::UINT8);
        if (!sameSteps(own.params, x.rounding->params)) {
            throw OnnxUnread("by another scale than the values were quantized by");
        }
        return {call.build.rounded(x, call.name())};
    }
    const at::Tensor integers = call.constant(0);
    if (!isByte(x.type) && x.type != onnx::TensorProto::INT32) {
        refuseType(x.type);
    }
    const at::Tensor scales = scalesOf(call);
    const int64_t axis = axisOf(call, scales, integers.dim());
    const at::Tensor steps = integers - along(call, zeroPointsOf(call, scales), integers, axis);
    OnnxValue result;
    result.constant = steps.to(at::kFloat) * along(call, scales.to(at::kFloat), integers, axis);
    result.type = onnx::TensorProto::FLOAT;
    result.integers = OnnxIntegers{steps, scales, axis};
    return {result};
}

OnnxResults readIntegerClip(const OnnxCall& call) {
    OnnxValue result = call.feature();
    QuantParams& q = result.rounding->params;
    const auto bound = [&](size_t index, int64_t missing) {
        const at::Tensor given = call.optional(index);
        return given.defined() ? given.item<int64_t>() + result.rounding->shift : missing;
    };
    q.quantMin = std::clamp(bound(1, q.quantMin), q.quantMin, q.quantMax);
    q.quantMax = std::clamp(bound(2, q.quantMax), q.quantMin, q.quantMax);
    return {result};
}

OnnxParameter onnxParameter(const OnnxCall& call, size_t index, int64_t axis, bool weight) {
    OnnxParameter result{call.optional(index), {}};
    if (!result.values.defined() || !call.inputs[index].integers) {
        return result;
    }
    const OnnxIntegers& integers = *call.inputs[index].integers;
    if (integers.scales.dim() > 0 && integers.axis != axis) {
        throw OnnxUnread("whose scales are not those of its output channels");
    }
    const auto outside = [&](int64_t low, int64_t high) {
        return ((integers.values < low) | (integers.values > high)).any().item<bool>();
    };
    if (weight && outside(-kSigned, kSigned - 1)) {
        throw OnnxUnread("whose integers leave 8 bits when their zero point is taken off");
    }
    if (!weight &&
        outside(std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max())) {
        throw OnnxUnread("whose integers leave 32 bits when their zero point is taken off");
    }
    return {integers.values.to(weight ? at::kChar : at::kInt), integers.scales};
}

Parameter parameterOf(const char* slot, const OnnxParameter& parameter) {
    return {slot, parameter.scales.defined()
                      ? quantizedTensor(parameter.values.contiguous(), parameter.scales)
                      : parameter.values.to(at::kFloat).contiguous().clone()};
}

}  // namespace secateur
