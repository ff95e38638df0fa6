#pragma once

#include <string>

#include "core/base/enum_names.h"

namespace secateur {

/// By what single weights are ranked; the smallest scores are pruned.
enum class PruneCriterion {
    L1,      ///< |w| (torch.nn.utils.prune.L1Unstructured)
    L2,      ///< w * w: for single weights the order of L1 (ties and underflow apart)
    Random,  ///< a seeded uniform number a weight (torch.nn.utils.prune.RandomUnstructured)
};

template <>
inline constexpr auto kEnumNames<PruneCriterion> = enumNames<PruneCriterion>(
    "criterion of pruning",
    {{PruneCriterion::L1, "l1"}, {PruneCriterion::L2, "l2"}, {PruneCriterion::Random, "random"}});

}  // namespace secateur
