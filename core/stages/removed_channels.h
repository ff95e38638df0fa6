#pragma once

#include <cstdint>

#include "core/passes/slim_channels.h"
#include "core/stages/stage_context.h"
#include "core/study/variant.h"

namespace secateur {

/// Which channels a network of kind Slimmed lost of `whole`, its parent: chosen again as its recipe
/// says, by images that `seed` draws. Errors: CorruptData (the recipe), Mismatch (these are other
/// images, or the network has other widths), those of slimVariant.
ChannelRemoval removalOfVariant(const StageContext& stage, const Variant& slimmed,
                                const Graph& whole, uint64_t seed);

}  // namespace secateur
