#include "ui/ranking/ranked_comparison.h"

namespace secateur {

std::shared_ptr<const RankedComparison> ranked(const StoredComparison& comparison) {
    return std::make_shared<RankedComparison>(
        RankedComparison{comparison, rankNetworks(comparison)});
}

}  // namespace secateur
