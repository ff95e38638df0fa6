#include "core/analysis/image_scores.h"

#include <ATen/core/grad_mode.h>

#include "core/base/error.h"
#include "core/exec/float_executor.h"
#include "core/exec/float_ops.h"
#include "core/prune/channel_groups.h"

namespace secateur {

namespace {

/// The network's outputs; `read` gets what each weighted node reads and gives what it is to read.
at::Tensor runWatched(const Graph& graph, const at::Tensor& images,
                      const std::function<at::Tensor(NodeId, const at::Tensor&)>& read) {
    const std::vector<NodeId> lastUse = graph.lastUse();
    FloatExecutor::Values values(static_cast<size_t>(graph.size()));
    values[0] = images;
    for (NodeId id = 1; id < graph.size(); ++id) {
        const Node& node = graph.node(id);
        std::vector<at::Tensor> inputs;
        for (const NodeId input : node.inputs) {
            inputs.push_back(values[static_cast<size_t>(input)]);
        }
        if (node.isWeighted()) {
            inputs.front() = read(id, inputs.front());
        }
        values[static_cast<size_t>(id)] = evaluateNode(node, inputs);
        for (const NodeId input : node.inputs) {
            if (lastUse[static_cast<size_t>(input)] == id) {
                values[static_cast<size_t>(input)].reset();
            }
        }
    }
    return values[static_cast<size_t>(graph.output())];
}

/// Of [N, channels] or [N, channels, H, W] the sums over positions, float64 [N, channels].
at::Tensor positionSums(const at::Tensor& x) {
    return (x.dim() == 4 ? x.sum({2, 3}, false, at::kDouble) : x.to(at::kDouble));
}

int64_t positionsOf(const at::Tensor& x) {
    return x.dim() == 4 ? x.size(2) * x.size(3) : 1;
}

/// Scores of channels, a tensor [width] a group.
class ChannelScorer {
 public:
    ChannelScorer(const Graph& graph, PruneCriterion criterion)
        : m_graph(graph), m_criterion(criterion), m_groups(channelGroups(graph)) {}

    const std::vector<ChannelGroup>& groups() const { return m_groups; }

    /// Sums over the images of the batch.
    std::vector<at::Tensor> on(const Batch& batch) const {
        return m_criterion == PruneCriterion::Taylor ? changes(batch) : activations(batch.images);
    }

 private:
    /// Adds up [N, what a node reads] by channels of a group: [N, width].
    static at::Tensor byChannel(const ChannelGroup& group, const ChannelSlice& slice,
                                const at::Tensor& read) {
        const auto index = [](const std::vector<int64_t>& numbers) {
            return at::tensor(at::ArrayRef<int64_t>(numbers), at::kLong);
        };
        return at::zeros({read.size(0), group.width}, at::kDouble)
            .index_add(1, index(slice.channels), read.index_select(1, index(slice.positions)));
    }

    bool reads(const ChannelSlice& slice) const {
        return slice.axis == ChannelAxis::Input && m_graph.node(slice.node).isWeighted();
    }

    std::vector<at::Tensor> activations(const at::Tensor& images) const {
        const at::NoGradGuard noGrad;
        std::map<NodeId, at::Tensor> means;  // over positions
        runWatched(m_graph, images, [&](NodeId id, const at::Tensor& x) {
            const at::Tensor each =
                m_criterion == PruneCriterion::Apoz ? x.ne(0).to(at::kFloat) : x.abs();
            means[id] = positionSums(each) / static_cast<double>(positionsOf(x));
            return x;
        });
        std::vector<at::Tensor> scores;
        for (const ChannelGroup& group : m_groups) {
            at::Tensor sum = at::zeros({group.width}, at::kDouble);
            double readers = 0.0;
            for (const ChannelSlice& slice : group.slices) {
                if (reads(slice)) {
                    // Behind Flatten a channel is several columns.
                    const double columns = static_cast<double>(slice.positions.size()) /
                                           static_cast<double>(group.width);
                    sum += byChannel(group, slice, means.at(slice.node)).sum(0) / columns;
                    readers += 1.0;
                }
            }
            scores.push_back(sum / std::max(1.0, readers));
        }
        return scores;
    }

    std::vector<at::Tensor> changes(const Batch& batch) const {
        std::map<NodeId, at::Tensor> read;
        {
            const at::AutoGradMode gradients(true);
            const at::Tensor logits =
                runWatched(m_graph, batch.images, [&](NodeId id, const at::Tensor& x) {
                    // A tensor of its own, so that its gradient is the one through this node.
                    const at::Tensor own = x.requires_grad() ? x.view_as(x) : x.detach();
                    own.requires_grad() ? own.retain_grad() : void(own.requires_grad_());
                    return read[id] = own;
                });
            at::cross_entropy_loss(logits, batch.labels, {}, at::Reduction::Sum).backward();
        }
        const at::NoGradGuard noGrad;
        std::map<NodeId, at::Tensor> products;
        for (const auto& [id, x] : read) {
            // What reaches no logit has no gradient: the loss does not change with it.
            const at::Tensor gradient = x.grad().defined() ? x.grad() : at::zeros_like(x);
            products[id] = positionSums(x.detach() * gradient);
        }
        std::vector<at::Tensor> scores;
        for (const ChannelGroup& group : m_groups) {
            at::Tensor change = at::zeros({batch.images.size(0), group.width}, at::kDouble);
            for (const ChannelSlice& slice : group.slices) {
                if (reads(slice)) {
                    change += byChannel(group, slice, products.at(slice.node));
                }
            }
            scores.push_back(change.abs().sum(0));
        }
        return scores;
    }

    const Graph& m_graph;
    const PruneCriterion m_criterion;
    const std::vector<ChannelGroup> m_groups;
};

/// Sums over images of the squares of what each weight multiplies, averaged over the positions that
/// it does so at: [inputs, kernel height, kernel width] of a convolution, [inputs] of a linear
/// layer.
at::Tensor squaresRead(const Node& node, const at::Tensor& x) {
    const at::Tensor squares = x.pow(2).sum(0, false, at::kDouble);
    const auto* conv = std::get_if<Conv2d>(&node.op);
    if (conv == nullptr) {
        return squares;
    }
    const at::Tensor columns =
        at::im2col(squares.unsqueeze(0), conv->kernel, conv->dilation, conv->padding, conv->stride);
    return columns.mean(2).view({conv->inChannels, conv->kernel[0], conv->kernel[1]});
}

std::vector<at::Tensor> inputSquares(const Graph& graph, const at::Tensor& images) {
    const at::NoGradGuard noGrad;
    std::vector<at::Tensor> sums;  // in the order of weightedNodes()
    runWatched(graph, images, [&](NodeId id, const at::Tensor& x) {
        sums.push_back(squaresRead(graph.node(id), x));
        return x;
    });
    return sums;
}

}  // namespace

ImageScores imageScores(const Graph& graph, PruneCriterion criterion,
                        const CalibrationImages& images, int workers, const RunContext& context) {
    const CriterionTraits& traits = criterionTraits(criterion);
    if (!traits.images || images.indices.empty()) {
        throw Error(ErrorCode::InvalidArgument, "there is nothing to rank by",
                    {"", "a ranking by images, and images", enumName(criterion)});
    }
    const ChannelScorer channels(graph, criterion);
    const auto sums = sumsOver(images, "rank", workers, context, [&](const Batch& batch, int64_t) {
        return traits.channels ? channels.on(batch) : inputSquares(graph, batch.images);
    });
    ImageScores scores;
    if (!traits.channels) {
        const std::vector<NodeId> nodes = graph.weightedNodes();
        for (size_t i = 0; i < nodes.size(); ++i) {
            scores.inputs.emplace(graph.node(nodes[i]).name,
                                  (sums[i] / sums[i].mean().clamp_min(1e-300)).sqrt());
        }
        return scores;
    }
    const auto count = static_cast<double>(images.indices.size());
    for (size_t g = 0; g < sums.size(); ++g) {
        const at::Tensor means = sums[g] / count;
        const auto* first = means.data_ptr<double>();
        scores.channels.emplace(channels.groups()[g].name,
                                std::vector<double>(first, first + means.numel()));
    }
    return scores;
}

}  // namespace secateur
