#include "core/stages/channel_stage.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/graph/cost.h"
#include "core/io/model_file.h"
#include "core/passes/slim_channels.h"
#include "core/prune/channel_selection.h"
#include "core/study/study.h"

namespace secateur {

namespace {

GroupInfo infoOf(const ChannelGroup& group) {
    return {group.name, group.block, group.role, group.width, group.fixed};
}

NetworkSize sizeOf(const Graph& graph) {
    const GraphCost cost = computeCost(graph);
    return {cost.parameters, cost.macs, static_cast<int64_t>(serializeModel(graph).size())};
}

std::string noteOf(const ChannelRecipe& recipe, const NetworkSize& before,
                   const NetworkSize& after) {
    const std::string how = recipe.scope == "plan"
                                ? fmt::format("{} groups each at its own share", recipe.plan.size())
                                : fmt::format("{}, {:g}", recipe.scope, recipe.amount);
    std::string which;
    if (!recipe.roles.empty()) {
        which = fmt::format(" of {}", fmt::join(recipe.roles, ", "));
    }
    if (!recipe.groups.empty()) {
        which += fmt::format(" of {} groups", recipe.groups.size());
    }
    const std::string rounding =
        recipe.roundTo > 1 ? fmt::format(", widths multiples of {}", recipe.roundTo) : "";
    return fmt::format("whole channels by {}, {}{}{}: {:.1f} % of the multiply-adds left",
                       channelCriterionName(recipe.criterion), how, which, rounding,
                       100.0 * static_cast<double>(after.macs) /
                           static_cast<double>(std::max<int64_t>(1, before.macs)));
}

std::vector<SlimmedGroup> outcomeOf(const Graph& graph, const std::vector<ChannelGroup>& groups,
                                    const ChannelRecipe& recipe, const ChannelCut& cut) {
    std::vector<SlimmedGroup> outcome;
    for (const ChannelGroup& group : groups) {
        SlimmedGroup slimmed{infoOf(group), group.width, group.fixed};
        if (const auto found = cut.find(group.name); found != cut.end()) {
            slimmed.widthAfter -= static_cast<int64_t>(found->second.size());
        } else if (group.fixed.empty() && channelSaliency(graph, group, recipe.criterion).empty()) {
            slimmed.reason = "no batch normalisation to rank by";
        }
        outcome.push_back(std::move(slimmed));
    }
    return outcome;
}

}  // namespace

std::vector<GroupInfo> listChannelGroups(Study& study, int64_t variant) {
    std::vector<GroupInfo> infos;
    for (const ChannelGroup& group : channelGroups(loadVariant(study, variant))) {
        infos.push_back(infoOf(group));
    }
    return infos;
}

std::string slimRecipeText(const ChannelRecipe& recipe) {
    return nlohmann::json{
        {"method", "channels"},    {"scope", recipe.scope},
        {"amount", recipe.amount}, {"criterion", channelCriterionName(recipe.criterion)},
        {"groups", recipe.groups}, {"roles", recipe.roles},
        {"plan", recipe.plan},     {"round_to", recipe.roundTo}}
        .dump();
}

SlimResult slimVariant(Study& study, int64_t parent, const ChannelRecipe& recipe) {
    const Graph graph = loadFloatVariant(study, parent);
    const std::vector<ChannelGroup> groups = channelGroups(graph);
    const ChannelCut cut = selectChannels(graph, groups, recipe);
    const Graph slim = slimChannels(graph, removalOf(graph, groups, cut));
    SlimResult result;
    result.groups = outcomeOf(graph, groups, recipe, cut);
    result.before = sizeOf(graph);
    result.after = sizeOf(slim);
    result.variant = addVariant(study,
                                {parent, "slimmed", "slimmed", slimRecipeText(recipe),
                                 noteOf(recipe, result.before, result.after)},
                                slim);
    return result;
}

}  // namespace secateur
