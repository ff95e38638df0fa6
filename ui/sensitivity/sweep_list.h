#pragma once

#include <vector>

#include "core/graph/cost.h"
#include "core/report/study_snapshot.h"
#include "ui/sensitivity/shown_sweep.h"
#include "ui/workspace/live_sweep.h"

namespace secateur {

/// The sweeps of a network for the Sensitivity page: those of the study with at least a point, and
/// the one under way, if it is of `study` and of this network, in the place of what the snapshot
/// has of it. One that has just ended stays until a snapshot has it.
std::vector<ShownSweep> sweepList(const std::shared_ptr<const StudySnapshot>& snapshot,
                                  const Study* study, int64_t variant, const GraphCost* network,
                                  const LiveSweep::State& live);

}  // namespace secateur
