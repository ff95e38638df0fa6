#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/enum_names.h"
#include "core/prune/prune_scope.h"

namespace secateur {

/// By what the channels of a group are ranked; the lowest are cut.
enum class ChannelCriterion {
    L1,  ///< sum of |w| of the filter (Li et al. 2017, https://arxiv.org/abs/1608.08710)
    L2,  ///< its Euclidean norm (He et al. 2018, https://arxiv.org/abs/1808.06866)
    /// |gamma| of the batch normalisation (Liu et al. 2017, https://arxiv.org/abs/1708.06519)
    BnScale,
};
// Each is summed over all layers of the group that have the channel in their output: convolutions,
// depthwise ones and linear layers for L1 and L2, every BatchNorm2d for BnScale.

template <>
inline constexpr auto kEnumNames<ChannelCriterion> = enumNames<ChannelCriterion>(
    "criterion of channel pruning", {{ChannelCriterion::L1, "l1"},
                                     {ChannelCriterion::L2, "l2"},
                                     {ChannelCriterion::BnScale, "bn-scale"}});

/// Which channels to cut.
struct ChannelRecipe {
    /// Global: `amount` of all channels go, by one ranking over the groups, each group's saliency
    /// divided by its mean (the normalisation of DepGraph's reference implementation,
    /// https://github.com/VainF/Torch-Pruning). Layer: every group loses `amount` of its channels.
    /// Plan: every group at its own share. Global is what sweeps cut by, and keeps more accuracy:
    /// MobileNetV2 on Fashion-MNIST, 30 % of the channels, no repair: 48.55 % with 60 % of the
    /// multiply-adds left, by layer 9.75 % with 50 %; after re-estimating BN 50 % of them, 69.35 %
    /// with 33 % of the multiply-adds left against 36.10 % with 27 %.
    PruneScope scope = PruneScope::Global;
    double amount = 0.5;
    ChannelCriterion criterion = ChannelCriterion::L1;
    std::vector<std::string> groups;     ///< only these; empty: all that can be cut
    std::vector<std::string> roles;      ///< only groups of these roles; empty: of all
    std::map<std::string, double> plan;  ///< group to share, in [0, 1)
    int64_t roundTo = 1;  ///< what stays is rounded up to a multiple, where the group has as many
};

}  // namespace secateur
