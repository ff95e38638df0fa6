#pragma once

#include "core/base/enum_names.h"

namespace secateur {

/// By what weights or channels are ranked; those of the smallest scores are pruned. A channel's
/// score is summed over all layers of its group that have it in their output: convolutions,
/// depthwise ones and linear layers for L1 and L2, every BatchNorm2d for BnScale.
enum class PruneCriterion {
    /// Of weights |w| (torch.nn.utils.prune.L1Unstructured), of channels the sum of |w| of the
    /// filter (Li et al. 2017, https://arxiv.org/abs/1608.08710).
    L1,
    /// Of weights w * w: the order of L1 (ties and underflow apart). Of channels the filter's
    /// Euclidean norm (He et al. 2018, https://arxiv.org/abs/1808.06866).
    L2,
    /// A seeded uniform number a weight (torch.nn.utils.prune.RandomUnstructured); not of channels.
    Random,
    /// Of channels alone: |gamma| of the batch normalisation (Liu et al. 2017,
    /// https://arxiv.org/abs/1708.06519).
    BnScale,
};

template <>
inline constexpr auto kEnumNames<PruneCriterion> =
    enumNames<PruneCriterion>("criterion of pruning", {{PruneCriterion::L1, "l1"},
                                                       {PruneCriterion::L2, "l2"},
                                                       {PruneCriterion::Random, "random"},
                                                       {PruneCriterion::BnScale, "bn-scale"}});

}  // namespace secateur
