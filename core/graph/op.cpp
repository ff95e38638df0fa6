#include "core/graph/op.h"

#include <fmt/format.h>

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
                      },
                      op);
}

bool isRectifier(ActivationKind kind) {
    return kind == ActivationKind::Relu || kind == ActivationKind::Relu6;
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
