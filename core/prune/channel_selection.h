#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/passes/slim_channels.h"
#include "core/prune/channel_groups.h"
#include "core/prune/channel_recipe.h"
#include "core/prune/ranking.h"

namespace secateur {

/// Group name to the channels that go, ascending. Groups that stay whole are left out.
using ChannelCut = std::map<std::string, std::vector<int64_t>>;

/// The groups that a recipe is about, in their order. Without names these are all that can be cut
/// and have the recipe's roles. Errors: NotFound (no such group), InvalidArgument (a named group
/// cannot be cut, or there is none of these roles).
std::vector<const ChannelGroup*> chosenGroups(const Graph& graph,
                                              const std::vector<ChannelGroup>& groups,
                                              const ChannelRecipe& recipe);

/// The least salient channels that the recipe asks for; every group keeps at least one. Amounts
/// round to the nearest channel, halves to even. Errors: those of chosenGroups, InvalidArgument (an
/// amount outside [0, 1), roundTo below 1, a named group that the criterion does not rank), those
/// of channelSaliency. `scores`: for a criterion that looks at images.
ChannelCut selectChannels(const Graph& graph, const std::vector<ChannelGroup>& groups,
                          const ChannelRecipe& recipe, const ImageScores* scores = nullptr);

/// What a cut takes from every node. Errors: NotFound (group), InvalidArgument (it cannot be cut, a
/// channel outside it, or every channel of it).
ChannelRemoval removalOf(const Graph& graph, const std::vector<ChannelGroup>& groups,
                         const ChannelCut& cut);

}  // namespace secateur
