#include "app/cli/cut_options.h"

#include "core/base/error.h"

namespace secateur::cli {

namespace {

[[noreturn]] void refuse(const std::string& option, const std::string& expected) {
    throw Error(ErrorCode::InvalidArgument, "these options do not go together",
                {option, expected, ""});
}

/// What was given, for the way of pruning that has these settings; `others` are of the other way.
template <class Recipe, class Other>
Recipe recipeOf(const CutArguments& a, const SettingsOf<Recipe>& settings,
                const SettingsOf<Other>& others, const std::string& instead) {
    for (const auto& [key, value] : a.given) {
        if (settings.find(key) == nullptr) {
            refuse(others.at(key).text.flag, instead);
        }
    }
    Recipe recipe = withGiven(Recipe(), settings, a.given);
    if ((recipe.scope == PruneScope::Plan) == recipe.plan.empty()) {
        refuse("--plan", "exactly with --scope plan");
    }
    return recipe;
}

}  // namespace

void addCutOptions(CLI::App& command, CutArguments& a) {
    addSettingOptions(command, pruneSettings(), {}, a.given);
    command.get_option("--amount")->default_str("0.7 of weights, 0.5 of channels");
    command.add_flag("--channels", a.channels,
                     "cut whole channels: the network becomes physically smaller");
    for (const SettingOf<ChannelRecipe>& setting : channelSettings()) {
        if (pruneSettings().find(setting.text.key) == nullptr) {
            addSettingOption(command, setting, setting.get({}), a.given);
            command.get_option(setting.text.flag)->group("With --channels");
        }
    }
}

PruneRecipe weightRecipe(const CutArguments& a) {
    PruneRecipe recipe = recipeOf(a, pruneSettings(), channelSettings(), "--channels");
    requireRanks(recipe.criterion, false);
    return recipe;
}

ChannelRecipe channelRecipe(const CutArguments& a) {
    ChannelRecipe recipe =
        recipeOf(a, channelSettings(), pruneSettings(), "--groups or --role with --channels");
    requireRanks(recipe.criterion, true);
    return recipe;
}

}  // namespace secateur::cli
