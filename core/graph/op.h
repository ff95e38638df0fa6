#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/enum_names.h"

namespace secateur {

/// A node's position in its graph.
using NodeId = int32_t;

/// The output of a node for one image: {channels, height, width}; after Flatten and Linear
/// {features, 1, 1}.
using FeatureShape = std::array<int64_t, 3>;

enum class ActivationKind {
    Relu,
    Relu6,
    Silu,
    Sigmoid,
    HardSigmoid,  ///< relu6(x + 3) / 6
    HardSwish,    ///< x * hard sigmoid
    LeakyRelu,
    Gelu,      ///< x * Phi(x), by the error function
    GeluTanh,  ///< its approximation by tanh
    Tanh,
    Clip,  ///< to the bounds of the Activation
};
template <>
inline constexpr auto kEnumNames<ActivationKind> =
    enumNames<ActivationKind>("activation", {{ActivationKind::Relu, "relu"},
                                             {ActivationKind::Relu6, "relu6"},
                                             {ActivationKind::Silu, "silu"},
                                             {ActivationKind::Sigmoid, "sigmoid"},
                                             {ActivationKind::HardSigmoid, "hard_sigmoid"},
                                             {ActivationKind::HardSwish, "hard_swish"},
                                             {ActivationKind::LeakyRelu, "leaky_relu"},
                                             {ActivationKind::Gelu, "gelu"},
                                             {ActivationKind::GeluTanh, "gelu_tanh"},
                                             {ActivationKind::Tanh, "tanh"},
                                             {ActivationKind::Clip, "clip"}});

/// The graph's entry: a float image batch [N, channels, height, width], normalised.
struct Input {
    int64_t channels = 0;
    int64_t height = 0;
    int64_t width = 0;
};

/// torch.nn.Conv2d. Parameters: weight [out, in / groups, kh, kw], bias [out] if `bias`.
/// `fused`: an activation applied to the result, put there by the fold_batchnorm pass.
struct Conv2d {
    int64_t inChannels = 0;
    int64_t outChannels = 0;
    std::array<int64_t, 2> kernel{1, 1};
    std::array<int64_t, 2> stride{1, 1};
    std::array<int64_t, 2> padding{0, 0};
    int64_t groups = 1;
    bool bias = false;
    std::optional<ActivationKind> fused;
    std::array<int64_t, 2> dilation{1, 1};

    bool depthwise() const { return groups > 1 && groups == inChannels; }
    bool pointwise() const { return kernel[0] == 1 && kernel[1] == 1; }
};

/// torch.nn.BatchNorm2d. Parameters: weight, bias, running_mean, running_var, num_batches_tracked.
struct BatchNorm2d {
    int64_t channels = 0;
    double eps = 1e-5;
    double momentum = 0.1;
    std::optional<ActivationKind> fused = {};
};

/// torch.nn.Linear. Parameters: weight [out, in], bias [out] if `bias`.
struct Linear {
    int64_t inFeatures = 0;
    int64_t outFeatures = 0;
    bool bias = true;
    std::optional<ActivationKind> fused;
};

struct Activation {
    ActivationKind kind = ActivationKind::Relu;
    double slope = 0.01;  ///< of a leaky ReLU below 0
    double low = 0;       ///< of a clip; the least float: no bound
    double high = 6;      ///< of a clip; the largest float: no bound
};

struct Add {
    std::optional<ActivationKind> fused;
};

/// Elementwise product with broadcasting over height and width (squeeze-and-excitation).
struct Multiply {};

/// Along the channels.
struct Concat {};

struct MaxPool2d {
    std::array<int64_t, 2> kernel{2, 2};
    std::array<int64_t, 2> stride{2, 2};
    std::array<int64_t, 2> padding{0, 0};
    bool ceilMode = false;  ///< a window that begins inside the image may end outside
};

struct AvgPool2d {
    std::array<int64_t, 2> kernel{2, 2};
    std::array<int64_t, 2> stride{2, 2};
    std::array<int64_t, 2> padding{0, 0};
    bool ceilMode = false;
    bool countIncludePad = true;  ///< zeros of the padding are averaged too
};

/// [N, C, H, W] to [N, C, 1, 1].
struct GlobalAvgPool {};

/// [N, C, H, W] to [N, C * H * W].
struct Flatten {};

struct Dropout {
    double p = 0.5;
};

/// torch.nn.functional.pad with a constant: left, right, top, bottom.
struct Pad2d {
    std::array<int64_t, 4> sides{};
    double value = 0.0;
};

/// Output channel i is input channel channels[i]: a split, a slice, a shuffle.
struct SelectChannels {
    std::vector<int64_t> channels;
};

/// x * weight + bias, channel by channel: constants of a network. Parameters: weight, bias [C].
struct ChannelAffine {
    int64_t channels = 0;
};

/// torch.nn.LayerNorm over the channels of each place. Parameters: weight, bias [C].
struct LayerNorm2d {
    int64_t channels = 0;
    double eps = 1e-6;
};

/// torch.nn.Upsample(mode="nearest"): every pixel a rectangle of pixels.
struct Upsample2d {
    std::array<int64_t, 2> scale{2, 2};
};

using Op = std::variant<Input, Conv2d, BatchNorm2d, Linear, Activation, Add, Multiply, Concat,
                        MaxPool2d, AvgPool2d, GlobalAvgPool, Flatten, Dropout, Pad2d,
                        SelectChannels, ChannelAffine, LayerNorm2d, Upsample2d>;

/// "conv2d", "batch_norm2d", ...: stable names, used in tables and files.
const char* opName(const Op& op);

/// ReLU or ReLU6.
bool isRectifier(ActivationKind kind);

/// Moves or averages its input's values, so that its output is quantized as its input is.
bool movesValues(const Op& op);

/// Of a pooling window or kernel along one side: how many places it has in `in` pixels, by
/// torch.nn's rules; below 1 if it does not fit.
int64_t windowPlaces(int64_t in, int64_t kernel, int64_t stride, int64_t padding,
                     bool ceilMode = false);

/// "3x3/2" for a strided convolution, "3x3 dw" for a depthwise one, else the op's name.
std::string opLabel(const Op& op);

/// The activation fused into the op, if the op can hold one and does.
std::optional<ActivationKind> fusedActivation(const Op& op);

/// For `std::visit`.
template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

}  // namespace secateur
