#pragma once

#include "core/io/state_dict.h"

namespace secateur {

/// What torch.nn.utils.prune leaves beside each other, `weight_orig` and `weight_mask`, becomes
/// what its modules compute with: `weight`, their product. Gives the number of tensors that were
/// masked. An outline (WeightsOffer) gets the names only.
int foldPruneMasks(StateDict& state, bool outline);

}  // namespace secateur
