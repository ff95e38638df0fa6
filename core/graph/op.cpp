#include "core/graph/op.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/base/error.h"

namespace secateur {

const char* opName(const Op& op) {
    return std::visit(Overloaded{
                          [](const Input&) { return "input"; },
                          [](const Conv2d&) { return "conv2d"; },
                          [](const BatchNorm2d&) { return "batch_norm2d"; },
                          [](const Linear&) { return "linear"; },
                          [](const Activation&) { return "activation"; },
                          [](const Add&) { return "add"; },
                          [](const Multiply&) { return "multiply"; },
                          [](const Concat&) { return "concat"; },
                          [](const MaxPool2d&) { return "max_pool2d"; },
                          [](const AvgPool2d&) { return "avg_pool2d"; },
                          [](const GlobalAvgPool&) { return "global_avg_pool"; },
                          [](const Flatten&) { return "flatten"; },
                          [](const Dropout&) { return "dropout"; },
                          [](const Pad2d&) { return "pad2d"; },
                          [](const SelectChannels&) { return "select_channels"; },
                          [](const ChannelAffine&) { return "channel_affine"; },
                          [](const LayerNorm2d&) { return "layer_norm2d"; },
                          [](const Upsample2d&) { return "upsample2d"; },
                      },
                      op);
}

bool isRectifier(ActivationKind kind) {
    return kind == ActivationKind::Relu || kind == ActivationKind::Relu6;
}

bool movesValues(const Op& op) {
    if (const auto* pad = std::get_if<Pad2d>(&op)) {
        return pad->value == 0.0;
    }
    return std::holds_alternative<GlobalAvgPool>(op) || std::holds_alternative<Flatten>(op) ||
           std::holds_alternative<MaxPool2d>(op) || std::holds_alternative<AvgPool2d>(op) ||
           std::holds_alternative<SelectChannels>(op) || std::holds_alternative<Upsample2d>(op);
}

int64_t windowPlaces(int64_t in, int64_t kernel, int64_t stride, int64_t padding, bool ceilMode) {
    const int64_t span = in + 2 * padding - kernel;
    if (span < 0) {
        return 0;
    }
    const int64_t places = (span + (ceilMode ? stride - 1 : 0)) / stride + 1;
    const bool lastIsOutside = ceilMode && (places - 1) * stride >= in + padding;
    return places - (lastIsOutside ? 1 : 0);
}

std::string opLabel(const Op& op) {
    if (const auto* conv = std::get_if<Conv2d>(&op)) {
        std::string label = fmt::format("{}x{}", conv->kernel[0], conv->kernel[1]);
        if (conv->depthwise()) {
            label += " dw";
        }
        if (conv->stride[0] != 1) {
            label += fmt::format("/{}", conv->stride[0]);
        }
        if (conv->dilation[0] != 1) {
            label += fmt::format(" d{}", conv->dilation[0]);
        }
        return label;
    }
    if (const auto* activation = std::get_if<Activation>(&op)) {
        return enumName(activation->kind);
    }
    return opName(op);
}

std::optional<ActivationKind> fusedActivation(const Op& op) {
    if (const auto* conv = std::get_if<Conv2d>(&op)) {
        return conv->fused;
    }
    if (const auto* linear = std::get_if<Linear>(&op)) {
        return linear->fused;
    }
    if (const auto* norm = std::get_if<BatchNorm2d>(&op)) {
        return norm->fused;
    }
    if (const auto* add = std::get_if<Add>(&op)) {
        return add->fused;
    }
    return std::nullopt;
}

}  // namespace secateur
