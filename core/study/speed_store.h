#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/speed.h"

namespace secateur {

class Study;

/// Speeds of networks that were measured together: only figures of one run are put side by side.
struct SpeedRun {
    struct Entry {
        int64_t variant = 0;
        SpeedFigure figure;
    };

    int64_t id = 0;
    std::string processor;
    int64_t images = 0;
    int64_t batchSize = 0;
    int rounds = 0;
    std::string created;
    std::vector<Entry> figures;

    /// Of this variant, by number of workers (one core first); empty if it took no part.
    std::vector<SpeedFigure> of(int64_t variant) const;
};

/// Gives the run as it is stored, whole or not at all. `id` and `created` of `run` do not count.
SpeedRun addSpeedRun(Study& study, const SpeedRun& run);
/// The one whose figures are shown. Error(CorruptData) for figures that cannot have been measured.
std::optional<SpeedRun> latestSpeedRun(Study& study);

}  // namespace secateur
