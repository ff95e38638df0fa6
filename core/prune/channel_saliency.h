#pragma once

#include <cstdint>
#include <vector>

#include "core/prune/channel_groups.h"
#include "core/prune/ranking.h"

namespace secateur {

/// How much each channel of the group counts, by the ranking; [width]. Empty where it cannot say:
/// BnScale where no BatchNorm2d normalises the group, Apoz where nothing is ever zero. The numbers
/// of Random depend on the seed and the group's name alone. Error(InvalidArgument): it ranks single
/// weights, or looks at images and has no scores of them.
std::vector<double> channelSaliency(const Graph& graph, const ChannelGroup& group,
                                    const Ranking& ranking);
/// What a group lacks of which that is empty, with its article.
const char* whatRanks(PruneCriterion criterion);

}  // namespace secateur
