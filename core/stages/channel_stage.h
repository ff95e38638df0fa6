#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/prune/channel_recipe.h"
#include "core/study/variant.h"

/// Channel pruning of a study's networks. No tensors: the workbench reads it.
namespace secateur {

class Study;
struct StageContext;

/// A channel group of a stored network, for lists and forms.
struct GroupInfo {
    std::string name;
    std::string block;
    std::string role;
    int64_t width = 0;
    std::string fixed;  ///< why it cannot be cut; empty if it can
};
/// In the order of the network. Errors: NotFound (no such variant).
std::vector<GroupInfo> listChannelGroups(Study& study, int64_t variant);

/// What became of a group.
struct SlimmedGroup {
    GroupInfo group;
    int64_t widthAfter = 0;
    /// Why a group stayed whole that the recipe did not leave out: it is fixed, or nothing ranks
    /// it.
    std::string reason;
};

struct NetworkSize {
    int64_t parameters = 0;
    int64_t macs = 0;   ///< of one image of the size that was measured on last (costOn)
    int64_t bytes = 0;  ///< the model file, dense
};

struct SlimResult {
    Variant variant;
    std::vector<SlimmedGroup> groups;  ///< every group of the parent
    NetworkSize before;
    NetworkSize after;
};

/// A physically smaller network of kind Slimmed, as the study's child of `parent`, by a ranking
/// without images; what is there already is given back. Errors: those of selectChannels,
/// Unsupported (an INT8 network).
SlimResult slimVariant(Study& study, int64_t parent, const ChannelRecipe& recipe);
/// By any ranking: one by images looks at those that the recipe draws. Errors: also those of
/// imageScores and drawnImages.
SlimResult slimVariant(const StageContext& stage, int64_t parent, const ChannelRecipe& recipe);

/// What a cut will come to.
struct CutForecast {
    NetworkSize before;
    NetworkSize after;
};
/// Without storing anything; empty where it hangs on a ranking by images (global, with a criterion
/// that looks at images). Errors: as slimVariant.
std::optional<CutForecast> forecastCut(Study& study, int64_t parent, const ChannelRecipe& recipe);

}  // namespace secateur
