#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

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

/// "l1", "l2", "bn-scale".
const char* channelCriterionName(ChannelCriterion criterion);
/// Throws Error(InvalidArgument) for any other name.
ChannelCriterion channelCriterionFromName(const std::string& name);

/// Which channels to cut.
struct ChannelRecipe {
    /// "local": every group loses `amount` of its channels. "global": `amount` of all channels go,
    /// by one ranking over the groups, each group's saliency divided by its mean (the normalisation
    /// of DepGraph's reference implementation, https://github.com/VainF/Torch-Pruning). "plan":
    /// every group at its own share.
    std::string scope = "local";
    double amount = 0.5;
    ChannelCriterion criterion = ChannelCriterion::L1;
    std::vector<std::string> groups;     ///< only these; empty: all that can be cut
    std::vector<std::string> roles;      ///< only groups of these roles; empty: of all
    std::map<std::string, double> plan;  ///< group to share, in [0, 1)
    int64_t roundTo = 1;  ///< what stays is rounded up to a multiple, where the group has as many
};

}  // namespace secateur
