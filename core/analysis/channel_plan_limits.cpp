#include "core/analysis/channel_plan_limits.h"

#include "core/prune/channel_recipe.h"

namespace secateur {

const SettingsOf<ChannelPlanLimits>& channelPlanSettings() {
    using O = ChannelPlanLimits;
    using S = SettingOf<O>;
    const SettingOf<ChannelRecipe>& roundTo = channelSettings().at("round_to");
    static const SettingsOf<O> all{
        S::count(roundTo.text, &O::roundTo, roundTo.range),
        S::count({"min_width", "--min-width", "&Least width",
                  "No channel group becomes narrower than so many."},
                 &O::minWidth, {.low = 1, .high = 65'536}),
    };
    return all;
}

}  // namespace secateur
