#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "core/base/enum_names.h"
#include "core/base/setting.h"
#include "core/quant/clip_range.h"
#include "core/quant/observer.h"

namespace secateur {

/// The range of ReLU6 outputs. Automatic: fixed where activations have 8 bits, the observer is
/// min-max and the output reached at least half of [0, 6] during calibration, so that the range,
/// which no later image can leave, costs less than one bit; else observed, because with 7 bits
/// there is none to spare, and who chooses another observer wants it to choose.
enum class Relu6Range { Automatic, Fixed, Observed };
template <>
inline constexpr auto kEnumNames<Relu6Range> =
    enumNames<Relu6Range>("range of ReLU6", {{Relu6Range::Automatic, "automatic"},
                                             {Relu6Range::Fixed, "fixed"},
                                             {Relu6Range::Observed, "observed"}});
/// Half of [0, 6].
inline constexpr double kRelu6FixedFrom = 3.0;

/// Whether activations have 7 bits in place of 8 (0 .. 127 of uint8). Automatic: where the engine
/// would saturate on this CPU.
enum class ReduceRange { Automatic, On, Off };
template <>
inline constexpr auto kEnumNames<ReduceRange> = enumNames<ReduceRange>(
    "setting of reduce_range",
    {{ReduceRange::Automatic, "automatic"}, {ReduceRange::On, "on"}, {ReduceRange::Off, "off"}});

/// One scale for each output channel of a weight, or one for all of it.
enum class WeightScales { PerChannel, PerTensor };
template <>
inline constexpr auto kEnumNames<WeightScales> =
    enumNames<WeightScales>("scales of weights", {{WeightScales::PerChannel, "per-channel"},
                                                  {WeightScales::PerTensor, "per-tensor"}});

/// Affine: the zero point wherever the range puts it. Symmetric: in the middle of the integers.
enum class ActivationScheme { Affine, Symmetric };
template <>
inline constexpr auto kEnumNames<ActivationScheme> = enumNames<ActivationScheme>(
    "scheme of activations",
    {{ActivationScheme::Affine, "affine"}, {ActivationScheme::Symmetric, "symmetric"}});

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

/// Bits of activations: 7 where `reduceRange` says so, or is automatic and the engine would
/// saturate on this CPU; else 8. Error(Unsupported): no such engine.
int activationBits(const QuantizeOptions& options);

/// True if ReLU6 outputs that reached `largest` during calibration have the range [0, 6] under
/// these options, `bits` being their activationBits().
bool fixesRelu6(const QuantizeOptions& options, int bits, double largest);

/// What recipes hold (all but the number of workers), in the order of a dialog's fields:
/// activations, then weights. Whether the network has the layers is looked at when it is quantized.
const SettingsOf<QuantizeOptions>& quantizeSettings();

}  // namespace secateur
