#pragma once

#include "core/analysis/sensitivity.h"
#include "core/analysis/sweep_run.h"

namespace secateur {

/// sweepPerturbations() in adaptive mode.
void runAdaptiveSweep(SweepRun& run, const SweepHooks& hooks);

/// How far the rounds reach, in images: `firstRound`, each next about a twelfth further in steps of
/// half of that, so that batches are whole; the last `images`. A function of the options and the
/// number of images alone, so that a resumed sweep takes its looks where an uninterrupted one does.
std::vector<int64_t> roundEnds(int64_t images, const AdaptiveOptions& options);

}  // namespace secateur
