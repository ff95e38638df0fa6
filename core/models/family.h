#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/graph/builder.h"

namespace secateur {

// What the families of networks have in common.

/// The layout of a registry name: pytorch-cifar's for small images, or torchvision's.
bool isCifarLayout(const ModelSpec& spec);
/// The name without the layout: "resnet50" of "resnet50_cifar".
std::string baseName(const ModelSpec& spec);

/// Whether the network keeps the size of small images where the form for 224x224 makes it smaller
/// at once: ModelSpec::strides, else the layout.
bool hasCifarStrides(const ModelSpec& spec);

[[noreturn]] void throwNoForm(const ModelSpec& spec);
/// The form of `spec` among a family's. Error(Internal) if the registry names one that it has not.
template <class Forms>
const auto& formOf(const Forms& forms, const ModelSpec& spec) {
    const std::string wanted = baseName(spec);
    for (const auto& form : forms) {
        if (form.name == wanted) {
            return form;
        }
    }
    throwNoForm(spec);
}
/// The next multiple of 8 that is not below 90 % of `width`: _make_divisible of torchvision.
int64_t divisibleBy8(double width);

/// The classifier: linear layers of ModelSpec::hidden with ReLU after each, and the last one under
/// `name`.
NodeId classifier(GraphBuilder& b, const std::string& name, NodeId x, const ModelSpec& spec);

}  // namespace secateur
