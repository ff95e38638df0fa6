#include "core/prune/channel_saliency.h"

#include <ATen/core/grad_mode.h>

#include "core/base/random.h"
#include "core/graph/graph.h"

namespace secateur {

namespace {

/// What a node has for each of its outputs (or inputs), float64 [channels, elements].
at::Tensor rowsOf(const at::Tensor& weight, ChannelAxis axis) {
    const at::Tensor turned = axis == ChannelAxis::Output ? weight : weight.transpose(0, 1);
    return turned.detach().to(at::kDouble).reshape({turned.size(0), -1});
}

/// One number for each position of the slice's axis, float64; undefined: it does not count.
at::Tensor scoresOf(const Node& node, ChannelAxis axis, PruneCriterion criterion) {
    const bool output = axis == ChannelAxis::Output;
    const bool norm = std::holds_alternative<BatchNorm2d>(node.op);
    if (!node.isWeighted() && !norm) {
        return {};
    }
    const at::Tensor& weight = node.parameter("weight");
    switch (criterion) {
        case PruneCriterion::L1:
            return output && !norm ? rowsOf(weight, axis).abs().sum(1) : at::Tensor();
        case PruneCriterion::L2:
            return output && !norm ? rowsOf(weight, axis).pow(2).sum(1).sqrt() : at::Tensor();
        case PruneCriterion::GeometricMedian: {
            if (!output || norm) {
                return {};
            }
            const at::Tensor rows = rowsOf(weight, axis);
            return at::cdist(rows, rows).sum(1);
        }
        case PruneCriterion::BnScale:
            return norm ? weight.detach().to(at::kDouble).abs() : at::Tensor();
        case PruneCriterion::GroupNorm:
            return norm ? weight.detach().to(at::kDouble).pow(2)
                        : rowsOf(weight, axis).pow(2).sum(1);
        case PruneCriterion::Random:
            break;
    }
    return {};
}

std::vector<double> randomScores(const ChannelGroup& group, uint64_t seed) {
    Random random = Random::derived(seed, group.name);
    std::vector<double> scores;
    for (int64_t channel = 0; channel < group.width; ++channel) {
        scores.push_back(random.uniform());
    }
    return scores;
}

}  // namespace

std::vector<double> channelSaliency(const Graph& graph, const ChannelGroup& group,
                                    PruneCriterion criterion, uint64_t seed) {
    if (criterion == PruneCriterion::Random) {
        return randomScores(group, seed);
    }
    const at::NoGradGuard noGrad;
    std::vector<double> scores;
    for (const ChannelSlice& slice : group.slices) {
        const at::Tensor all = scoresOf(graph.node(slice.node), slice.axis, criterion);
        if (!all.defined()) {
            continue;
        }
        scores.resize(static_cast<size_t>(group.width));
        const at::Tensor flat = all.contiguous();
        for (size_t k = 0; k < slice.positions.size(); ++k) {
            scores[static_cast<size_t>(slice.channels[k])] +=
                flat.data_ptr<double>()[slice.positions[k]];
        }
    }
    return scores;
}

}  // namespace secateur
