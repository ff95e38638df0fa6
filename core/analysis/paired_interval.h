#pragma once

#include <cstdint>

namespace secateur {

/// The 97.5 % point of the standard normal: of every interval at level 95 %.
inline constexpr double kNormalQuantile = 1.959963984540054;

/// An accuracy drop (baseline minus changed, as a fraction) with its confidence interval.
struct PairedDrop {
    double drop = 0.0;
    double low = 0.0;
    double high = 0.0;
};

/// Paired difference of two networks on the same `count` images: `lost` were right before and are
/// wrong now, `gained` the reverse. Interval: Tango's score interval for paired proportions (Tango
/// 1998, Statistics in Medicine 17:891-908), level 95 %, which stays honest for few discordant
/// images. count 0 gives [-1, 1].
PairedDrop pairedDrop(int64_t lost, int64_t gained, int64_t count);

}  // namespace secateur
