#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "core/base/enum_names.h"

namespace secateur {

/// A node's position in its graph.
using NodeId = int32_t;

/// The output of a node for one image: {channels, height, width}; after Flatten and Linear
/// {features, 1, 1}.
using FeatureShape = std::array<int64_t, 3>;

enum class ActivationKind { Relu, Relu6, Silu, Sigmoid };
template <>
inline constexpr auto kEnumNames<ActivationKind> =
    enumNames<ActivationKind>("activation", {{ActivationKind::Relu, "relu"},
                                             {ActivationKind::Relu6, "relu6"},
                                             {ActivationKind::Silu, "silu"},
                                             {ActivationKind::Sigmoid, "sigmoid"}});

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
};

struct AvgPool2d {
    std::array<int64_t, 2> kernel{2, 2};
    std::array<int64_t, 2> stride{2, 2};
    std::array<int64_t, 2> padding{0, 0};
};

/// [N, C, H, W] to [N, C, 1, 1].
struct GlobalAvgPool {};

/// [N, C, H, W] to [N, C * H * W].
struct Flatten {};

struct Dropout {
    double p = 0.5;
};

using Op = std::variant<Input, Conv2d, BatchNorm2d, Linear, Activation, Add, Multiply, Concat,
                        MaxPool2d, AvgPool2d, GlobalAvgPool, Flatten, Dropout>;

/// "conv2d", "batch_norm2d", ...: stable names, used in tables and files.
const char* opName(const Op& op);

/// ReLU or ReLU6.
bool isRectifier(ActivationKind kind);

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
