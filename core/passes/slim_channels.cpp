#include "core/passes/slim_channels.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/graph/shapes.h"

namespace secateur {

namespace {

at::Tensor indexTensor(const std::vector<int64_t>& positions) {
    return at::tensor(at::ArrayRef<int64_t>(positions), at::kLong);
}

/// The positions along a dimension of so many that stay.
std::vector<int64_t> keptPositions(int64_t size, const std::vector<int64_t>& removed) {
    std::vector<int64_t> kept;
    auto next = removed.begin();
    for (int64_t i = 0; i < size; ++i) {
        if (next != removed.end() && *next == i) {
            ++next;
        } else {
            kept.push_back(i);
        }
    }
    return kept;
}

at::Tensor without(const at::Tensor& tensor, int64_t dimension,
                   const std::vector<int64_t>& removed) {
    if (removed.empty()) {
        return tensor;
    }
    return tensor.index_select(dimension,
                               indexTensor(keptPositions(tensor.size(dimension), removed)));
}

/// Parameters that have one element a channel: all but weights of layers and counters.
void slimVectors(Node& node, const std::vector<int64_t>& outputs) {
    for (Parameter& parameter : node.parameters) {
        if (parameter.value.dim() == 1) {
            parameter.value = without(parameter.value, 0, outputs);
        }
    }
}

void slimWeight(Node& node, const RemovedChannels& removed) {
    node.setParameter("weight", without(without(node.parameter("weight"), 0, removed.outputs), 1,
                                        removed.inputs));
}

void slimConv(Node& node, Conv2d& op, const RemovedChannels& removed) {
    if (op.groups > 1) {
        const int64_t made = op.outChannels / op.groups;
        const int64_t read = op.inChannels / op.groups;
        for (size_t i = 0; i < removed.outputs.size(); ++i) {
            const int64_t first = removed.outputs[i - i % static_cast<size_t>(made)];
            if (first % made != 0 || removed.outputs[i] / made != first / made ||
                removed.outputs.size() % static_cast<size_t>(made) != 0) {
                throw Error(ErrorCode::InvalidArgument, "a convolution loses a part of a group",
                            {node.name, std::to_string(op.groups) + " groups", ""});
            }
        }
        const auto lost = static_cast<int64_t>(removed.outputs.size());
        op.inChannels -= lost / made * read;
        op.groups -= lost / made;
        op.outChannels -= lost;
        node.setParameter("weight", without(node.parameter("weight"), 0, removed.outputs));
        return;
    }
    op.outChannels -= static_cast<int64_t>(removed.outputs.size());
    op.inChannels -= static_cast<int64_t>(removed.inputs.size());
    slimWeight(node, removed);
}

int64_t outputsOf(const Node& node) {
    if (const auto* conv = std::get_if<Conv2d>(&node.op)) {
        return conv->outChannels;
    }
    if (const auto* linear = std::get_if<Linear>(&node.op)) {
        return linear->outFeatures;
    }
    if (const auto* select = std::get_if<SelectChannels>(&node.op)) {
        return static_cast<int64_t>(select->channels.size());
    }
    if (const auto* affine = std::get_if<ChannelAffine>(&node.op)) {
        return affine->channels;
    }
    return std::get<BatchNorm2d>(node.op).channels;
}

/// What stays is counted anew: channel i of the input is the one after those before it that stay.
void slimSelection(SelectChannels& op, const RemovedChannels& removed) {
    std::vector<int64_t> channels;
    for (const int64_t i :
         keptPositions(static_cast<int64_t>(op.channels.size()), removed.outputs)) {
        const int64_t channel = op.channels[static_cast<size_t>(i)];
        const auto before = std::lower_bound(removed.inputs.begin(), removed.inputs.end(), channel);
        channels.push_back(channel - (before - removed.inputs.begin()));
    }
    op.channels = std::move(channels);
}

void slimNode(Node& node, const RemovedChannels& removed) {
    if (static_cast<int64_t>(removed.outputs.size()) >= outputsOf(node)) {
        throw Error(ErrorCode::InvalidArgument, "a layer would be left without channels",
                    {node.name, "at least 1", "0"});
    }
    if (auto* conv = std::get_if<Conv2d>(&node.op)) {
        slimConv(node, *conv, removed);
    } else if (auto* linear = std::get_if<Linear>(&node.op)) {
        linear->outFeatures -= static_cast<int64_t>(removed.outputs.size());
        linear->inFeatures -= static_cast<int64_t>(removed.inputs.size());
        slimWeight(node, removed);
    } else if (auto* select = std::get_if<SelectChannels>(&node.op)) {
        slimSelection(*select, removed);
    } else if (auto* affine = std::get_if<ChannelAffine>(&node.op)) {
        affine->channels -= static_cast<int64_t>(removed.outputs.size());
    } else {
        std::get<BatchNorm2d>(node.op).channels -= static_cast<int64_t>(removed.outputs.size());
    }
    slimVectors(node, removed.outputs);
}

void requireFloat(const Graph& graph) {
    if (graph.quantized()) {
        throw Error(ErrorCode::Unsupported, "channels are removed from FP32 networks only");
    }
}

}  // namespace

Graph slimChannels(const Graph& graph, const ChannelRemoval& removal) {
    requireFloat(graph);
    const at::NoGradGuard noGrad;
    Graph slim = graph;
    for (const auto& [id, removed] : removal) {
        slimNode(slim.node(id), removed);
    }
    inferShapes(slim);
    return slim;
}

at::Tensor maskedColumns(const at::Tensor& weight, const std::vector<int64_t>& inputs) {
    const at::NoGradGuard noGrad;
    return weight.detach().index_fill(1, indexTensor(inputs), 0.0);
}

RemovedWeights countRemovedWeights(const Graph& graph, const ChannelRemoval& removal) {
    RemovedWeights count;
    for (const auto& [id, removed] : removal) {
        const Node& node = graph.node(id);
        if (!node.isWeighted()) {
            continue;
        }
        const at::Tensor& weight = node.parameter("weight");
        const int64_t rows = weight.size(0) - static_cast<int64_t>(removed.outputs.size());
        const int64_t columns = weight.size(1) - static_cast<int64_t>(removed.inputs.size());
        count.weights += weight.numel();
        count.removed +=
            weight.numel() - weight.numel() / (weight.size(0) * weight.size(1)) * rows * columns;
    }
    return count;
}

}  // namespace secateur
