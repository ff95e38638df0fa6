#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/quant/clip_range.h"

namespace secateur {

/// The range of ReLU6 outputs. Automatic: fixed where activations have 8 bits, observed where they
/// have 7, because there a range wider than needed costs levels that are not to spare.
enum class Relu6Range { Automatic, Fixed, Observed };

/// "automatic", "fixed", "observed"; relu6RangeFromName throws Error(InvalidArgument) for others.
const char* relu6RangeName(Relu6Range range);
Relu6Range relu6RangeFromName(const std::string& name);

/// What activationBits 0 comes to: 7 where the engine (empty: the best there is) would saturate on
/// this CPU, else 8.
int automaticActivationBits(const std::string& engine);

/// How to quantize after training.
struct QuantizeOptions {
    Relu6Range relu6Range = Relu6Range::Automatic;
    bool symmetricBottlenecks = false;  ///< zero point in the middle for outputs without activation
    /// 0: 7 bits where the engine would saturate on this CPU, else 8. 7 or 8: forced.
    int activationBits = 0;
    std::string engine;  ///< empty: the best that the library offers
    int workers = 0;
    /// Ranges chosen by hand, widened to hold 0, by the name of the layer. An activation clip
    /// stands for the range of the layer's output, also where that would be ReLU6's. Weights (of
    /// the folded layer) outside a weight clip become its nearest end before anything else is done.
    std::map<std::string, ClipRange> activationClips;
    std::map<std::string, ClipRange> weightClips;
};

}  // namespace secateur
