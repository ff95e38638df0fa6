#include "core/models/vgg.h"

#include <fmt/format.h>

#include <array>

#include "core/base/error.h"
#include "core/models/family.h"

namespace secateur {

namespace {

constexpr int64_t kPooledSide = 7;        // of torchvision's form
constexpr int64_t kTotalStride = 1 << 5;  // five poolings

struct Form {
    std::string_view name;                ///< without "_bn" and "_plain"
    std::array<int64_t, 5> convolutions;  ///< of each stage
};

constexpr std::array<Form, 4> kForms{{{"vgg11", {1, 1, 2, 2, 2}},
                                      {"vgg13", {2, 2, 2, 2, 2}},
                                      {"vgg16", {2, 2, 3, 3, 3}},
                                      {"vgg19", {2, 2, 4, 4, 4}}}};
constexpr std::array<int64_t, 5> kWidths{64, 128, 256, 512, 512};

/// The convolutions, numbered as in a torch.nn.Sequential.
NodeId features(GraphBuilder& b, const Form& form, bool normalised) {
    NodeId x = b.input();
    int64_t index = 0;
    const auto next = [&] { return fmt::format("features.{}", index++); };
    for (size_t stage = 0; stage < kWidths.size(); ++stage) {
        b.beginBlock(fmt::format("block {}", stage + 1));
        for (int64_t i = 1; i <= form.convolutions[stage]; ++i) {
            x = b.conv(next(), x, kWidths[stage], 3, 1, 1, fmt::format("conv{}", i), true);
            if (normalised) {
                x = b.batchNorm(next(), x);
            }
            x = b.activation(next(), x, ActivationKind::Relu);
        }
        x = b.maxPool(next(), x, 2, 2);
    }
    return x;
}

/// torchvision's: linear, ReLU and dropout counted through.
void numberedClassifier(GraphBuilder& b, NodeId x, const ModelSpec& spec) {
    int64_t index = 0;
    const auto next = [&] { return fmt::format("classifier.{}", index++); };
    for (const int64_t width : spec.hidden) {
        x = b.activation(next(), b.linear(next(), x, width), ActivationKind::Relu);
        x = b.dropout(next(), x, 0.5);
    }
    b.linear(next(), x, spec.classes);
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

Graph buildVgg(const ModelSpec& spec, Seed seed) {
    const bool cifar = isCifarLayout(spec);
    ModelSpec plain = spec;
    plain.name = baseName(spec);
    const std::string kind = plain.name.substr(plain.name.find('_') + 1);
    plain.name = plain.name.substr(0, plain.name.find('_'));
    const bool normalised = cifar ? kind != "plain" : kind == "bn";
    GraphBuilder b(spec, seed, "block 1");
    NodeId x = features(b, formOf(kForms, plain), normalised);
    b.beginBlock("head");
    if (cifar) {
        x = b.flatten("flatten", b.globalAvgPool("pool", x));
        classifier(b, "classifier", x, spec);
        return b.finish();
    }
    x = b.flatten("flatten", pooled(b, x, spec), kPooledSide * kPooledSide);
    numberedClassifier(b, x, spec);
    return b.finish();
}

}  // namespace secateur
