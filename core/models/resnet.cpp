#include "core/models/resnet.h"

#include <fmt/format.h>

#include <array>

#include "core/models/family.h"

namespace secateur {

namespace {

struct Form {
    std::string_view name;
    std::array<int64_t, 4> blocks;  ///< of each stage
    bool bottleneck;
};

constexpr std::array<Form, 5> kForms{{{"resnet18", {2, 2, 2, 2}, false},
                                      {"resnet34", {3, 4, 6, 3}, false},
                                      {"resnet50", {3, 4, 6, 3}, true},
                                      {"resnet101", {3, 4, 23, 3}, true},
                                      {"resnet152", {3, 8, 36, 3}, true}}};
constexpr int64_t kExpansion = 4;  // of a bottleneck

struct BlockShape {
    int64_t width;
    int64_t stride;
    bool bottleneck;
};

/// Two 3x3 convolutions, or a bottleneck of three, and the way around them: a 1x1 convolution where
/// the shape changes.
NodeId residualBlock(GraphBuilder& b, const std::string& name, const std::string& shortcut,
                     NodeId x, const BlockShape& shape) {
    const auto part = [&](NodeId from, int index, int64_t out, int64_t kernel, int64_t stride) {
        const NodeId y = b.conv(fmt::format("{}.conv{}", name, index), from, out, kernel, stride, 1,
                                fmt::format("conv{}", index));
        return b.batchNorm(fmt::format("{}.bn{}", name, index), y);
    };
    const auto rectified = [&](NodeId from, int index) {
        return b.activation(fmt::format("{}.relu{}", name, index), from, ActivationKind::Relu);
    };
    const int64_t out = shape.width * (shape.bottleneck ? kExpansion : 1);
    int last = 2;
    NodeId y = 0;
    if (shape.bottleneck) {
        last = 3;
        y = rectified(part(x, 1, shape.width, 1, 1), 1);
        y = rectified(part(y, 2, shape.width, 3, shape.stride), 2);
        y = part(y, 3, out, 1, 1);
    } else {
        y = rectified(part(x, 1, out, 3, shape.stride), 1);
        y = part(y, 2, out, 3, 1);
    }
    if (shape.stride != 1 || b.channelsOf(x) != out) {
        const std::string prefix = name + "." + shortcut;
        x = b.batchNorm(prefix + ".1",
                        b.conv(prefix + ".0", x, out, 1, shape.stride, 1, "shortcut"));
    }
    return rectified(b.add(name + ".add", y, x), last);
}

}  // namespace

Graph buildResNet(const ModelSpec& spec, Seed seed) {
    const Form& form = formOf(kForms, spec);
    const bool cifar = isCifarLayout(spec);
    const bool keepsSize = hasCifarStrides(spec);
    GraphBuilder b(spec, seed);
    NodeId x = b.conv("conv1", b.input(), 64, cifar ? 3 : 7, keepsSize ? 1 : 2, 1, "stem");
    x = b.activation("relu", b.batchNorm("bn1", x), ActivationKind::Relu);
    if (!keepsSize) {
        x = b.maxPool("maxpool", x, 3, 2, 1);
    }
    int64_t index = 0;
    for (size_t stage = 0; stage < form.blocks.size(); ++stage) {
        for (int64_t i = 0; i < form.blocks[stage]; ++i) {
            b.beginBlock(fmt::format("block {}", ++index));
            x = residualBlock(b, fmt::format("layer{}.{}", stage + 1, i),
                              cifar ? "shortcut" : "downsample", x,
                              {int64_t{64} << stage, stage > 0 && i == 0 ? 2 : 1, form.bottleneck});
        }
    }
    b.beginBlock("head");
    x = b.flatten("flatten", b.globalAvgPool("avgpool", x));
    classifier(b, cifar ? "linear" : "fc", x, spec);
    return b.finish();
}

}  // namespace secateur
