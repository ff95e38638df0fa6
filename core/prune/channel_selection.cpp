#include "core/prune/channel_selection.h"

#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/base/setting.h"
#include "core/prune/channel_saliency.h"

namespace secateur {

namespace {

[[noreturn]] void throwFixed(const ChannelGroup& group) {
    throw Error(ErrorCode::InvalidArgument, "these channels cannot be cut: " + group.fixed,
                {group.name, "", ""});
}

/// A group's channels from the least salient to the most; ties in their order.
std::vector<int64_t> rankingOf(const std::vector<double>& scores) {
    std::vector<int64_t> order(scores.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
        return scores[static_cast<size_t>(a)] < scores[static_cast<size_t>(b)];
    });
    return order;
}

struct Candidate {
    const ChannelGroup* group = nullptr;
    std::vector<double> scores;
    int64_t lost = 0;  ///< how many go
};

int64_t shareOf(int64_t width, double amount) {
    return static_cast<int64_t>(std::nearbyint(amount * static_cast<double>(width)));
}

/// One ranking over all candidates; `count` channels go, but never the last of a group.
void rankGlobally(std::vector<Candidate>& candidates, double amount) {
    struct Entry {
        double score;
        Candidate* candidate;
    };
    std::vector<Entry> entries;
    for (Candidate& candidate : candidates) {
        const auto& scores = candidate.scores;
        const double mean =
            std::accumulate(scores.begin(), scores.end(), 0.0) / static_cast<double>(scores.size());
        for (const double score : scores) {
            entries.push_back({mean > 0 ? score / mean : 0.0, &candidate});
        }
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.score < b.score; });
    int64_t left = shareOf(static_cast<int64_t>(entries.size()), amount);
    for (const Entry& entry : entries) {
        if (left == 0) {
            return;
        }
        if (entry.candidate->lost < entry.candidate->group->width - 1) {
            ++entry.candidate->lost;
            --left;
        }
    }
}

void rankLocally(std::vector<Candidate>& candidates, const ChannelRecipe& recipe) {
    for (Candidate& candidate : candidates) {
        const double amount = recipe.scope == PruneScope::Plan
                                  ? recipe.plan.at(candidate.group->name)
                                  : recipe.amount;
        candidate.lost =
            std::min(shareOf(candidate.group->width, amount), candidate.group->width - 1);
    }
}

int64_t roundedLoss(int64_t width, int64_t lost, int64_t multiple) {
    const int64_t kept = (width - lost + multiple - 1) / multiple * multiple;
    return width - std::min(kept, width);
}

}  // namespace

std::vector<const ChannelGroup*> chosenGroups(const Graph& graph,
                                              const std::vector<ChannelGroup>& groups,
                                              const ChannelRecipe& recipe) {
    std::vector<std::string> names = recipe.groups;
    if (recipe.scope == PruneScope::Plan) {
        names.clear();
        for (const auto& [name, amount] : recipe.plan) {
            names.push_back(name);
        }
    }
    for (const std::string& name : names) {
        if (const ChannelGroup& group = requireGroup(graph, groups, name); !group.fixed.empty()) {
            throwFixed(group);
        }
    }
    const auto among = [](const std::vector<std::string>& wanted, const std::string& value) {
        return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
    };
    std::vector<const ChannelGroup*> chosen;
    for (const ChannelGroup& group : groups) {
        if (group.fixed.empty() && among(names, group.name) && among(recipe.roles, group.role)) {
            chosen.push_back(&group);
        }
    }
    if (chosen.empty()) {
        throw Error(ErrorCode::InvalidArgument, "no channel group is chosen",
                    {"", "groups that can be cut, of the roles that they have",
                     fmt::format("{}", fmt::join(recipe.roles, ", "))});
    }
    return chosen;
}

ChannelCut selectChannels(const Graph& graph, const std::vector<ChannelGroup>& groups,
                          const ChannelRecipe& recipe, const ImageScores* scores) {
    channelSettings().check(recipe);
    if (recipe.scope == PruneScope::Plan && recipe.plan.empty()) {
        return {};  // a plan whose budget needs no cut
    }
    const Ranking ranking(recipe.criterion, recipe.seed, scores);
    std::vector<Candidate> candidates;
    for (const ChannelGroup* group : chosenGroups(graph, groups, recipe)) {
        Candidate candidate{group, channelSaliency(graph, *group, ranking), 0};
        if (!candidate.scores.empty()) {
            candidates.push_back(std::move(candidate));
        } else if (!recipe.groups.empty() || recipe.scope == PruneScope::Plan) {
            throw Error(ErrorCode::InvalidArgument, "these channels cannot be ranked",
                        {group->name, whatRanks(recipe.criterion), "none"});
        }
    }
    if (recipe.scope == PruneScope::Global) {
        rankGlobally(candidates, recipe.amount);
    } else {
        rankLocally(candidates, recipe);
    }
    ChannelCut cut;
    for (const Candidate& candidate : candidates) {
        const int64_t lost = roundedLoss(candidate.group->width, candidate.lost, recipe.roundTo);
        if (lost > 0) {
            std::vector<int64_t> channels = rankingOf(candidate.scores);
            channels.resize(static_cast<size_t>(lost));
            std::sort(channels.begin(), channels.end());
            cut.emplace(candidate.group->name, std::move(channels));
        }
    }
    return cut;
}

ChannelRemoval removalOf(const Graph& graph, const std::vector<ChannelGroup>& groups,
                         const ChannelCut& cut) {
    ChannelRemoval removal;
    for (const auto& [name, channels] : cut) {
        const ChannelGroup& group = requireGroup(graph, groups, name);
        if (!group.fixed.empty()) {
            throwFixed(group);
        }
        std::vector<bool> gone(static_cast<size_t>(group.width));
        for (const int64_t channel : channels) {
            if (channel < 0 || channel >= group.width) {
                throw Error(
                    ErrorCode::InvalidArgument, "the group has no such channel",
                    {name, fmt::format("0 to {}", group.width - 1), std::to_string(channel)});
            }
            gone[static_cast<size_t>(channel)] = true;
        }
        if (std::find(gone.begin(), gone.end(), false) == gone.end()) {
            throw Error(ErrorCode::InvalidArgument, "a group cannot lose all of its channels",
                        {name, "at least 1 left", "0"});
        }
        for (const ChannelSlice& slice : group.slices) {
            RemovedChannels& node = removal[slice.node];
            std::vector<int64_t>& positions =
                slice.axis == ChannelAxis::Output ? node.outputs : node.inputs;
            for (size_t k = 0; k < slice.positions.size(); ++k) {
                if (gone[static_cast<size_t>(slice.channels[k])]) {
                    positions.push_back(slice.positions[k]);
                }
            }
        }
    }
    for (auto& [id, removed] : removal) {
        std::sort(removed.outputs.begin(), removed.outputs.end());
        std::sort(removed.inputs.begin(), removed.inputs.end());
    }
    return removal;
}

}  // namespace secateur
