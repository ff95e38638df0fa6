#include "core/models/densenet121.h"

#include <fmt/format.h>

#include <array>

#include "core/graph/builder.h"

namespace secateur {

namespace {

constexpr int64_t kGrowth = 32;
constexpr std::array<int64_t, 4> kLayers{6, 12, 24, 16};

/// What the two layouts call the same things.
struct Layout {
    bool cifar;

    std::string layer(size_t stage, int64_t index) const {
        return cifar ? fmt::format("dense{}.{}", stage, index)
                     : fmt::format("features.denseblock{}.denselayer{}", stage, index + 1);
    }
    std::string norm(const std::string& layer, int which) const {
        return fmt::format("{}.{}{}", layer, cifar ? "bn" : "norm", which);
    }
    std::string transition(size_t stage) const {
        return fmt::format(fmt::runtime(cifar ? "trans{}" : "features.transition{}"), stage);
    }
};

NodeId rectified(GraphBuilder& b, const std::string& norm, NodeId x) {
    return b.activation(norm + ".relu", b.batchNorm(norm, x), ActivationKind::Relu);
}

NodeId denseLayer(GraphBuilder& b, const Layout& layout, const std::string& name, NodeId x) {
    NodeId y = rectified(b, layout.norm(name, 1), x);
    y = b.conv(name + ".conv1", y, 4 * kGrowth, 1, 1, 1, "bottleneck");
    y = rectified(b, layout.norm(name, 2), y);
    y = b.conv(name + ".conv2", y, kGrowth, 3, 1, 1, "growth");
    return b.concat(name + ".cat",
                    layout.cifar ? std::vector<NodeId>{y, x} : std::vector<NodeId>{x, y});
}

NodeId transition(GraphBuilder& b, const Layout& layout, const std::string& name, NodeId x) {
    const int64_t width = b.channelsOf(x) / 2;
    NodeId y = rectified(b, name + (layout.cifar ? ".bn" : ".norm"), x);
    y = b.conv(name + ".conv", y, width, 1, 1, 1, "transition");
    return b.avgPool(name + ".pool", y, 2, 2);
}

NodeId stem(GraphBuilder& b, const Layout& layout) {
    if (layout.cifar) {
        return b.conv("conv1", b.input(), 2 * kGrowth, 3, 1, 1, "stem");
    }
    const NodeId x = b.conv("features.conv0", b.input(), 2 * kGrowth, 7, 2, 1, "stem");
    return b.maxPool("features.pool0", rectified(b, "features.norm0", x), 3, 2, 1);
}

}  // namespace

Graph buildDenseNet121(const ModelSpec& spec, Seed seed) {
    const Layout layout{spec.name == "densenet121_cifar"};
    GraphBuilder b(spec, seed);
    NodeId x = stem(b, layout);
    for (size_t stage = 1; stage <= kLayers.size(); ++stage) {
        for (int64_t i = 0; i < kLayers[stage - 1]; ++i) {
            b.beginBlock(fmt::format("dense {}.{}", stage, i + 1));
            x = denseLayer(b, layout, layout.layer(stage, i), x);
        }
        if (stage < kLayers.size()) {
            b.beginBlock(fmt::format("transition {}", stage));
            x = transition(b, layout, layout.transition(stage), x);
        }
    }
    b.beginBlock("head");
    x = rectified(b, layout.cifar ? "bn" : "features.norm5", x);
    x = b.flatten("flatten", b.globalAvgPool("pool", x));
    b.linear(layout.cifar ? "linear" : "classifier", x, spec.classes);
    return b.finish();
}

}  // namespace secateur
