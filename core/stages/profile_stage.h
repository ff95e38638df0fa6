#pragma once

#include <cstdint>
#include <vector>

#include "core/stages/stage_context.h"
#include "core/study/profile_store.h"

namespace secateur {

/// How networks of a study are timed.
struct TimingOptions {
    int rounds = ProfileOptions().rounds;  ///< turns of each network
    double curveSeconds = 0.0;             ///< a point of the curve; 0: no curve
};

/// Times the steps of these variants side by side (profileNetworks) on images of the size of the
/// stage's, and keeps it as the study's latest profile; with a curve, images a second and latency
/// of each after that, on one core and on the stage's workers. Errors: NotFound, InvalidArgument
/// (none), Mismatch (they do not fit the data), those of profileNetworks and requireQuiet;
/// Cancelled, and then, as after every error, nothing is stored.
ProfileRun profileVariants(const StageContext& stage, const std::vector<int64_t>& variants,
                           const TimingOptions& options);

}  // namespace secateur
