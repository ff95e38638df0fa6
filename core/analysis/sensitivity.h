#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/analysis/evaluation.h"
#include "core/analysis/sensitivity_curve.h"
#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"

namespace secateur {

/// What was found before (resume) and where new points go, each as soon as it is measured. The
/// callback is called by one thread at a time.
struct SweepHooks {
    std::function<bool(const std::string& layer, double ratio)> alreadyMeasured;
    std::function<void(const SensitivityPoint&)> measured;
};

/// What sweepPruning checks before anything is measured. Errors: InvalidArgument (a ratio outside
/// [0, 1), a layer without weights), NotFound (no such layer), Unsupported (an INT8 network).
void checkSweep(const Graph& graph, const SweepOptions& options);

/// L1 unstructured pruning of one layer at a time (and of all together, "global") at each ratio, no
/// repair, counted on the same images as `baseline` (evaluate() of `graph` on them). The weights
/// are ranked as they are stored (not folded), as torch.nn.utils.prune does. Everything before a
/// pruned layer is computed once for all the ratios of that layer. Points are delivered layer by
/// layer in the graph's order, global first.
void sweepPruning(const Graph& graph, const Dataset& dataset, const Normalisation& normalisation,
                  const std::vector<int64_t>& indices, const Evaluation& baseline,
                  const SweepOptions& options, const SweepHooks& hooks, const RunContext& context);

}  // namespace secateur
