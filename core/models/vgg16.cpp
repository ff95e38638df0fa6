#include "core/models/vgg16.h"

#include <fmt/format.h>

#include <array>

#include "core/base/error.h"
#include "core/graph/builder.h"

namespace secateur {

namespace {

constexpr int64_t kPooledSide = 7;        // of torchvision's form
constexpr int64_t kTotalStride = 1 << 5;  // five poolings
constexpr int64_t kHidden = 4096;

struct Stage {
    int64_t width;
    int64_t convolutions;
};

constexpr std::array<Stage, 5> kStages{{{64, 2}, {128, 2}, {256, 3}, {512, 3}, {512, 3}}};

/// The convolutions, numbered as in a torch.nn.Sequential.
NodeId features(GraphBuilder& b) {
    NodeId x = b.input();
    int64_t index = 0;
    const auto next = [&] { return fmt::format("features.{}", index++); };
    for (size_t stage = 0; stage < kStages.size(); ++stage) {
        b.beginBlock(fmt::format("block {}", stage + 1));
        for (int64_t i = 1; i <= kStages[stage].convolutions; ++i) {
            x = b.conv(next(), x, kStages[stage].width, 3, 1, 1, fmt::format("conv{}", i), true);
            x = b.batchNorm(next(), x);
            x = b.activation(next(), x, ActivationKind::Relu);
        }
        x = b.maxPool(next(), x, 2, 2);
    }
    return x;
}

NodeId hiddenLayer(GraphBuilder& b, NodeId x, int64_t index) {
    x = b.linear(fmt::format("classifier.{}", index), x, kHidden);
    x = b.activation(fmt::format("classifier.{}", index + 1), x, ActivationKind::Relu);
    return b.dropout(fmt::format("classifier.{}", index + 2), x, 0.5);
}

/// torchvision's adaptive pooling to 7x7, where it is a plain one.
NodeId pooled(GraphBuilder& b, NodeId x, const ModelSpec& spec) {
    const int64_t unit = kPooledSide * kTotalStride;
    if (spec.height != spec.width || spec.height % unit != 0) {
        throw Error(ErrorCode::InvalidArgument, "the network does not take images of this size",
                    {spec.name, fmt::format("{0}x{0}, or a multiple of it", unit),
                     fmt::format("{}x{}", spec.height, spec.width)});
    }
    const int64_t window = spec.height / unit;
    return window == 1 ? x : b.avgPool("avgpool", x, window, window);
}

}  // namespace

Graph buildVgg16(const ModelSpec& spec, Seed seed) {
    const bool cifar = spec.name == "vgg16_cifar";
    GraphBuilder b(spec, seed, "block 1");
    NodeId x = features(b);
    b.beginBlock("head");
    if (cifar) {
        x = b.flatten("flatten", b.globalAvgPool("pool", x));
        b.linear("classifier", x, spec.classes);
        return b.finish();
    }
    x = b.flatten("flatten", pooled(b, x, spec), kPooledSide * kPooledSide);
    x = hiddenLayer(b, hiddenLayer(b, x, 0), 3);
    b.linear("classifier.6", x, spec.classes);
    return b.finish();
}

}  // namespace secateur
