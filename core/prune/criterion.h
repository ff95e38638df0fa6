#pragma once

#include <utility>
#include <vector>

#include "core/base/enum_names.h"

namespace secateur {

/// By what weights or channels are ranked; those of the smallest scores are pruned. A channel's
/// score is summed over all layers of its group that have it in their output: convolutions,
/// depthwise ones and linear layers for L1, L2 and GeometricMedian, every BatchNorm2d for BnScale.
/// What Taylor, Activation, Apoz and Wanda look at training images for is said at ImageScores.
enum class PruneCriterion {
    /// Of weights |w| (torch.nn.utils.prune.L1Unstructured), of channels the sum of |w| of the
    /// filter (Li et al. 2017, https://arxiv.org/abs/1608.08710).
    L1,
    /// Of weights w * w: the order of L1 (ties and underflow apart). Of channels the filter's
    /// Euclidean norm (He et al. 2018, https://arxiv.org/abs/1808.06866).
    L2,
    /// A seeded uniform number a weight (torch.nn.utils.prune.RandomUnstructured), or a channel:
    /// the control that every other ranking has to beat.
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
    /// Of channels alone, from labelled images: how much the loss of an image changes to first
    /// order when the channel goes, |sum of activation * gradient|, averaged over the images
    /// (Molchanov et al. 2017, https://arxiv.org/abs/1611.06440, equation 8).
    Taylor,
    /// Of channels alone, from images: the mean of |activation| (the same paper, section 2.2).
    Activation,
    /// Of channels alone, from images: the share of activations that are not zero, which is one
    /// less the average percentage of zeros (Hu et al. 2016, https://arxiv.org/abs/1607.03250).
    /// Groups of which nothing is ever zero, as behind no ReLU, are not ranked by it.
    Apoz,
    /// Of weights alone, from images: |w| times the norm of the input that it multiplies (Wanda,
    /// Sun
    /// et al. 2023, https://arxiv.org/abs/2306.11695, equation 1). The paper ranks within each
    /// output, here it is within the scope of the pruning; norms are over that of their layer's
    /// inputs, so that layers compare as by L1.
    Wanda,
};

template <>
inline constexpr auto kEnumNames<PruneCriterion> = enumNames<PruneCriterion>(
    "criterion of pruning", {{PruneCriterion::L1, "l1"},
                             {PruneCriterion::L2, "l2"},
                             {PruneCriterion::Random, "random"},
                             {PruneCriterion::BnScale, "bn-scale"},
                             {PruneCriterion::GroupNorm, "group-norm"},
                             {PruneCriterion::GeometricMedian, "geometric-median"},
                             {PruneCriterion::Taylor, "taylor"},
                             {PruneCriterion::Activation, "activation"},
                             {PruneCriterion::Apoz, "apoz"},
                             {PruneCriterion::Wanda, "wanda"}});

/// What can be ranked by a criterion, and how lists call it.
struct CriterionTraits {
    PruneCriterion criterion;
    const char* title;  ///< in fields
    const char* brief;  ///< in names of curves
    bool weights;
    bool channels;
    bool images;  ///< it looks at training images
};

/// All of them, in the order of lists.
const std::vector<CriterionTraits>& pruneCriteria();
const CriterionTraits& criterionTraits(PruneCriterion criterion);

/// For a setting, in the same order.
std::vector<std::pair<PruneCriterion, const char*>> criterionTitles();
/// Errors: InvalidArgument where it does not rank weights, or channels; says which do.
void requireRanks(PruneCriterion criterion, bool channels);

}  // namespace secateur
