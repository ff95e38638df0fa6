#include "core/onnx/onnx_call.h"

namespace secateur {

const OnnxValue& OnnxCall::feature(size_t index) const {
    if (index >= inputs.size() || !inputs[index].isFeature()) {
        throw OnnxUnread("of constants");
    }
    return inputs[index];
}

at::Tensor OnnxCall::optional(size_t index) const {
    if (index >= inputs.size()) {
        return {};
    }
    if (inputs[index].isFeature()) {
        throw OnnxUnread("weights that are computed from the images");
    }
    return inputs[index].constant;
}

at::Tensor OnnxCall::constant(size_t index) const {
    const at::Tensor value = optional(index);
    if (!value.defined()) {
        throw OnnxUnread("an input is missing");
    }
    return value;
}

std::vector<at::Tensor> OnnxCall::constants() const {
    std::vector<at::Tensor> values;
    for (const OnnxValue& input : inputs) {
        values.push_back(input.constant);
    }
    return values;
}

std::string OnnxCall::name(size_t weight) const {
    return names.next(*step.node,
                      weight < step.inputs.size() ? step.inputs[weight] : std::string());
}

}  // namespace secateur
