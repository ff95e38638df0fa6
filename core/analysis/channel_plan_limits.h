#pragma once

#include <cstdint>

#include "core/base/setting.h"

namespace secateur {

/// What a plan of channels may do.
struct ChannelPlanLimits {
    int64_t roundTo = 1;   ///< as ChannelRecipe::roundTo
    int64_t minWidth = 8;  ///< no group goes below it; narrower ones stay whole
};
const SettingsOf<ChannelPlanLimits>& channelPlanSettings();

}  // namespace secateur
