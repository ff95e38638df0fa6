#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/evaluator.h"
#include "core/analysis/paired_interval.h"

namespace secateur {

/// One measured point of a sensitivity curve.
struct SensitivityPoint {
    std::string layer;  ///< state_dict name without ".weight", or "global"
    double ratio = 0.0;
    int64_t correct = 0;
    int64_t count = 0;
    int64_t lost = 0;    ///< right at the baseline, wrong now
    int64_t gained = 0;  ///< the reverse
    int64_t prunedWeights = 0;
    double accuracy() const {
        return count > 0 ? static_cast<double>(correct) / static_cast<double>(count) : 0.0;
    }
    PairedDrop drop() const { return pairedDrop(lost, gained, count); }
};

struct SweepOptions {
    std::vector<double> ratios{0.3, 0.5, 0.6, 0.7, 0.8};
    std::vector<std::string> layers;  ///< empty: every convolution and linear layer
    bool perLayer = true;
    bool global = true;
    int workers = 0;
    int64_t batchSize = 8;
};

/// What was found before (resume) and where new points go, each as soon as it is measured. The
/// callback is called by one thread at a time.
struct SweepHooks {
    std::function<bool(const std::string& layer, double ratio)> alreadyMeasured;
    std::function<void(const SensitivityPoint&)> measured;
};

/// L1 unstructured pruning of one layer at a time (and of all together, "global") at each ratio, no
/// repair, counted on the same images as `baseline` (evaluate() of `graph` on them). The weights
/// are ranked as they are stored (not folded), as torch.nn.utils.prune does. Everything before a
/// pruned layer is computed once for all the ratios of that layer. Points are delivered layer by
/// layer in the graph's order, global first.
void sweepPruning(const Graph& graph, const Dataset& dataset, const Normalisation& normalisation,
                  const std::vector<int64_t>& indices, const Evaluation& baseline,
                  const SweepOptions& options, const SweepHooks& hooks, const RunContext& context);

/// The largest measured ratio r such that this and every smaller measured ratio of the layer drop
/// at most `tolerance` (a fraction, 0.02 for 2 points); 0 if not even the smallest does.
double largestSafeRatio(const std::vector<SensitivityPoint>& points, const std::string& layer,
                        double tolerance);

}  // namespace secateur
