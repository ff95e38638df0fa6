#pragma once

#include <cstdint>
#include <vector>

#include "core/analysis/speed.h"
#include "core/data/dataset.h"
#include "core/stages/stage_context.h"
#include "core/study/speed_store.h"

namespace secateur {

/// Measures these variants together, on one core and on all, and keeps it as the study's latest
/// run. Empty: every variant that takes these images; the log names the others. Errors: NotFound
/// (none, no such variant), Mismatch (a variant that was asked for does not fit the data), those of
/// measureRates; Cancelled, and then nothing is stored.
SpeedRun measureSpeed(const StageContext& stage, const std::vector<int64_t>& variants,
                      const SpeedOptions& options);

}  // namespace secateur
