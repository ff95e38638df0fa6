#include "core/models/registry.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/models/mobilenet_v2.h"

namespace secateur {

const std::vector<ModelEntry>& modelRegistry() {
    static const std::vector<ModelEntry> entries{
        {"mobilenet_v2_cifar",
         "MobileNetV2 for small images (pytorch-cifar's layout)",
         {"mobilenet_v2_cifar", 3, 10, 32, 32, "relu6"},
         "conv1.weight",
         "linear.weight",
         {"relu6", "relu"}},
        {"mobilenet_v2",
         "MobileNetV2 for 224x224 images (torchvision's layout)",
         {"mobilenet_v2", 3, 1000, 224, 224, "relu6"},
         "features.0.0.weight",
         "classifier.1.weight",
         {"relu6", "relu"}},
    };
    return entries;
}

const ModelEntry& modelEntry(const std::string& name) {
    std::vector<std::string> names;
    for (const ModelEntry& entry : modelRegistry()) {
        if (entry.name == name) {
            return entry;
        }
        names.push_back(entry.name);
    }
    throw Error(ErrorCode::NotFound, "unknown model",
                {"", fmt::format("one of {}", fmt::join(names, ", ")), "'" + name + "'"});
}

Graph buildModel(const ModelSpec& requested, uint64_t seed) {
    const ModelEntry& entry = modelEntry(requested.name);
    ModelSpec spec = requested;
    if (spec.activation.empty()) {
        spec.activation = entry.activations.front();
    }
    if (std::find(entry.activations.begin(), entry.activations.end(), spec.activation) ==
        entry.activations.end()) {
        throw Error(ErrorCode::InvalidArgument, "the model does not offer this activation",
                    {spec.name, fmt::format("one of {}", fmt::join(entry.activations, ", ")),
                     "'" + spec.activation + "'"});
    }
    if (spec.channels < 1 || spec.classes < 1 || spec.height < 1 || spec.width < 1) {
        throw Error(
            ErrorCode::InvalidArgument, "impossible model size",
            {spec.name, "positive channels, classes, height and width",
             fmt::format("{}, {}, {}, {}", spec.channels, spec.classes, spec.height, spec.width)});
    }
    return buildMobileNetV2(spec, seed);
}

}  // namespace secateur
