#pragma once

#include "core/ranking/ranking_read.h"
#include "ui/models/bar_chart.h"

namespace secateur {

/// A panel for every criterion, pruning above, quantization below: one bar a network, the easiest
/// on top where the place is known. What is not measured has no bar.
Bars rankingBars(const StoredRanking& ranking);

}  // namespace secateur
