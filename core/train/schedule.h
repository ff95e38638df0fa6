#pragma once

#include <cstdint>

#include "core/base/enum_names.h"

namespace secateur {

enum class ScheduleKind { Constant, Cosine, OneCycle };
template <>
inline constexpr auto kEnumNames<ScheduleKind> =
    enumNames<ScheduleKind>("learning rate schedule", {{ScheduleKind::Constant, "constant"},
                                                       {ScheduleKind::Cosine, "cosine"},
                                                       {ScheduleKind::OneCycle, "one-cycle"}});

/// The learning rate of step `step` (0-based) of `totalSteps`.
/// Cosine: rate/2 * (1 + cos(pi * step / totalSteps)) (Loshchilov and Hutter 2017, without
/// restarts). OneCycle: torch.optim.lr_scheduler.OneCycleLR(max_lr=rate, total_steps=totalSteps)
/// with its defaults pct_start=0.3, div_factor=25, final_div_factor=1e4, cosine annealing.
/// The first `warmupSteps` W are a linear warm-up, rate (step + 1) / W (Goyal et al. 2017), and the
/// schedule is of the steps after them.
double scheduledRate(ScheduleKind kind, double rate, int64_t step, int64_t totalSteps,
                     int64_t warmupSteps = 0);

}  // namespace secateur
