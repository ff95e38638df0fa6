#include "core/quant/quantize_options.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/exec/quantized_engine.h"

namespace secateur {

namespace {

constexpr SettingRange kPercentiles{.low = 0, .high = 100, .openLow = true, .decimals = 4};

/// Clips by layer, which are no one value.
SettingOf<QuantizeOptions> clips(const char* key,
                                 std::map<std::string, ClipRange> QuantizeOptions::*member) {
    SettingOf<QuantizeOptions> setting{{{key, "", "", ""}, SettingKind::Ranges, {}, {}}, {}, {}};
    setting.get = [member](const QuantizeOptions& o) {
        nlohmann::json json = nlohmann::json::object();
        for (const auto& [layer, range] : o.*member) {
            json[layer] = {range.low, range.high};
        }
        return json;
    };
    setting.put = [member](QuantizeOptions& o, const nlohmann::json& value) {
        (o.*member).clear();
        for (const auto& [layer, ends] : value.items()) {
            const ClipRange range{ends[0].get<double>(), ends[1].get<double>()};
            requireRange(range, layer);
            (o.*member)[layer] = range;
        }
    };
    return setting;
}

SettingsOf<QuantizeOptions> activationSettings() {
    using O = QuantizeOptions;
    using S = SettingOf<O>;
    return {
        S::images({"calibration_images", "--calibration", "Calibration &images",
                   "Training images on which the ranges of the activations are observed."},
                  &O::calibrationImages),
        S::choice({"activation_observer", "--observer", "&Observer",
                   "Who chooses the range of an activation: the extremes, their moving average "
                   "(over batches of 8), the values without the rarest, the least squared error, "
                   "or the least divergence (KL, as TensorRT)."},
                  &O::activationObserver,
                  {{ObserverKind::MinMax, "Min-max"},
                   {ObserverKind::MovingAverage, "Moving average"},
                   {ObserverKind::Percentile, "Percentile"},
                   {ObserverKind::Mse, "MSE"},
                   {ObserverKind::Entropy, "Entropy (KL)"}}),
        S::number({"activation_percentile", "--percentile", "Percen&tile",
                   "Of the observer percentile: the share of the values within the range, in per "
                   "cent."},
                  &O::activationPercentile, kPercentiles),
        S::choice(
            {"activation_scheme", "--activations", "S&cheme",
             "Affine puts the zero point wherever the range needs it, symmetric in the "
             "middle of the integers."},
            &O::activationScheme,
            {{ActivationScheme::Affine, "Affine"}, {ActivationScheme::Symmetric, "Symmetric"}}),
        S::choice({"reduce_range", "--reduce-range", "Activation &bits",
                   "Levels of an activation: 7 bits (on) leave the headroom that some CPUs need "
                   "to add up products without saturating; automatic gives them to those only."},
                  &O::reduceRange,
                  {{ReduceRange::Automatic, "Automatic for this CPU"},
                   {ReduceRange::On, "7 bits"},
                   {ReduceRange::Off, "8 bits"}}),
        S::choice({"relu6", "--relu6", "&ReLU6 range",
                   "The range of the outputs of ReLU6: all of [0, 6], or what calibration "
                   "observed; automatic takes the first with 8 bits and min-max where calibration "
                   "reached half of it, else the second."},
                  &O::relu6Range,
                  {{Relu6Range::Automatic, "Automatic, for each layer"},
                   {Relu6Range::Fixed, "Fixed: [0, 6]"},
                   {Relu6Range::Observed, "Observed"}}),
        S::flag({"symmetric_bottlenecks", "--symmetric-bottlenecks,!--affine-bottlenecks",
                 "&Symmetric bottlenecks",
                 "Puts the zero point in the middle for outputs without an activation, as "
                 "MobileNetV2's projections."},
                &O::symmetricBottlenecks),
        clips("activation_clips", &O::activationClips),
    };
}

SettingsOf<QuantizeOptions> weightSettings() {
    using O = QuantizeOptions;
    using S = SettingOf<O>;
    return {
        S::choice(
            {"weight_scales", "--weights", "Weight sca&les",
             "One scale for each output channel, or one for the whole weight, which fails "
             "on depthwise layers."},
            &O::weightScales,
            {{WeightScales::PerChannel, "Per channel"}, {WeightScales::PerTensor, "Per tensor"}}),
        S::choice({"weight_observer", "--weight-observer", "&Weight observer",
                   "Who chooses the range of a weight."},
                  &O::weightObserver,
                  {{ObserverKind::MinMax, "Min-max"},
                   {ObserverKind::Percentile, "Percentile"},
                   {ObserverKind::Mse, "MSE"}}),
        S::number({"weight_percentile", "--weight-percentile", "Weight percentil&e",
                   "Of the weight observer percentile: the share of |w| within the range, in per "
                   "cent."},
                  &O::weightPercentile, kPercentiles),
        S::flag({"equalize", "--equalize,!--no-equalize", "Cross-layer e&qualization",
                 "Scales the channels of neighbouring layers against each other, so that one scale "
                 "suits them all; the network computes the same."},
                &O::equalize),
        S::flag({"correct_bias", "--correct-bias,!--no-correct-bias", "Bias correctio&n",
                 "Takes the mean error that quantized weights make out of the biases."},
                &O::correctBias),
        S::plain({"float_layers", "--keep-fp32", "Keep in &FP32",
                  "Layers that keep float weights and compute in float: the cure for those that "
                  "quantization breaks."},
                 SettingKind::Layers, &O::floatLayers),
        S::plain({"engine", "--engine", "", "Quantized engine of LibTorch; empty: the best."},
                 SettingKind::Text, &O::engine),
        clips("weight_clips", &O::weightClips),
    };
}

}  // namespace

int activationBits(const QuantizeOptions& options) {
    if (options.reduceRange == ReduceRange::Automatic) {
        return engineSaturates(chooseQuantizedEngine(options.engine)) ? 7 : 8;
    }
    return options.reduceRange == ReduceRange::On ? 7 : 8;
}

bool fixesRelu6(const QuantizeOptions& options, int bits, double largest) {
    return options.relu6Range == Relu6Range::Fixed ||
           (options.relu6Range == Relu6Range::Automatic && bits == 8 &&
            options.activationObserver == ObserverKind::MinMax && largest >= kRelu6FixedFrom);
}

const SettingsOf<QuantizeOptions>& quantizeSettings() {
    static const SettingsOf<QuantizeOptions> all = activationSettings().with(weightSettings());
    return all;
}

}  // namespace secateur
