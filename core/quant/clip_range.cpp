#include "core/quant/clip_range.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/error.h"

namespace secateur {

void requireRange(const ClipRange& range, const std::string& layer) {
    if (!(std::isfinite(range.low) && std::isfinite(range.high) && range.low < range.high)) {
        throw Error(ErrorCode::InvalidArgument, "a clip is no range",
                    {layer, "two finite numbers, the lower one first",
                     fmt::format("{} to {}", range.low, range.high)});
    }
}

}  // namespace secateur
