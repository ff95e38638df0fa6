#include "core/models/resnet18.h"

#include <fmt/format.h>

#include "core/graph/builder.h"

namespace secateur {

namespace {

constexpr int64_t kStages = 4;
constexpr int64_t kBlocksPerStage = 2;

/// Two 3x3 convolutions and the way around them, a 1x1 convolution where the shape changes.
NodeId basicBlock(GraphBuilder& b, const std::string& name, const std::string& shortcut, NodeId x,
                  int64_t width, int64_t stride) {
    NodeId y = b.conv(name + ".conv1", x, width, 3, stride, 1, "conv1");
    y = b.activation(name + ".relu1", b.batchNorm(name + ".bn1", y), ActivationKind::Relu);
    y = b.batchNorm(name + ".bn2", b.conv(name + ".conv2", y, width, 3, 1, 1, "conv2"));
    if (stride != 1 || b.channelsOf(x) != width) {
        const std::string prefix = name + "." + shortcut;
        x = b.batchNorm(prefix + ".1", b.conv(prefix + ".0", x, width, 1, stride, 1, "shortcut"));
    }
    return b.activation(name + ".relu2", b.add(name + ".add", y, x), ActivationKind::Relu);
}

}  // namespace

Graph buildResNet18(const ModelSpec& spec, Seed seed) {
    const bool cifar = spec.name == "resnet18_cifar";
    GraphBuilder b(spec, seed);
    NodeId x = b.conv("conv1", b.input(), 64, cifar ? 3 : 7, cifar ? 1 : 2, 1, "stem");
    x = b.activation("relu", b.batchNorm("bn1", x), ActivationKind::Relu);
    if (!cifar) {
        x = b.maxPool("maxpool", x, 3, 2, 1);
    }
    int64_t width = 64;
    for (int64_t stage = 1; stage <= kStages; ++stage, width *= 2) {
        for (int64_t i = 0; i < kBlocksPerStage; ++i) {
            b.beginBlock(fmt::format("block {}", (stage - 1) * kBlocksPerStage + i + 1));
            x = basicBlock(b, fmt::format("layer{}.{}", stage, i),
                           cifar ? "shortcut" : "downsample", x, width,
                           stage > 1 && i == 0 ? 2 : 1);
        }
    }
    b.beginBlock("head");
    x = b.flatten("flatten", b.globalAvgPool("avgpool", x));
    b.linear(cifar ? "linear" : "fc", x, spec.classes);
    return b.finish();
}

}  // namespace secateur
