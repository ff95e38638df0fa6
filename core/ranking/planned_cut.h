#pragma once

#include <map>
#include <optional>

#include "core/analysis/evaluation.h"
#include "core/graph/cost.h"
#include "core/graph/graph.h"
#include "core/prune/channel_recipe.h"
#include "core/ranking/ranking_store.h"
#include "core/stages/stage_context.h"

namespace secateur {

struct ImageList;

/// What the groups of a network are measured on, one group cut at a time.
struct CurveImages {
    const ImageList& measured;
    const ImageList& recalibration;  ///< each point's; none: points are not recalibrated
};

/// Every group that can be cut without `share` of its channels: what changes to `baseline`, the
/// answers of `graph` on the measured images. The stage's images are those that fit the network.
/// Errors: those of sweepPerturbations.
RankingResult measureCurves(const StageContext& stage, const Graph& graph,
                            const CurveImages& images, const Evaluation& baseline, double share,
                            const RankingOptions& options);

/// Ratios a group, planned by these curves (by share), that leave out `saved` of the
/// multiply-adds; nothing where the curves do not reach that. `cost`: of `graph`.
std::optional<ChannelRecipe> plannedRecipe(const Graph& graph, const GraphCost& cost,
                                           const std::map<double, RankingResult>& curves,
                                           const RankingOptions& options, double saved);

}  // namespace secateur
