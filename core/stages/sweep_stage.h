#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/analysis/sweep_options.h"
#include "core/stages/stage_context.h"
#include "core/study/measurements.h"

namespace secateur {

class Study;

/// readMasks() for this variant's network, for SweepOptions::masks.
std::shared_ptr<const GivenMasks> readMasksOf(Study& study, int64_t variant,
                                              const std::string& path);

struct SweepResult {
    StoredEvaluation baseline;
    std::vector<SensitivityPoint> points;  ///< as asked for, the ones known before included
    int64_t knownBefore = 0;
};

/// sweepPerturbations() of a variant. `changed` gets all points so far, the ones known before
/// included, whenever a new one (in adaptive mode: a round) is in the study.
SweepResult sweepVariant(
    const StageContext& stage, int64_t variant, const ImageList& images,
    const SweepOptions& options,
    const std::function<void(const std::vector<SensitivityPoint>&)>& changed = {});

}  // namespace secateur
