#include "core/prune/channel_saliency.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>

#include "core/base/error.h"
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
        case PruneCriterion::Taylor:
        case PruneCriterion::Activation:
        case PruneCriterion::Apoz:
        case PruneCriterion::Wanda:
            break;
    }
    return {};
}

std::vector<double> imageScores(const ChannelGroup& group, const Ranking& ranking) {
    if (ranking.scores == nullptr || !ranking.scores->channels.contains(group.name)) {
        throw Error(ErrorCode::InvalidArgument, "this ranking looks at images",
                    {group.name, "scores of training images", enumName(ranking.criterion)});
    }
    const std::vector<double>& scores = ranking.scores->channels.at(group.name);
    const bool alike = ranking.criterion == PruneCriterion::Apoz &&
                       std::all_of(scores.begin(), scores.end(), [](double s) { return s == 1; });
    return alike ? std::vector<double>() : scores;
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
                                    const Ranking& ranking) {
    requireRanks(ranking.criterion, true);
    if (criterionTraits(ranking.criterion).images) {
        return imageScores(group, ranking);
    }
    if (ranking.criterion == PruneCriterion::Random) {
        return randomScores(group, ranking.seed);
    }
    const at::NoGradGuard noGrad;
    std::vector<double> scores;
    for (const ChannelSlice& slice : group.slices) {
        const at::Tensor all = scoresOf(graph.node(slice.node), slice.axis, ranking.criterion);
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

const char* whatRanks(PruneCriterion criterion) {
    return criterion == PruneCriterion::Apoz ? "an activation that is zero"
                                             : "a batch normalisation";
}

}  // namespace secateur
