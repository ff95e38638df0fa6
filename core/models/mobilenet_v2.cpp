#include "core/models/mobilenet_v2.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/models/family.h"

namespace secateur {

namespace {

struct Stage {
    int64_t expansion;
    int64_t width;
    int64_t repeats;
    int64_t stride;
};

/// Table 2 of the paper; the CIFAR form has stride 1 in the second stage.
std::array<Stage, 7> stages(bool keepsSize) {
    return {{{1, 16, 1, 1},
             {6, 24, 2, keepsSize ? 1 : 2},
             {6, 32, 3, 2},
             {6, 64, 4, 2},
             {6, 96, 3, 1},
             {6, 160, 3, 2},
             {6, 320, 1, 1}}};
}

/// Appends Conv-BN or Conv-BN-activation under given names.
struct ConvBlock {
    GraphBuilder& builder;
    ActivationKind kind;

    NodeId linear(const std::string& conv, const std::string& bn, NodeId from, int64_t out,
                  const std::string& role) const {
        return builder.batchNorm(bn, builder.conv(conv, from, out, 1, 1, 1, role));
    }
    NodeId activated(const std::string& conv, const std::string& bn, NodeId from, int64_t out,
                     int64_t kernel, int64_t stride, int64_t groups,
                     const std::string& role) const {
        const NodeId y =
            builder.batchNorm(bn, builder.conv(conv, from, out, kernel, stride, groups, role));
        return builder.activation(bn + ".act", y, kind);
    }
};

struct BlockShape {
    int64_t expansion;
    int64_t width;
    int64_t stride;
};

NodeId cifarBlock(GraphBuilder& b, const ConvBlock& conv, const std::string& name, NodeId x,
                  const BlockShape& shape) {
    const int64_t in = b.channelsOf(x);
    const int64_t hidden = in * shape.expansion;
    NodeId y = conv.activated(name + ".conv1", name + ".bn1", x, hidden, 1, 1, 1, "expand");
    y = conv.activated(name + ".conv2", name + ".bn2", y, hidden, 3, shape.stride, hidden,
                       "depthwise");
    y = conv.linear(name + ".conv3", name + ".bn3", y, shape.width, "project");
    if (shape.stride != 1) {
        return y;
    }
    if (in == shape.width) {
        return b.add(name + ".add", y, x);
    }
    const NodeId shortcut =
        conv.linear(name + ".shortcut.0", name + ".shortcut.1", x, shape.width, "shortcut");
    return b.add(name + ".add", y, shortcut);
}

NodeId imagenetBlock(GraphBuilder& b, const ConvBlock& conv, const std::string& name, NodeId x,
                     const BlockShape& shape) {
    const int64_t in = b.channelsOf(x);
    const int64_t hidden = in * shape.expansion;
    NodeId y = x;
    int part = 0;
    if (shape.expansion != 1) {
        y = conv.activated(fmt::format("{}.conv.{}.0", name, part),
                           fmt::format("{}.conv.{}.1", name, part), y, hidden, 1, 1, 1, "expand");
        ++part;
    }
    y = conv.activated(fmt::format("{}.conv.{}.0", name, part),
                       fmt::format("{}.conv.{}.1", name, part), y, hidden, 3, shape.stride, hidden,
                       "depthwise");
    ++part;
    y = conv.linear(fmt::format("{}.conv.{}", name, part),
                    fmt::format("{}.conv.{}", name, part + 1), y, shape.width, "project");
    return shape.stride == 1 && in == shape.width ? b.add(name + ".add", y, x) : y;
}

}  // namespace

Graph buildMobileNetV2(const ModelSpec& spec, Seed seed) {
    const bool cifar = isCifarLayout(spec);
    const bool keepsSize = hasCifarStrides(spec);
    const double width = spec.widthMultiple;
    GraphBuilder b(spec, seed);
    const ConvBlock conv{b, enumFromName<ActivationKind>(spec.activation)};

    NodeId x = conv.activated(cifar ? "conv1" : "features.0.0", cifar ? "bn1" : "features.0.1",
                              b.input(), divisibleBy8(32 * width), 3, keepsSize ? 1 : 2, 1, "stem");
    int64_t index = 0;
    for (const Stage& stage : stages(keepsSize)) {
        for (int64_t repeat = 0; repeat < stage.repeats; ++repeat, ++index) {
            b.beginBlock(fmt::format("block {}", index + 1));
            const BlockShape shape{stage.expansion,
                                   divisibleBy8(static_cast<double>(stage.width) * width),
                                   repeat == 0 ? stage.stride : 1};
            x = cifar ? cifarBlock(b, conv, fmt::format("layers.{}", index), x, shape)
                      : imagenetBlock(b, conv, fmt::format("features.{}", index + 1), x, shape);
        }
    }
    b.beginBlock("head");
    const int64_t last = divisibleBy8(1280 * std::max(1.0, width));
    x = conv.activated(cifar ? "conv2" : "features.18.0", cifar ? "bn2" : "features.18.1", x, last,
                       1, 1, 1, "head");
    x = b.flatten("flatten", b.globalAvgPool("pool", x));
    if (!cifar) {
        x = b.dropout("classifier.0", x, 0.2);
    }
    classifier(b, cifar ? "linear" : "classifier.1", x, spec);
    return b.finish();
}

}  // namespace secateur
