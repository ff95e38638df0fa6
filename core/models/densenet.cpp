#include "core/models/densenet.h"

#include <fmt/format.h>

#include <array>

#include "core/models/family.h"

namespace secateur {

namespace {

struct Form {
    std::string_view name;
    int64_t growth;
    std::array<int64_t, 4> layers;  ///< of each stage
};

constexpr std::array<Form, 4> kForms{{{"densenet121", 32, {6, 12, 24, 16}},
                                      {"densenet161", 48, {6, 12, 36, 24}},
                                      {"densenet169", 32, {6, 12, 32, 32}},
                                      {"densenet201", 32, {6, 12, 48, 32}}}};

/// What the two layouts call the same things.
struct Layout {
    bool cifar;
    bool keepsSize;
    int64_t growth;

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
    y = b.conv(name + ".conv1", y, 4 * layout.growth, 1, 1, 1, "bottleneck");
    y = rectified(b, layout.norm(name, 2), y);
    y = b.conv(name + ".conv2", y, layout.growth, 3, 1, 1, "growth");
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
        return b.conv("conv1", b.input(), 2 * layout.growth, 3, 1, 1, "stem");
    }
    NodeId x = b.conv("features.conv0", b.input(), 2 * layout.growth, 7, layout.keepsSize ? 1 : 2,
                      1, "stem");
    x = rectified(b, "features.norm0", x);
    return layout.keepsSize ? x : b.maxPool("features.pool0", x, 3, 2, 1);
}

}  // namespace

Graph buildDenseNet(const ModelSpec& spec, Seed seed) {
    const Form& form = formOf(kForms, spec);
    const Layout layout{isCifarLayout(spec), hasCifarStrides(spec), form.growth};
    GraphBuilder b(spec, seed);
    NodeId x = stem(b, layout);
    for (size_t stage = 1; stage <= form.layers.size(); ++stage) {
        for (int64_t i = 0; i < form.layers[stage - 1]; ++i) {
            b.beginBlock(fmt::format("dense {}.{}", stage, i + 1));
            x = denseLayer(b, layout, layout.layer(stage, i), x);
        }
        if (stage < form.layers.size()) {
            b.beginBlock(fmt::format("transition {}", stage));
            x = transition(b, layout, layout.transition(stage), x);
        }
    }
    b.beginBlock("head");
    x = rectified(b, layout.cifar ? "bn" : "features.norm5", x);
    x = b.flatten("flatten", b.globalAvgPool("pool", x));
    classifier(b, layout.cifar ? "linear" : "classifier", x, spec);
    return b.finish();
}

}  // namespace secateur
