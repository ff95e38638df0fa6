#pragma once

#include "core/report/comparison.h"
#include "ui/models/bar_chart.h"

namespace secateur {

/// Top-1 with intervals, size and speed of the compared variants: a row a variant.
Bars comparisonBars(const Comparison& comparison);
/// What each class lost from the reference to a variant: a row a class, the largest loss first,
/// with the 95 % interval of the paired difference. Empty unless both were measured and are two.
Bars classBars(const Comparison& comparison, int64_t variant);

}  // namespace secateur
