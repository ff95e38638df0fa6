#pragma once

#include "core/base/enum_names.h"

namespace secateur {

/// By what weights or channels are ranked; those of the smallest scores are pruned. A channel's
/// score is summed over all layers of its group that have it in their output: convolutions,
/// depthwise ones and linear layers for L1, L2 and GeometricMedian, every BatchNorm2d for BnScale.
enum class PruneCriterion {
    /// Of weights |w| (torch.nn.utils.prune.L1Unstructured), of channels the sum of |w| of the
    /// filter (Li et al. 2017, https://arxiv.org/abs/1608.08710).
    L1,
    /// Of weights w * w: the order of L1 (ties and underflow apart). Of channels the filter's
    /// Euclidean norm (He et al. 2018, https://arxiv.org/abs/1808.06866).
    L2,
    /// A seeded uniform number a weight (torch.nn.utils.prune.RandomUnstructured), or a channel:
    /// the
    /// control that every other ranking has to beat.
    Random,
    /// Of channels alone: |gamma| of the batch normalisation (Liu et al. 2017,
    /// https://arxiv.org/abs/1708.06519).
    BnScale,
    /// Of channels alone: the squared Euclidean norm of all that a cut would take, in every member
    /// of the dependency group: the filters that make the channel, what its normalisations scale it
    /// by, and the weights that read it (DepGraph, Fang et al. 2023,
    /// https://arxiv.org/abs/2301.12900, section 3.2).
    GroupNorm,
    /// Of channels alone: the sum of a filter's Euclidean distances to the other filters of its
    /// layer, small where others can stand in for it (FPGM, He et al. 2019,
    /// https://arxiv.org/abs/1811.00250).
    GeometricMedian,
};

template <>
inline constexpr auto kEnumNames<PruneCriterion> = enumNames<PruneCriterion>(
    "criterion of pruning", {{PruneCriterion::L1, "l1"},
                             {PruneCriterion::L2, "l2"},
                             {PruneCriterion::Random, "random"},
                             {PruneCriterion::BnScale, "bn-scale"},
                             {PruneCriterion::GroupNorm, "group-norm"},
                             {PruneCriterion::GeometricMedian, "geometric-median"}});

/// Whether single weights can be ranked by it. Channels can by all of them.
inline bool ranksWeights(PruneCriterion criterion) {
    return criterion == PruneCriterion::L1 || criterion == PruneCriterion::L2 ||
           criterion == PruneCriterion::Random;
}

}  // namespace secateur
