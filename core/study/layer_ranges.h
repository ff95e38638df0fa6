#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/quant/observer.h"
#include "core/study/measurements.h"
#include "core/study/variant.h"

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

/// Errors: NotFound (no such layer, or one without weights), Unsupported (the variant is INT8).
WeightHistogram weightHistogram(Study& study, int64_t variant, const std::string& layer);

/// The outputs of one node, activation fused, over the calibration images.
struct ActivationHistogram {
    std::string layer;
    Histogram values;
    std::optional<ClipRange> movingAverage;  ///< as in NodeHistogram; unknown before schema 4
    bool relu6 = false;                      ///< bounded by [0, 6] by construction
    bool bottleneck = false;  ///< a linear output (no activation), as MobileNetV2's projections
};

/// The stored histograms of this variant on these images, or measured now (one pass, every layer)
/// and stored, all in one transaction. Keyed by the name, in the network with BN folded, of the
/// input and every node with a quantization of its own. They do not depend on the number of
/// workers. Throws Cancelled (nothing is stored then), Error(Unsupported) if the
/// variant is INT8, Error(InvalidArgument) without images, and the errors of evaluateVariant.
std::map<std::string, ActivationHistogram> activationHistograms(Study& study, int64_t variant,
                                                                const ImageData& data,
                                                                const ImageList& calibration,
                                                                int workers,
                                                                const RunContext& context);

/// What the study holds of this variant: of the calibration with the most images, if any.
struct StoredActivations {
    std::map<std::string, ActivationHistogram> histograms;
    int64_t images = 0;  ///< how many they were collected on
};
StoredActivations storedActivations(Study& study, int64_t variant);

/// A range that the user chose by hand for a layer; quantizeVariant uses those of the variant that
/// it quantizes, or of its nearest ancestor.
enum class ClipTarget { Weights, Activations };
struct ClipChoice {
    std::string layer;
    ClipTarget target = ClipTarget::Activations;
    ClipRange range;
    bool operator==(const ClipChoice&) const = default;
};
const char* clipTargetName(ClipTarget target);  ///< "weights", "activations"
/// Those of this variant alone, by layer and target.
std::vector<ClipChoice> listClips(Study& study, int64_t variant);
/// The clips that quantizeVariant uses, and whose they are: the variant's own if it has any, else
/// those of its nearest ancestor that has any, else none.
struct ClipsInForce {
    std::optional<Variant> owner;
    std::vector<ClipChoice> clips;
};
ClipsInForce clipsInForce(Study& study, int64_t variant);
/// Replaces the clip of this layer and target. Errors: NotFound (no such variant), InvalidArgument
/// (not low < high). Whether the network has such a layer is looked at when it is quantized.
void setClip(Study& study, int64_t variant, const ClipChoice& choice);
void clearClip(Study& study, int64_t variant, const std::string& layer, ClipTarget target);

/// SQNR in dB of each layer's weights, BN folded, in the graph's order, as lowerInt8 quantizes them
/// (a scale for every output channel) and with a single scale; infinite without error. Errors:
/// Unsupported (the variant is INT8).
struct WeightError {
    std::string layer;
    double perChannelDb = 0.0;
    double perTensorDb = 0.0;
};
std::vector<WeightError> weightErrors(Study& study, int64_t variant);

}  // namespace secateur
