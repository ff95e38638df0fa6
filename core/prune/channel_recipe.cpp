#include "core/prune/channel_recipe.h"

#include "core/base/setting.h"
#include "core/prune/prune_recipe.h"

namespace secateur {

const SettingsOf<ChannelRecipe>& channelSettings() {
    using O = ChannelRecipe;
    using S = SettingOf<O>;
    const auto shared = [](const char* key) { return pruneSettings().at(key).text; };
    static const SettingsOf<O> all{
        S::choice(shared("scope"), &O::scope,
                  {{PruneScope::Global, "Global: one ranking over all"},
                   {PruneScope::Layer, "Each layer or group by the same share"},
                   {PruneScope::Plan, ""}}),
        S::share(shared("amount"), &O::amount),
        S::choice(shared("criterion"), &O::criterion, criterionTitles()),
        S::images(shared("ranking_images"), &O::rankingImages),
        S::layers({"groups", "--groups", "&Groups",
                   "Channels that depend on each other are cut together: an expansion with its "
                   "depthwise layer, both ends of a residual sum. A group is called after the "
                   "layer that makes it."},
                  &O::groups),
        S::layers({"roles", "--role", "", "Only what layers of these roles make, as expand."},
                  &O::roles),
        S::shares(shared("plan"), &O::plan),
        S::count({"round_to", "--round-to", "Wi&dths, multiples of",
                  "Kernels are fastest where the number of channels is a multiple of 8; widths are "
                  "rounded up."},
                 &O::roundTo, {.low = 1, .high = 65'536}),
        S::count(shared("reconstruct"), &O::reconstruct, {.low = 0, .high = 10'000'000}),
    };
    return all;
}

}  // namespace secateur
