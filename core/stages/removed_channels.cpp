#include "core/stages/removed_channels.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/setting.h"
#include "core/prune/channel_recipe.h"
#include "core/prune/channel_selection.h"
#include "core/stages/ranking_images.h"
#include "core/study/study.h"

namespace secateur {

ChannelRemoval removalOfVariant(const StageContext& stage, const Variant& slimmed,
                                const Graph& whole, uint64_t seed) {
    const std::string source = "the recipe of " + slimmed.name;
    const nlohmann::json text = parseJson(slimmed.recipe, source);
    nlohmann::json known = nlohmann::json::object();
    for (const SettingOf<ChannelRecipe>& setting : channelSettings()) {
        if (text.is_object() && text.contains(setting.text.key)) {
            known[setting.text.key] = text.at(setting.text.key);
        }
    }
    ChannelRecipe recipe;
    channelSettings().read(known, source, recipe);
    recipe.seed = text.value("seed", seed);
    const RankingImages images(&stage, recipe.criterion, recipe.rankingImages, recipe.seed);
    nlohmann::json described = known;
    images.describe(described);
    const std::vector<ChannelGroup> groups = channelGroups(whole);
    const std::optional<ImageScores> scores = images.scores(whole);
    const ChannelRemoval removal = removalOf(
        whole, groups, selectChannels(whole, groups, recipe, scores ? &*scores : nullptr));
    const Graph again = slimChannels(whole, removal);
    const Graph stored = loadFloatVariant(stage.study, slimmed.id);
    for (const NodeId id : again.weightedNodes()) {
        const std::string& layer = again.node(id).name;
        const at::Tensor& stays = stored.node(stored.require(layer)).parameter("weight");
        if (described.value("images", "") != text.value("images", "") ||
            stays.sizes() != again.node(id).parameter("weight").sizes()) {
            throw Error(ErrorCode::Mismatch, "which channels went cannot be told any more",
                        {slimmed.name, "the images and the seed that it was cut with", "others"});
        }
    }
    return removal;
}

}  // namespace secateur
