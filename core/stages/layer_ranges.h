#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/quant/histogram.h"
#include "core/quant/node_histogram.h"
#include "core/quant/range_choice.h"
#include "core/quant/recipe.h"
#include "core/stages/stage_context.h"
#include "core/study/clips.h"
#include "core/study/measurements.h"
#include "core/study/variant.h"

namespace secateur {

class Study;

/// Smallest and largest value of one output channel.
struct ChannelRange {
    double low = 0.0;
    double high = 0.0;
};

/// The weights of one convolution or linear layer.
struct WeightHistogram {
    std::string layer;
    Histogram all;
    std::vector<ChannelRange> channels;
    std::vector<Histogram> perChannel;  ///< 128 bins each, in the order of `channels`
};

/// Of a float network. Errors: NotFound (no such layer), InvalidArgument (one without weights).
WeightHistogram weightHistogram(const Graph& network, const std::string& layer);

/// By the name, in the network with BN folded, of the input and every node with a quantization of
/// its own.
using ActivationHistograms = std::map<std::string, NodeHistogram>;

/// As PTQ takes them.
std::vector<NodeHistogram> observationsOf(const ActivationHistograms& histograms);

/// The stored histograms of this variant, prepared by the options, on these images, or measured now
/// (one pass, every layer) and stored, all in one transaction. They do not depend on the number of
/// workers. Throws Cancelled (nothing is stored then), Error(InvalidArgument) without images or if
/// the variant is INT8, and the errors of evaluateVariant.
ActivationHistograms activationHistograms(const StageContext& stage, int64_t variant,
                                          const ImageList& calibration,
                                          const QuantizeOptions& options = {});

/// What the tensors of a network hold, and the ranges that quantization gives them and why.
struct NetworkRanges {
    std::string network;  ///< whose values they are: the variant's name
    /// FP32, BN folded: whose weights are shown.
    std::shared_ptr<const Graph> graph;
    ActivationHistograms activations;  ///< empty: they are not known
    int64_t images = 0;                ///< on which they were collected
    /// In the graph's order, outputs first.
    std::vector<RangeChoice> choices;
    /// Of an INT8 network: `choices` are what it holds, the values those of the network that it was
    /// made from. Else the recipe by which `choices` were made.
    bool stored = false;
    std::string recipe;
    /// Why choices are missing, for people; empty where none are, or no histograms are known.
    std::string missing;

    /// Null: not known.
    const RangeChoice* find(const std::string& layer, ClipTarget target) const;
};

/// The ranges that quantizing an FP32 variant by this recipe would give it now, with the clips in
/// force, as far as they are known without images; or those of an INT8 variant. Errors: NotFound,
/// and those of chooseRanges.
NetworkRanges networkRanges(Study& study, int64_t variant, const QuantRecipe& recipe);

/// The same, all of them: what is not known is observed on these images (of an INT8 variant the
/// values of the network that it was made from) and stored.
NetworkRanges collectRanges(const StageContext& stage, int64_t variant,
                            const ImageList& calibration, const QuantRecipe& recipe);

/// SQNR in dB of each layer's weights, BN folded, in the graph's order, with a scale for every
/// output channel, max |w| / 127, and with a single one; infinite without error. Errors:
/// InvalidArgument (the variant is INT8).
struct WeightError {
    std::string layer;
    double perChannelDb = 0.0;
    double perTensorDb = 0.0;
};
std::vector<WeightError> weightErrors(Study& study, int64_t variant);

}  // namespace secateur
