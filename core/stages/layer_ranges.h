#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/quant/histogram.h"
#include "core/study/histogram_store.h"
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
