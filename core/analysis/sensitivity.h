#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/evaluation.h"
#include "core/analysis/sweep_options.h"
#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"

namespace secateur {

/// What was found before (resume) and where new points go, each as soon as it is measured. The
/// callbacks are called by one thread at a time; each may be empty.
struct SweepHooks {
    /// What an earlier run knew of a point: a question that changes nothing.
    std::function<std::optional<AdaptivePoint>(const Target&, Level)> known;
    /// Called once, before anything is measured: what the sweep takes over of that.
    std::function<void(const std::vector<AdaptivePoint>&)> resumed;
    std::function<void(const SensitivityPoint&)> measured;
    /// Adaptive mode: all that a round has changed.
    std::function<void(const std::vector<AdaptivePoint>&)> roundDone;
};

/// What sweepPerturbations checks before anything is measured. Errors: those of checkSweepOptions,
/// InvalidArgument (a layer without weights), NotFound (no such layer), Unsupported (an INT8
/// network).
void checkSweep(const Graph& graph, const SweepOptions& options);

/// Perturbs one group of layers at a time (and all together) at each level, no repair,
/// counted on the same images as `baseline` (evaluate() of `graph` on them). Exact mode looks at
/// every image: the counts of evaluating each perturbed network by itself. Points are delivered in
/// the order of perturbationGroups. Adaptive mode goes round by round over all open points; each
/// round either counts or, when cancelled, does not, so a resumed sweep ends in the same table.
void sweepPerturbations(const Graph& graph, const Dataset& dataset,
                        const Normalisation& normalisation, const std::vector<int64_t>& indices,
                        const Evaluation& baseline, const SweepOptions& options,
                        const SweepHooks& hooks, const RunContext& context);

}  // namespace secateur
