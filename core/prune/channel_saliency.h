#pragma once

#include <cstdint>
#include <vector>

#include "core/prune/channel_groups.h"
#include "core/prune/criterion.h"

namespace secateur {

/// How much each channel of the group counts, by the criterion; [width]. Empty for BnScale where no
/// BatchNorm2d normalises the group. `seed`: of Random, whose numbers depend on it and the group's
/// name alone.
std::vector<double> channelSaliency(const Graph& graph, const ChannelGroup& group,
                                    PruneCriterion criterion, uint64_t seed = 0);

}  // namespace secateur
