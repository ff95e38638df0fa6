#pragma once

#include "core/graph/qparams.h"

namespace secateur {

/// How the sigmoid inside an INT8 SiLU is rounded before it is multiplied, in the kernels and in an
/// exported network: [0, 1).
inline constexpr QuantParams kSiluGate{1.0 / 256.0, 0, 0, 255};

}  // namespace secateur
