#include "core/stages/channel_stage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "core/analysis/reconstruction.h"
#include "core/base/error.h"
#include "core/base/setting.h"
#include "core/graph/cost.h"
#include "core/io/model_file.h"
#include "core/passes/slim_channels.h"
#include "core/prune/channel_saliency.h"
#include "core/prune/channel_selection.h"
#include "core/stages/data_fit.h"
#include "core/stages/ranking_images.h"
#include "core/stages/reconstruction_images.h"
#include "core/study/study.h"

namespace secateur {

namespace {

GroupInfo infoOf(const ChannelGroup& group) {
    return {group.name, group.block, group.role, group.width, group.fixed};
}

NetworkSize networkSize(const Graph& graph, const std::optional<ImageSize>& images) {
    const GraphCost cost = costOn(graph, images);
    return {cost.parameters, cost.macs, static_cast<int64_t>(serializeModel(graph).size())};
}

std::string noteOf(const ChannelRecipe& recipe, const NetworkSize& before,
                   const NetworkSize& after) {
    const std::string how = recipe.scope == PruneScope::Plan
                                ? fmt::format("{} groups each at its own share", recipe.plan.size())
                                : fmt::format("{}, {:g}", enumName(recipe.scope), recipe.amount);
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
                       enumName(recipe.criterion), how, which, rounding,
                       100.0 * static_cast<double>(after.macs) /
                           static_cast<double>(std::max<int64_t>(1, before.macs)));
}

/// Lines below the note: a cut that did nothing, or too much.
std::string slimRemarks(const std::vector<SlimmedGroup>& groups) {
    std::vector<std::string> single;
    bool cut = false;
    for (const SlimmedGroup& group : groups) {
        const bool here = group.widthAfter < group.group.width;
        cut = cut || here;
        if (here && group.widthAfter == 1) {
            single.push_back(group.group.name);
        }
    }
    return !cut ? "\nnothing changed: not one channel was cut"
           : single.empty()
               ? ""
               : fmt::format("\na single channel is left of {}", fmt::join(single, ", "));
}

std::vector<SlimmedGroup> outcomeOf(const Graph& graph, const std::vector<ChannelGroup>& groups,
                                    const Ranking& ranking, const ChannelCut& cut) {
    std::vector<SlimmedGroup> outcome;
    for (const ChannelGroup& group : groups) {
        SlimmedGroup slimmed{infoOf(group), group.width, group.fixed};
        if (const auto found = cut.find(group.name); found != cut.end()) {
            slimmed.widthAfter -= static_cast<int64_t>(found->second.size());
        } else if (group.fixed.empty() && channelSaliency(graph, group, ranking).empty()) {
            slimmed.reason = fmt::format("without {} to rank by", whatRanks(ranking.criterion));
        }
        outcome.push_back(std::move(slimmed));
    }
    return outcome;
}

std::string slimRecipeText(const ChannelRecipe& recipe, const RankingImages& images,
                           const ReconstructionImages& train) {
    nlohmann::json json = channelSettings().toJson(recipe);
    json["method"] = "channels";
    if (recipe.criterion == PruneCriterion::Random) {
        json["seed"] = recipe.seed;
    }
    images.describe(json);
    train.describe(json);
    return json.dump();
}

SlimResult slimmedVariant(Study& study, int64_t parent, const ChannelRecipe& recipe,
                          const RankingImages& images, const StageContext* stage) {
    const Graph graph = loadFloatVariant(study, parent);
    const std::vector<ChannelGroup> groups = channelGroups(graph);
    const std::optional<ImageScores> scores = images.scores(graph);
    const ChannelCut cut = selectChannels(graph, groups, recipe, scores ? &*scores : nullptr);
    const ChannelRemoval removal = removalOf(graph, groups, cut);
    const Graph slim = slimChannels(graph, removal);
    SlimResult result;
    result.groups =
        outcomeOf(graph, groups, {recipe.criterion, recipe.seed, scores ? &*scores : nullptr}, cut);
    const std::optional<ImageSize> size = newestImageSize(study);
    result.before = networkSize(graph, size);
    result.after = networkSize(slim, size);
    const ReconstructionImages train(stage, recipe.reconstruct, recipe.seed);
    NewVariant made{parent, "channel-pruned", VariantKind::Slimmed,
                    slimRecipeText(recipe, images, train),
                    noteOf(recipe, result.before, result.after) + images.note()};
    if (auto known = findVariant(study, parent, made.kind, made.recipe)) {
        result.variant = *known;
        return result;
    }
    const std::string remarks = slimRemarks(result.groups);
    const Graph repaired = train.repaired(
        slim, graph,
        [&](const CalibrationImages& calibration) {
            return reconstructed(graph, slim, removal, calibration, stage->workers, stage->run);
        },
        made.note);
    made.note += remarks;
    result.variant = addVariant(study, made, repaired);
    return result;
}

}  // namespace

std::vector<GroupInfo> listChannelGroups(Study& study, int64_t variant) {
    std::vector<GroupInfo> infos;
    for (const ChannelGroup& group : channelGroups(loadVariant(study, variant))) {
        infos.push_back(infoOf(group));
    }
    return infos;
}

SlimResult slimVariant(Study& study, int64_t parent, const ChannelRecipe& recipe) {
    return slimmedVariant(study, parent, recipe, {}, nullptr);
}

SlimResult slimVariant(const StageContext& stage, int64_t parent, const ChannelRecipe& recipe) {
    return slimmedVariant(stage.study, parent, recipe,
                          {&stage, recipe.criterion, recipe.rankingImages, recipe.seed}, &stage);
}

std::optional<CutForecast> forecastCut(Study& study, int64_t parent, const ChannelRecipe& recipe) {
    ChannelRecipe plain = recipe;
    if (criterionTraits(recipe.criterion).images) {
        if (recipe.scope == PruneScope::Global) {
            return std::nullopt;
        }
        plain.criterion = PruneCriterion::L1;  // of each group as many, whatever ranks them
    }
    const Graph graph = loadFloatVariant(study, parent);
    const std::vector<ChannelGroup> groups = channelGroups(graph);
    const ChannelCut cut = selectChannels(graph, groups, plain, nullptr);
    const std::optional<ImageSize> size = newestImageSize(study);
    return CutForecast{networkSize(graph, size),
                       networkSize(slimChannels(graph, removalOf(graph, groups, cut)), size)};
}

}  // namespace secateur
