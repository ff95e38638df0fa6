#pragma once

#include "core/graph/qparams.h"

namespace secateur {

/// Affine parameters for the range [low, high], widened to include 0 as torch.ao.quantization's
/// MinMaxObserver does: scale = (high - low) / (quantMax - quantMin), zero point rounded and
/// clamped. The scale is rounded to float32. An empty range gives scale 1.
QuantParams affineParams(double low, double high, int64_t quantMax);

/// For a range symmetric about 0: zero point in the middle, (quantMax + 1) / 2.
QuantParams symmetricParams(double low, double high, int64_t quantMax);

}  // namespace secateur
