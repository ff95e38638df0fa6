#include "core/models/registry.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/models/densenet121.h"
#include "core/models/efficientnet_b0.h"
#include "core/models/mobilenet_v2.h"
#include "core/models/resnet18.h"
#include "core/models/vgg16.h"

namespace secateur {

namespace {

ModelSpec smallImages(const std::string& name, const std::string& activation) {
    return {name, 3, 10, 32, 32, activation};
}

ModelSpec imageNet(const std::string& name, const std::string& activation) {
    return {name, 3, 1000, 224, 224, activation};
}

const std::vector<ModelEntry> kModels{
    {.name = "mobilenet_v2_cifar",
     .description = "MobileNetV2 for small images (pytorch-cifar's layout)",
     .defaults = smallImages("mobilenet_v2_cifar", "relu6"),
     .firstWeight = "conv1.weight",
     .lastWeight = "linear.weight",
     .activations = {"relu6", "relu"},
     .build = buildMobileNetV2},
    {.name = "mobilenet_v2",
     .description = "MobileNetV2 for 224x224 images (torchvision's layout)",
     .defaults = imageNet("mobilenet_v2", "relu6"),
     .firstWeight = "features.0.0.weight",
     .lastWeight = "classifier.1.weight",
     .activations = {"relu6", "relu"},
     .build = buildMobileNetV2},
    {.name = "vgg16_cifar",
     .description = "VGG16 with batch normalisation for small images (pytorch-cifar's layout)",
     .defaults = smallImages("vgg16_cifar", "relu"),
     .firstWeight = "features.0.weight",
     .lastWeight = "classifier.weight",
     .activations = {"relu"},
     .build = buildVgg16,
     .minimumSide = 32},
    {.name = "vgg16_bn",
     .description = "VGG16 with batch normalisation for 224x224 images (torchvision's layout)",
     .defaults = imageNet("vgg16_bn", "relu"),
     .firstWeight = "features.0.weight",
     .lastWeight = "classifier.6.weight",
     .activations = {"relu"},
     .build = buildVgg16,
     .minimumSide = 224},
    {.name = "resnet18_cifar",
     .description = "ResNet18 for small images (pytorch-cifar's layout)",
     .defaults = smallImages("resnet18_cifar", "relu"),
     .firstWeight = "conv1.weight",
     .lastWeight = "linear.weight",
     .activations = {"relu"},
     .build = buildResNet18},
    {.name = "resnet18",
     .description = "ResNet18 for 224x224 images (torchvision's layout)",
     .defaults = imageNet("resnet18", "relu"),
     .firstWeight = "conv1.weight",
     .lastWeight = "fc.weight",
     .activations = {"relu"},
     .build = buildResNet18},
    {.name = "densenet121_cifar",
     .description = "DenseNet121 for small images (pytorch-cifar's layout)",
     .defaults = smallImages("densenet121_cifar", "relu"),
     .firstWeight = "conv1.weight",
     .lastWeight = "linear.weight",
     .activations = {"relu"},
     .build = buildDenseNet121,
     .minimumSide = 32},
    {.name = "densenet121",
     .description = "DenseNet121 for 224x224 images (torchvision's layout)",
     .defaults = imageNet("densenet121", "relu"),
     .firstWeight = "features.conv0.weight",
     .lastWeight = "classifier.weight",
     .activations = {"relu"},
     .build = buildDenseNet121,
     .minimumSide = 32},
    {.name = "efficientnet_b0_cifar",
     .description = "EfficientNet-B0 for small images (pytorch-cifar's layout)",
     .defaults = smallImages("efficientnet_b0_cifar", "silu"),
     .firstWeight = "conv1.weight",
     .lastWeight = "linear.weight",
     .activations = {"silu"},
     .build = buildEfficientNetB0,
     .unused = {"layers.0.conv1", "layers.0.bn1"}},
    {.name = "efficientnet_b0",
     .description = "EfficientNet-B0 for 224x224 images (torchvision's layout)",
     .defaults = imageNet("efficientnet_b0", "silu"),
     .firstWeight = "features.0.0.weight",
     .lastWeight = "classifier.1.weight",
     .activations = {"silu"},
     .build = buildEfficientNetB0},
};

}  // namespace

const std::vector<ModelEntry>& modelRegistry() {
    return kModels;
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

Graph buildModel(const ModelSpec& requested, Seed seed) {
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
    if (std::min(spec.height, spec.width) < entry.minimumSide) {
        throw Error(ErrorCode::InvalidArgument, "the images are too small for the network",
                    {spec.name, fmt::format("at least {0}x{0}", entry.minimumSide),
                     fmt::format("{}x{}", spec.height, spec.width)});
    }
    return entry.build(spec, seed);
}

}  // namespace secateur
