#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "core/quant/clip_range.h"
#include "core/quant/observer.h"

namespace secateur {

/// The range of ReLU6 outputs. Automatic: fixed where activations have 8 bits, the observer is
/// min-max and the output reached at least half of [0, 6] during calibration, so that the range,
/// which no later image can leave, costs less than one bit; else observed, because with 7 bits
/// there is none to spare, and who chooses another observer wants it to choose.
enum class Relu6Range { Automatic, Fixed, Observed };
/// Half of [0, 6].
inline constexpr double kRelu6FixedFrom = 3.0;

/// Whether activations have 7 bits in place of 8 (0 .. 127 of uint8). Automatic: where the engine
/// would saturate on this CPU.
enum class ReduceRange { Automatic, On, Off };

/// One scale for each output channel of a weight, or one for all of it.
enum class WeightScales { PerChannel, PerTensor };

/// Affine: the zero point wherever the range puts it. Symmetric: in the middle of the integers.
enum class ActivationScheme { Affine, Symmetric };

/// How a network is quantized: everything that decides the result, but for the images and, with
/// "automatic" settings, the CPU. PTQ and QAT take the same.
struct QuantizeOptions {
    ObserverKind activationObserver = ObserverKind::MinMax;
    double activationPercentile = 99.99;  ///< of ObserverKind::Percentile; in (0, 100]
    ActivationScheme activationScheme = ActivationScheme::Affine;
    Relu6Range relu6Range = Relu6Range::Automatic;
    bool symmetricBottlenecks = false;  ///< zero point in the middle for outputs without activation
    ReduceRange reduceRange = ReduceRange::Automatic;
    WeightScales weightScales = WeightScales::PerChannel;
    /// MinMax, Percentile (of |w|) or Mse.
    ObserverKind weightObserver = ObserverKind::MinMax;
    double weightPercentile = 99.9;  ///< of ObserverKind::Percentile; in (0, 100]
    bool equalize = false;           ///< see equalizeLayers
    bool correctBias = false;        ///< see correctBiases
    /// Convolutions and linear layers that keep float weights and compute in float.
    std::set<std::string> floatLayers;
    /// Ranges chosen by hand, widened to hold 0, by the name of the layer. An activation clip
    /// stands for the range of the layer's output, also where that would be ReLU6's. Weights (of
    /// the folded layer) outside a weight clip become its nearest end before anything else is done.
    std::map<std::string, ClipRange> activationClips;
    std::map<std::string, ClipRange> weightClips;
    std::string engine;               ///< empty: the best that the library offers
    int64_t calibrationImages = 512;  ///< of train; 0: all
    int workers = 0;                  ///< changes nothing but the time
};

/// "automatic", "fixed", "observed"; the functions from names throw Error(InvalidArgument) that
/// lists the names there are.
const char* relu6RangeName(Relu6Range range);
Relu6Range relu6RangeFromName(const std::string& name);
/// "automatic", "on", "off".
const char* reduceRangeName(ReduceRange range);
ReduceRange reduceRangeFromName(const std::string& name);
/// "per-channel", "per-tensor".
const char* weightScalesName(WeightScales scales);
WeightScales weightScalesFromName(const std::string& name);
/// "affine", "symmetric".
const char* activationSchemeName(ActivationScheme scheme);
ActivationScheme activationSchemeFromName(const std::string& name);

/// Bits of activations: 7 where `reduceRange` says so, or is automatic and the engine would
/// saturate on this CPU; else 8. Error(Unsupported): no such engine.
int activationBits(const QuantizeOptions& options);

/// True if ReLU6 outputs that reached `largest` during calibration have the range [0, 6] under
/// these options.
bool fixesRelu6(const QuantizeOptions& options, double largest);

/// Error(InvalidArgument) for a percentile that is none, an observer that weights do not have, or a
/// negative number of images. Whether the network has the layers is looked at when it is quantized.
void checkOptions(const QuantizeOptions& options);

}  // namespace secateur
