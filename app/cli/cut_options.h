#pragma once

#include "app/cli/command.h"
#include "app/cli/setting_options.h"
#include "core/prune/channel_recipe.h"
#include "core/prune/prune_recipe.h"

namespace secateur::cli {

/// What to cut: single weights, or channels.
struct CutArguments {
    bool channels = false;
    GivenSettings given;  ///< of either way
};

void addCutOptions(CLI::App& command, CutArguments& a);
/// What was given, for single weights. Error(InvalidArgument) for options of the other way, and for
/// a plan without its scope.
PruneRecipe weightRecipe(const CutArguments& a);
/// The same for channels.
ChannelRecipe channelRecipe(const CutArguments& a);

}  // namespace secateur::cli
