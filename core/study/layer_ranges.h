#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/quant/observer.h"
#include "core/study/measurements.h"

namespace secateur {

class Study;

/// Smallest and largest value of one output channel.
struct ChannelRange {
    double low = 0.0;
    double high = 0.0;
};

/// The weights of one convolution or linear layer of a variant, BN folded, as they are quantized.
struct WeightHistogram {
    std::string layer;
    Histogram all;
    std::vector<ChannelRange> channels;
    std::vector<Histogram> perChannel;  ///< 128 bins each, in the order of `channels`
};

/// Errors: NotFound (no such layer), Unsupported (the variant is INT8).
WeightHistogram weightHistogram(Study& study, int64_t variant, const std::string& layer);

/// The outputs of one node, activation fused, over the calibration images.
struct ActivationHistogram {
    std::string layer;
    Histogram values;
    bool relu6 = false;    ///< bounded by [0, 6] by construction
    bool bottleneck = false;  ///< a linear output (no activation), as MobileNetV2's projections
};

/// The stored histograms of this variant on these images, or measured now (one pass, every layer)
/// and stored. Keyed by the layer's name. Throws Cancelled and the errors of evaluateVariant.
std::map<std::string, ActivationHistogram> activationHistograms(Study& study, int64_t variant,
                                                                const ImageData& data,
                                                                const ImageList& calibration,
                                                                int workers,
                                                                const RunContext& context);

/// A range that the user chose by hand for a layer; quantizeVariant uses those of the variant that
/// it quantizes, or of its nearest ancestor.
enum class ClipTarget { Weights, Activations };
struct ClipChoice {
    std::string layer;
    ClipTarget target = ClipTarget::Activations;
    ClipRange range;
    bool operator==(const ClipChoice&) const = default;
};
std::vector<ClipChoice> listClips(Study& study, int64_t variant);
void setClip(Study& study, int64_t variant, const ClipChoice& choice);
void clearClip(Study& study, int64_t variant, const std::string& layer, ClipTarget target);

/// SQNR in dB of each layer's weights under per-channel and per-tensor symmetric int8, by name.
struct WeightError {
    std::string layer;
    double perChannelDb = 0.0;
    double perTensorDb = 0.0;
};
std::vector<WeightError> weightErrors(Study& study, int64_t variant);

}  // namespace secateur
