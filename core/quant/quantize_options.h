#pragma once

#include <cstdint>
#include <string>

namespace secateur {

/// How to quantize after training.
struct QuantizeOptions {
    int64_t calibrationImages = 512;    ///< informative: the caller chose the indices
    bool fixedRelu6Range = true;        ///< [0, 6] for ReLU6 outputs, not the observed maximum
    bool symmetricBottlenecks = false;  ///< zero point in the middle for outputs without activation
    /// 0: 7 bits where the engine would saturate on this CPU, else 8. 7 or 8: forced.
    int activationBits = 0;
    std::string engine;  ///< empty: the best that the library offers
    int workers = 0;
};

}  // namespace secateur
