#include "core/graph/shapes.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace secateur {

namespace {

std::string text(const FeatureShape& shape) {
    return fmt::format("[{}, {}, {}]", shape[0], shape[1], shape[2]);
}

[[noreturn]] void misfit(const Node& node, const std::string& expected, const std::string& got) {
    throw Error(ErrorCode::Mismatch, "a layer's input does not fit", {node.name, expected, got});
}

/// DenseNet's longest has 25, and every size below stays far from overflow.
constexpr int64_t kMaxConcat = 4096;
/// Far above any network for images, and small enough that the products of shapes with the sizes of
/// real weights are no matter.
constexpr int64_t kMaxElements = int64_t{1} << 32;

FeatureShape checkedSize(const Node& node, const FeatureShape& shape) {
    int64_t elements = 1;
    for (const int64_t extent : shape) {
        if (extent < 1 || extent > kMaxElements / elements) {
            misfit(node, fmt::format("an output of 1 to {} values", kMaxElements), text(shape));
        }
        elements *= extent;
    }
    return shape;
}

template <class Window>
FeatureShape windowed(const Node& node, const Window& op, const FeatureShape& in,
                      int64_t channels) {
    FeatureShape out{channels, 0, 0};
    for (size_t d = 0; d < 2; ++d) {
        int64_t kernel = op.kernel[d];
        bool ceilMode = false;
        if constexpr (std::is_same_v<Window, Conv2d>) {
            kernel = op.dilation[d] * (kernel - 1) + 1;
        } else {
            ceilMode = op.ceilMode;
            if (2 * op.padding[d] > kernel) {
                misfit(node, fmt::format("a padding of at most {}", kernel / 2),
                       std::to_string(op.padding[d]));
            }
        }
        out[d + 1] = windowPlaces(in[d + 1], kernel, op.stride[d], op.padding[d], ceilMode);
        if (out[d + 1] < 1) {
            misfit(node, fmt::format("at least {} pixels a side", kernel - 2 * op.padding[d]),
                   text(in));
        }
    }
    return out;
}

void requireChannels(const Node& node, int64_t channels, const FeatureShape& in) {
    if (in[0] != channels) {
        misfit(node, fmt::format("{} channels", channels), text(in));
    }
}

FeatureShape selected(const Node& node, const SelectChannels& op, const FeatureShape& in) {
    for (const int64_t channel : op.channels) {
        if (channel < 0 || channel >= in[0]) {
            misfit(node, fmt::format("more than {} channels", channel), text(in));
        }
    }
    return {static_cast<int64_t>(op.channels.size()), in[1], in[2]};
}

FeatureShape merged(const Node& node, const std::vector<FeatureShape>& inputs, bool broadcast) {
    FeatureShape out = inputs.front();
    for (const FeatureShape& shape : inputs) {
        const bool pooled = broadcast && shape[0] == out[0] && shape[1] == 1 && shape[2] == 1;
        if (shape != out && !pooled) {
            misfit(node, text(out), text(shape));
        }
    }
    return out;
}

FeatureShape concatenated(const Node& node, const std::vector<FeatureShape>& inputs) {
    FeatureShape out = inputs.front();
    out[0] = 0;
    for (const FeatureShape& shape : inputs) {
        if (shape[1] != out[1] || shape[2] != out[2]) {
            misfit(node, text(inputs.front()), text(shape));
        }
        out[0] += shape[0];
    }
    return out;
}

FeatureShape outputShape(const Node& node, const std::vector<FeatureShape>& in) {
    const auto conv = [&](const Conv2d& op) {
        requireChannels(node, op.inChannels, in[0]);
        return windowed(node, op, in[0], op.outChannels);
    };
    const auto linear = [&](const Linear& op) {
        if (in[0][0] != op.inFeatures || in[0][1] * in[0][2] != 1) {
            misfit(node, fmt::format("{} features", op.inFeatures), text(in[0]));
        }
        return FeatureShape{op.outFeatures, 1, 1};
    };
    return std::visit(
        Overloaded{
            [&](const Input& op) {
                return FeatureShape{op.channels, op.height, op.width};
            },
            conv,
            linear,
            [&](const BatchNorm2d& op) {
                requireChannels(node, op.channels, in[0]);
                return in[0];
            },
            [&](const ChannelAffine& op) {
                requireChannels(node, op.channels, in[0]);
                return in[0];
            },
            [&](const LayerNorm2d& op) {
                requireChannels(node, op.channels, in[0]);
                return in[0];
            },
            [&](const Pad2d& op) {
                return FeatureShape{in[0][0], in[0][1] + op.sides[2] + op.sides[3],
                                    in[0][2] + op.sides[0] + op.sides[1]};
            },
            [&](const Upsample2d& op) {
                return FeatureShape{in[0][0], in[0][1] * op.scale[0], in[0][2] * op.scale[1]};
            },
            [&](const SelectChannels& op) { return selected(node, op, in[0]); },
            [&](const Activation&) { return in[0]; },
            [&](const Add&) { return merged(node, in, false); },
            [&](const Multiply&) { return merged(node, in, true); },
            [&](const Concat&) { return concatenated(node, in); },
            [&](const MaxPool2d& op) { return windowed(node, op, in[0], in[0][0]); },
            [&](const AvgPool2d& op) { return windowed(node, op, in[0], in[0][0]); },
            [&](const GlobalAvgPool&) {
                return FeatureShape{in[0][0], 1, 1};
            },
            [&](const Flatten&) {
                return FeatureShape{in[0][0] * in[0][1] * in[0][2], 1, 1};
            },
            [&](const Dropout&) { return in[0]; },
        },
        node.op);
}

/// How many inputs the operation takes.
void checkInputs(const Node& node) {
    const auto count = static_cast<int64_t>(node.inputs.size());
    if (std::holds_alternative<Concat>(node.op)) {
        if (count < 1 || count > kMaxConcat) {
            misfit(node, fmt::format("1 to {} inputs", kMaxConcat), std::to_string(count));
        }
        return;
    }
    const bool binary =
        std::holds_alternative<Add>(node.op) || std::holds_alternative<Multiply>(node.op);
    const int64_t expected = std::holds_alternative<Input>(node.op) ? 0 : binary ? 2 : 1;
    if (count != expected) {
        misfit(node, fmt::format("{} input{}", expected, expected == 1 ? "" : "s"),
               std::to_string(count));
    }
}

}  // namespace

FeatureShape inferShape(const Node& node, const std::vector<FeatureShape>& inputs) {
    checkInputs(node);
    return checkedSize(node, outputShape(node, inputs));
}

std::vector<FeatureShape> inferShapes(const Graph& graph) {
    std::vector<FeatureShape> shapes;
    shapes.reserve(static_cast<size_t>(graph.size()));
    for (const Node& node : graph.nodes()) {
        std::vector<FeatureShape> inputs;
        for (const NodeId id : node.inputs) {
            inputs.push_back(shapes[static_cast<size_t>(id)]);
        }
        shapes.push_back(inferShape(node, inputs));
    }
    return shapes;
}

Graph withImages(const Graph& graph, int64_t height, int64_t width) {
    Graph resized = graph;
    auto& input = std::get<Input>(resized.node(0).op);
    input.height = height;
    input.width = width;
    return resized;
}

}  // namespace secateur
