#pragma once

#include <cstdint>
#include <string>

namespace secateur {

/// The range of ReLU6 outputs. Automatic: fixed where activations have 8 bits, observed where they
/// have 7, because there a range wider than needed costs levels that are not to spare.
enum class Relu6Range { Automatic, Fixed, Observed };

/// "automatic", "fixed", "observed"; relu6RangeFromName throws Error(InvalidArgument) for others.
const char* relu6RangeName(Relu6Range range);
Relu6Range relu6RangeFromName(const std::string& name);

/// How to quantize after training.
struct QuantizeOptions {
    Relu6Range relu6Range = Relu6Range::Automatic;
    bool symmetricBottlenecks = false;  ///< zero point in the middle for outputs without activation
    /// 0: 7 bits where the engine would saturate on this CPU, else 8. 7 or 8: forced.
    int activationBits = 0;
    std::string engine;  ///< empty: the best that the library offers
    int workers = 0;
};

}  // namespace secateur
