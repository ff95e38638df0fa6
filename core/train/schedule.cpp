#include "core/train/schedule.h"

#include <cmath>
#include <numbers>

#include "core/base/error.h"

namespace secateur {

namespace {

double annealed(double from, double to, double fraction) {
    return to + (from - to) / 2.0 * (1.0 + std::cos(std::numbers::pi * fraction));
}

double oneCycle(double rate, int64_t step, int64_t totalSteps) {
    const double initial = rate / 25.0;
    const double final = initial / 1e4;
    const double peak = 0.3 * static_cast<double>(totalSteps) - 1.0;
    const double last = static_cast<double>(totalSteps) - 1.0;
    const double at = static_cast<double>(step);
    if (at <= peak) {
        return annealed(initial, rate, peak > 0 ? at / peak : 1.0);
    }
    return annealed(rate, final, last > peak ? (at - peak) / (last - peak) : 1.0);
}

}  // namespace

double scheduledRate(ScheduleKind kind, double rate, int64_t step, int64_t totalSteps,
                     int64_t warmupSteps) {
    if (step < warmupSteps) {
        return rate * static_cast<double>(step + 1) / static_cast<double>(warmupSteps);
    }
    step -= warmupSteps;
    totalSteps -= warmupSteps;
    switch (kind) {
        case ScheduleKind::Constant:
            return rate;
        case ScheduleKind::Cosine:
            return annealed(rate, 0.0, static_cast<double>(step) / static_cast<double>(totalSteps));
        case ScheduleKind::OneCycle:
            return oneCycle(rate, step, totalSteps);
    }
    return rate;
}

}  // namespace secateur
