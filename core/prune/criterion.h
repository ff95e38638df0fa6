#pragma once

#include <string>

namespace secateur {

/// By what single weights are ranked; the smallest scores are pruned.
enum class PruneCriterion {
    L1,      ///< |w| (torch.nn.utils.prune.L1Unstructured)
    L2,      ///< w * w: for single weights the order of L1 (ties and underflow apart)
    Random,  ///< a seeded uniform number a weight (torch.nn.utils.prune.RandomUnstructured)
};

/// "l1", "l2", "random".
const char* criterionName(PruneCriterion criterion);
/// Throws Error(InvalidArgument) for any other name.
PruneCriterion criterionFromName(const std::string& name);

}  // namespace secateur
