#include "core/io/int8_file.h"

#include "core/base/error.h"
#include "core/graph/quantized_tensor.h"
#include "core/io/tensor_bytes.h"

namespace secateur {

namespace {

/// Scales are doubles in torch; half the bytes do where nothing is lost.
at::Tensor compactScale(const at::Tensor& scale) {
    const at::Tensor narrow = scale.to(at::kFloat);
    return at::equal(narrow.to(at::kDouble), scale) ? narrow : scale;
}

[[noreturn]] void corruptInt8(const std::string& source, const std::string& name,
                              const std::string& what) {
    throw Error(ErrorCode::CorruptData, "a quantized tensor is damaged, " + what,
                {source + ", tensor \"" + name + "\"", "", ""});
}

const at::Tensor* find(const NamedTensors& tensors, const std::string& name) {
    const auto found = tensors.find(name);
    return found == tensors.end() ? nullptr : &found->second;
}

at::Tensor readScale(const std::string& name, const at::Tensor& integers,
                     const NamedTensors& tensors, const std::string& source) {
    const at::Tensor* stored = find(tensors, scaleName(name));
    if (stored == nullptr || !stored->is_floating_point()) {
        corruptInt8(source, name, "its scales are missing");
    }
    const bool perTensor = stored->dim() == 0;
    if (!perTensor &&
        (integers.dim() == 0 || stored->dim() != 1 || stored->size(0) != integers.size(0))) {
        corruptInt8(source, name, "it has not one scale for each channel");
    }
    const at::Tensor scale = stored->to(at::kDouble);
    if (!(at::isfinite(scale) & (scale > 0)).all().item<bool>()) {
        corruptInt8(source, name, "a scale is not a positive number");
    }
    return scale;
}

at::Tensor readZeroPoint(const std::string& name, const at::Tensor& scale,
                         const NamedTensors& tensors, const std::string& source) {
    const at::Tensor* stored = find(tensors, zeroPointName(name));
    if (stored == nullptr) {
        return at::zeros(scale.sizes(), at::kLong);
    }
    const at::Tensor zeroPoint = stored->to(at::kLong);
    if (stored->scalar_type() != at::kInt || stored->sizes() != scale.sizes() ||
        !((zeroPoint >= -128) & (zeroPoint <= 127)).all().item<bool>()) {
        corruptInt8(source, name, "its zero points do not fit");
    }
    return zeroPoint;
}

}  // namespace

std::string scaleName(const std::string& name) {
    return name + "_scale";
}
std::string zeroPointName(const std::string& name) {
    return name + "_zero_point";
}

void appendQuantized(const std::string& name, const at::Tensor& tensor, StateDict& state) {
    const bool perChannel = tensor.qscheme() == at::kPerChannelAffine;
    const bool known = tensor.scalar_type() == at::kQInt8 || tensor.scalar_type() == at::kQInt32;
    if (!known || (!perChannel && tensor.qscheme() != at::kPerTensorAffine) ||
        (perChannel && tensor.q_per_channel_axis() != 0)) {
        throw Error(ErrorCode::Unsupported, "a quantized tensor of a kind that is not written",
                    {name, "qint8 or qint32, per channel along axis 0 or per tensor",
                     at::toString(tensor.scalar_type())});
    }
    const at::Tensor scale = storedScales(tensor);
    const at::Tensor zeroPoint = perChannel ? tensor.q_per_channel_zero_points().to(at::kLong)
                                            : at::scalar_tensor(tensor.q_zero_point(), at::kLong);
    state.tensors.emplace_back(name, tensor.int_repr().contiguous());
    state.tensors.emplace_back(scaleName(name), compactScale(scale));
    if (zeroPoint.ne(0).any().item<bool>()) {
        state.tensors.emplace_back(zeroPointName(name), zeroPoint.to(at::kInt));
    }
}

at::Tensor readQuantized(const std::string& name, const NamedTensors& tensors,
                         const std::string& source) {
    const at::Tensor* integers = find(tensors, name);
    if (integers == nullptr ||
        (integers->scalar_type() != at::kChar && integers->scalar_type() != at::kInt)) {
        corruptInt8(source, name, "its integers are missing");
    }
    const at::Tensor scale = readScale(name, *integers, tensors, source);
    const at::Tensor zeroPoint = readZeroPoint(name, scale, tensors, source);
    if (scale.dim() == 0) {
        return at::_make_per_tensor_quantized_tensor(*integers, scale.item<double>(),
                                                     zeroPoint.item<int64_t>());
    }
    return at::_make_per_channel_quantized_tensor(*integers, scale, zeroPoint, 0);
}

}  // namespace secateur
