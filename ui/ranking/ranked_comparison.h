#pragma once

#include <memory>
#include <vector>

#include "core/ranking/rank.h"

namespace secateur {

/// A stored comparison with the ranks that follow from it. Immutable: table and chart share it.
struct RankedComparison {
    StoredComparison comparison;
    std::vector<NetworkRank> ranks;  ///< in the order of its networks
};

std::shared_ptr<const RankedComparison> ranked(const StoredComparison& comparison);

}  // namespace secateur
