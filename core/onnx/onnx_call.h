#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/onnx/onnx_attributes.h"
#include "core/onnx/onnx_builder.h"
#include "core/onnx/onnx_names.h"
#include "core/onnx/onnx_steps.h"

namespace secateur {

/// One step of an ONNX graph that is to become a part of ours, and all that it needs for it.
struct OnnxCall {
    OnnxBuilder& build;
    OnnxNames& names;
    const OnnxStep& step;
    const std::vector<OnnxValue>& inputs;
    int64_t opset = 0;

    OnnxAttributes attributes() const { return OnnxAttributes(*step.node); }
    /// The value that is computed on. Throws OnnxUnread where it is a constant, or none.
    const OnnxValue& feature(size_t index = 0) const;
    /// Undefined where the input is left out. Throws OnnxUnread where it is no constant.
    at::Tensor optional(size_t index) const;
    /// Throws OnnxUnread where it is left out.
    at::Tensor constant(size_t index) const;
    /// All constants, undefined for values that are computed.
    std::vector<at::Tensor> constants() const;
    /// For the layer; `weight`: the input that holds its weights.
    std::string name(size_t weight = SIZE_MAX) const;
};

/// What the step gives, an output each.
using OnnxResults = std::vector<OnnxValue>;
using OnnxHandler = OnnxResults (*)(const OnnxCall&);

}  // namespace secateur
