#include "core/models/efficientnet.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "core/models/family.h"

namespace secateur {

namespace {

struct Stage {
    int64_t expansion;
    int64_t width;
    int64_t repeats;
    int64_t stride;
    int64_t kernel;
};

/// Table 1 of the paper; both layouts have these strides.
constexpr std::array<Stage, 7> kStages{{{1, 16, 1, 1, 3},
                                        {6, 24, 2, 2, 3},
                                        {6, 40, 2, 2, 5},
                                        {6, 80, 3, 2, 3},
                                        {6, 112, 3, 1, 5},
                                        {6, 192, 4, 2, 5},
                                        {6, 320, 1, 1, 3}}};

struct Form {
    std::string_view name;
    double width;  ///< what the widths of kStages are multiplied by
    double depth;  ///< what their repeats are
    double dropout;
    bool large;  ///< batch normalisations have eps 0.001 and momentum 0.01
};

/// torchvision/models/efficientnet.py.
constexpr std::array<Form, 8> kForms{{{"efficientnet_b0", 1.0, 1.0, 0.2, false},
                                      {"efficientnet_b1", 1.0, 1.1, 0.2, false},
                                      {"efficientnet_b2", 1.1, 1.2, 0.3, false},
                                      {"efficientnet_b3", 1.2, 1.4, 0.3, false},
                                      {"efficientnet_b4", 1.4, 1.8, 0.4, false},
                                      {"efficientnet_b5", 1.6, 2.2, 0.4, true},
                                      {"efficientnet_b6", 1.8, 2.6, 0.5, true},
                                      {"efficientnet_b7", 2.0, 3.1, 0.5, true}}};

struct BlockShape {
    int64_t expansion;
    int64_t width;
    int64_t stride;
    int64_t kernel;
};

/// What a layout calls the parts of a block.
struct BlockNames {
    std::string block;
    std::string expand, expandNorm;
    std::string depthwise, depthwiseNorm;
    std::string gate, squeeze, excite;
    std::string project, projectNorm;
};

BlockNames cifarNames(int64_t index) {
    const std::string name = fmt::format("layers.{}", index);
    return {name,         name + ".conv1",  name + ".bn1",    name + ".conv2", name + ".bn2",
            name + ".se", name + ".se.se1", name + ".se.se2", name + ".conv3", name + ".bn3"};
}

/// Without an expansion the parts move up by one.
BlockNames imagenetNames(size_t stage, int64_t repeat, bool expands) {
    const std::string name = fmt::format("features.{}.{}", stage + 1, repeat);
    const auto part = [&](int index, const char* what) {
        return fmt::format("{}.block.{}{}", name, index - (expands ? 0 : 1), what);
    };
    return {name,        part(0, ".0"),   part(0, ".1"),   part(1, ".0"), part(1, ".1"),
            part(2, ""), part(2, ".fc1"), part(2, ".fc2"), part(3, ".0"), part(3, ".1")};
}

/// conv, batch normalisation and SiLU.
struct ConvShape {
    int64_t width;
    int64_t kernel;
    int64_t stride;
    int64_t groups;
};

NodeId activated(GraphBuilder& b, const std::string& conv, const std::string& norm, NodeId x,
                 const ConvShape& shape, const std::string& role) {
    const NodeId y = b.batchNorm(
        norm, b.conv(conv, x, shape.width, shape.kernel, shape.stride, shape.groups, role));
    return b.activation(norm + ".act", y, ActivationKind::Silu);
}

NodeId squeezeExcitation(GraphBuilder& b, const BlockNames& names, NodeId x, int64_t squeezed) {
    NodeId y = b.globalAvgPool(names.gate + ".pool", x);
    y = b.conv(names.squeeze, y, squeezed, 1, 1, 1, "squeeze", true);
    y = b.activation(names.squeeze + ".act", y, ActivationKind::Silu);
    y = b.conv(names.excite, y, b.channelsOf(x), 1, 1, 1, "excite", true);
    y = b.activation(names.excite + ".act", y, ActivationKind::Sigmoid);
    return b.multiply(names.gate + ".mul", x, y);
}

NodeId invertedBottleneck(GraphBuilder& b, const BlockNames& names, NodeId x,
                          const BlockShape& shape) {
    const int64_t in = b.channelsOf(x);
    const int64_t hidden = in * shape.expansion;
    NodeId y = x;
    if (shape.expansion != 1) {
        y = activated(b, names.expand, names.expandNorm, y, {hidden, 1, 1, 1}, "expand");
    }
    y = activated(b, names.depthwise, names.depthwiseNorm, y,
                  {hidden, shape.kernel, shape.stride, hidden}, "depthwise");
    y = squeezeExcitation(b, names, y, in / 4);
    y = b.batchNorm(names.projectNorm, b.conv(names.project, y, shape.width, 1, 1, 1, "project"));
    return shape.stride == 1 && in == shape.width ? b.add(names.block + ".add", y, x) : y;
}

int64_t scaled(int64_t width, const Form& form) {
    return divisibleBy8(static_cast<double>(width) * form.width);
}

/// The large forms' batch normalisations have constants of their own.
void setNormConstants(Graph& graph, double eps, double momentum) {
    for (NodeId id = 0; id < graph.size(); ++id) {
        if (auto* norm = std::get_if<BatchNorm2d>(&graph.node(id).op)) {
            norm->eps = eps;
            norm->momentum = momentum;
        }
    }
}

}  // namespace

Graph buildEfficientNet(const ModelSpec& spec, Seed seed) {
    const Form& form = formOf(kForms, spec);
    const bool cifar = isCifarLayout(spec);
    GraphBuilder b(spec, seed);
    NodeId x =
        activated(b, cifar ? "conv1" : "features.0.0", cifar ? "bn1" : "features.0.1", b.input(),
                  {scaled(32, form), 3, hasCifarStrides(spec) ? 1 : 2, 1}, "stem");
    int64_t index = 0;
    for (size_t s = 0; s < kStages.size(); ++s) {
        const Stage& stage = kStages[s];
        const auto repeats =
            static_cast<int64_t>(std::ceil(static_cast<double>(stage.repeats) * form.depth));
        for (int64_t repeat = 0; repeat < repeats; ++repeat, ++index) {
            b.beginBlock(fmt::format("block {}", index + 1));
            const BlockNames names =
                cifar ? cifarNames(index) : imagenetNames(s, repeat, stage.expansion != 1);
            x = invertedBottleneck(b, names, x,
                                   {stage.expansion, scaled(stage.width, form),
                                    repeat == 0 ? stage.stride : 1, stage.kernel});
        }
    }
    b.beginBlock("head");
    if (!cifar) {
        const int64_t last = 4 * b.channelsOf(x);
        x = activated(b, "features.8.0", "features.8.1", x, {last, 1, 1, 1}, "head");
    }
    x = b.flatten("flatten", b.globalAvgPool("avgpool", x));
    x = b.dropout(cifar ? "dropout" : "classifier.0", x, form.dropout);
    classifier(b, cifar ? "linear" : "classifier.1", x, spec);
    Graph graph = b.finish();
    if (form.large) {
        setNormConstants(graph, 1e-3, 0.01);
    }
    return graph;
}

}  // namespace secateur
