#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/predicted_drop.h"
#include "core/report/study_snapshot.h"

namespace secateur {

/// A plan that was measured on the images of a sweep, beside what is predicted of it from the
/// curves and the other plans. Empty prediction: a ratio lies beyond the curves.
struct PlanPrediction {
    std::string name;  ///< of the network that it made
    std::optional<PredictedDrop> predicted;
    PairedDrop measured;
};
/// In the order in which they were made; of sweeps of pruning by layer, of others none.
std::vector<PlanPrediction> planPredictions(const StudySnapshot& study, const StoredSweep& sweep);

}  // namespace secateur
