#include "core/models/registry.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/models/densenet.h"
#include "core/models/efficientnet.h"
#include "core/models/mobilenet_v2.h"
#include "core/models/resnet.h"
#include "core/models/vgg.h"

namespace secateur {

namespace {

ModelSpec smallImages(const std::string& name, const std::string& activation) {
    return {name, 3, 10, 32, 32, activation};
}

ModelSpec imageNet(const std::string& name, const std::string& activation) {
    return {name, 3, 1000, 224, 224, activation};
}

constexpr const char* kPytorchCifar = " for small images (pytorch-cifar's layout)";

std::string torchvisions(int64_t side) {
    return fmt::format(" for {0}x{0} images (torchvision's layout)", side);
}

void addMobileNets(std::vector<ModelEntry>& models) {
    models.push_back({.name = "mobilenet_v2_cifar",
                      .description = std::string("MobileNetV2") + kPytorchCifar,
                      .defaults = smallImages("mobilenet_v2_cifar", "relu6"),
                      .firstWeight = "conv1.weight",
                      .lastWeight = "linear.weight",
                      .activations = {"relu6", "relu"},
                      .build = buildMobileNetV2,
                      .scalable = true});
    models.push_back({.name = "mobilenet_v2",
                      .description = "MobileNetV2" + torchvisions(224),
                      .defaults = imageNet("mobilenet_v2", "relu6"),
                      .firstWeight = "features.0.0.weight",
                      .lastWeight = "classifier.1.weight",
                      .activations = {"relu6", "relu"},
                      .build = buildMobileNetV2,
                      .scalable = true});
}

void addVggs(std::vector<ModelEntry>& models) {
    for (const int depth : {16, 11, 13, 19}) {
        for (const bool normalised : {true, false}) {
            const std::string title =
                fmt::format("VGG{} {} batch normalisation", depth, normalised ? "with" : "without");
            const std::string cifar =
                fmt::format("vgg{}{}_cifar", depth, normalised ? "" : "_plain");
            const std::string imagenet = fmt::format("vgg{}{}", depth, normalised ? "_bn" : "");
            models.push_back({.name = cifar,
                              .description = title + kPytorchCifar,
                              .defaults = smallImages(cifar, "relu"),
                              .firstWeight = "features.0.weight",
                              .lastWeight = "classifier.weight",
                              .activations = {"relu"},
                              .build = buildVgg,
                              .minimumSide = 32,
                              .strided = false});
            ModelSpec spec = imageNet(imagenet, "relu");
            spec.hidden = {4096, 4096};
            models.push_back({.name = imagenet,
                              .description = title + torchvisions(224),
                              .defaults = spec,
                              .firstWeight = "features.0.weight",
                              .lastWeight = "classifier.6.weight",
                              .activations = {"relu"},
                              .build = buildVgg,
                              .minimumSide = 224,
                              .strided = false});
        }
    }
}

void addResNets(std::vector<ModelEntry>& models) {
    for (const int depth : {18, 34, 50, 101, 152}) {
        const std::string title = fmt::format("ResNet{}", depth);
        const std::string name = fmt::format("resnet{}", depth);
        models.push_back({.name = name + "_cifar",
                          .description = title + kPytorchCifar,
                          .defaults = smallImages(name + "_cifar", "relu"),
                          .firstWeight = "conv1.weight",
                          .lastWeight = "linear.weight",
                          .activations = {"relu"},
                          .build = buildResNet});
        models.push_back({.name = name,
                          .description = title + torchvisions(224),
                          .defaults = imageNet(name, "relu"),
                          .firstWeight = "conv1.weight",
                          .lastWeight = "fc.weight",
                          .activations = {"relu"},
                          .build = buildResNet});
    }
}

void addDenseNets(std::vector<ModelEntry>& models) {
    for (const int depth : {121, 161, 169, 201}) {
        const std::string title = fmt::format("DenseNet{}", depth);
        const std::string name = fmt::format("densenet{}", depth);
        models.push_back({.name = name + "_cifar",
                          .description = title + kPytorchCifar,
                          .defaults = smallImages(name + "_cifar", "relu"),
                          .firstWeight = "conv1.weight",
                          .lastWeight = "linear.weight",
                          .activations = {"relu"},
                          .build = buildDenseNet,
                          .minimumSide = 32});
        models.push_back({.name = name,
                          .description = title + torchvisions(224),
                          .defaults = imageNet(name, "relu"),
                          .firstWeight = "features.conv0.weight",
                          .lastWeight = "classifier.weight",
                          .activations = {"relu"},
                          .build = buildDenseNet,
                          .minimumSide = 32});
    }
}

void addEfficientNets(std::vector<ModelEntry>& models) {
    models.push_back({.name = "efficientnet_b0_cifar",
                      .description = std::string("EfficientNet-B0") + kPytorchCifar,
                      .defaults = smallImages("efficientnet_b0_cifar", "silu"),
                      .firstWeight = "conv1.weight",
                      .lastWeight = "linear.weight",
                      .activations = {"silu"},
                      .build = buildEfficientNet,
                      .unused = {"layers.0.conv1", "layers.0.bn1"}});
    // As torchvision evaluates them.
    constexpr std::array<int64_t, 8> kSides{224, 240, 288, 300, 380, 456, 528, 600};
    for (size_t i = 0; i < kSides.size(); ++i) {
        const std::string name = fmt::format("efficientnet_b{}", i);
        ModelSpec spec = imageNet(name, "silu");
        spec.height = spec.width = kSides[i];
        models.push_back(
            {.name = name,
             .description = fmt::format("EfficientNet-B{}", i) + torchvisions(kSides[i]),
             .defaults = spec,
             .firstWeight = "features.0.0.weight",
             .lastWeight = "classifier.1.weight",
             .activations = {"silu"},
             .build = buildEfficientNet});
    }
}

std::vector<ModelEntry> allModels() {
    std::vector<ModelEntry> models;
    addMobileNets(models);
    addVggs(models);
    addResNets(models);
    addDenseNets(models);
    addEfficientNets(models);
    return models;
}

/// What a spec asks for beyond sizes must be what the entry can be given.
void requireForm(const ModelSpec& spec, const ModelEntry& entry) {
    const bool known =
        spec.strides.empty() || spec.strides == kCifarStrides || spec.strides == kImagenetStrides;
    if (!known || (!spec.strides.empty() && !entry.strided)) {
        throw Error(ErrorCode::InvalidArgument, "the model does not have such strides",
                    {spec.name, entry.strided ? "cifar or imagenet" : "none", spec.strides});
    }
    constexpr double kLargest = 10;
    if (spec.widthMultiple != 1 &&
        (!entry.scalable || spec.widthMultiple <= 0 || spec.widthMultiple > kLargest)) {
        throw Error(ErrorCode::InvalidArgument, "the model does not come in such a width",
                    {spec.name, entry.scalable ? "above 0, at most 10" : "1",
                     fmt::format("{:g}", spec.widthMultiple)});
    }
}

}  // namespace

const std::vector<ModelEntry>& modelRegistry() {
    static const std::vector<ModelEntry> models = allModels();
    return models;
}

const ModelEntry* findModel(const std::string& name) {
    for (const ModelEntry& entry : modelRegistry()) {
        if (entry.name == name) {
            return &entry;
        }
    }
    return nullptr;
}

const ModelEntry& modelEntry(const std::string& name) {
    if (const ModelEntry* entry = findModel(name)) {
        return *entry;
    }
    std::vector<std::string> names;
    for (const ModelEntry& entry : modelRegistry()) {
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
    requireForm(spec, entry);
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
