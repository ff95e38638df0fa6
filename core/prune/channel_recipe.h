#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/prune/criterion.h"
#include "core/prune/prune_scope.h"

namespace secateur {

template <class Options>
class SettingsOf;

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
    PruneCriterion criterion = PruneCriterion::L1;
    std::vector<std::string> groups;     ///< only these; empty: all that can be cut
    std::vector<std::string> roles;      ///< only groups of these roles; empty: of all
    std::map<std::string, double> plan;  ///< group to share, in [0, 1)
    uint64_t seed = 0;                   ///< of Random and of the images; not a setting
    int64_t rankingImages = 1024;        ///< as PruneRecipe::rankingImages
    /// Layers that lose inputs get the weights that make up for it best on so many training images,
    /// drawn by the seed (core/analysis/reconstruction.h); 0: they keep their own.
    int64_t reconstruct = 0;
    int64_t roundTo = 1;  ///< what stays is rounded up to a multiple, where the group has as many
};

/// Those that PruneRecipe has, too, are called alike.
const SettingsOf<ChannelRecipe>& channelSettings();

}  // namespace secateur
