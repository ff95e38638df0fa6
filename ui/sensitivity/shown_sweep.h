#pragma once

#include <QString>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/predicted_drop.h"

namespace secateur {

/// One sweep of the network on the page, stored or under way.
struct ShownSweep {
    std::string key;  ///< the same for a sweep under way and for what it leaves in the study
    QString title;    ///< "Pruned weights (L1) by layer, 1,000 held-out images"
    PerturbationKind kind = PerturbationKind::Prune;
    Grouping grouping = Grouping::Layer;
    std::string criterion = "l1";  ///< as in StoredSweep
    int64_t recalibrated = 0;      ///< images of the repair of each point; 0: none
    bool running = false;
    int64_t imageList = 0;                  ///< StoredImages::id; 0: not in the study yet
    std::optional<SweepBaseline> baseline;  ///< on all images of the sweep, where it is known
    std::shared_ptr<const std::vector<SensitivityPoint>> points;  ///< null: none so far
    std::vector<MeasuredPlan> measuredPlans;  ///< of the network, on the images of the sweep

    /// Its safe ratios are those of the layers, by the ranking that pruning goes by: they make a
    /// plan.
    bool planned() const;
};

/// Which of them is looked at unless the user has chosen: the one under way, else of the planned
/// ones, or of all where none is, the one with the most points. Null where there is none.
const ShownSweep* defaultSweep(const std::vector<ShownSweep>& sweeps);
const ShownSweep* findSweep(const std::vector<ShownSweep>& sweeps, const std::string& key);

}  // namespace secateur
