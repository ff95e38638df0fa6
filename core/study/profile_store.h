#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/profile.h"

namespace secateur {

class Study;

/// Where the time of networks goes that were timed side by side on one machine.
struct ProfileRun {
    struct Entry {
        int64_t variant = 0;
        NetworkProfile profile;
        std::vector<CurvePoint> curve;  ///< empty: not measured
    };

    int64_t id = 0;
    std::string processor;
    MachinePeak peak;
    std::string created;
    std::vector<Entry> networks;

    const Entry* of(int64_t variant) const;  ///< null: it took no part
};

/// Gives the run as it is stored, whole or not at all. `id` and `created` of `run` do not count.
ProfileRun addProfileRun(Study& study, const ProfileRun& run);
/// The one whose figures are shown; each profile is called as its variant is now.
/// Error(CorruptData) for figures that cannot have been measured.
std::optional<ProfileRun> latestProfileRun(Study& study);

}  // namespace secateur
