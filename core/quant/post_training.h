#pragma once

#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"
#include "core/quant/bias_correction.h"
#include "core/quant/node_histograms.h"
#include "core/quant/quantize_options.h"
#include "core/quant/ranges.h"

namespace secateur {

/// What is calibrated and then lowered.
struct PreparedNetwork {
    Graph graph;
    std::vector<std::string> notes;  ///< what was done to it
};

/// A folded network with the weights that were clipped by hand. Errors: of clips and float layers
/// that the network does not have.
Graph clippedNetwork(const Graph& folded, const QuantizeOptions& options);

/// Folds, clips weights by hand, equalizes (on these images, where there are ReLU6 layers).
/// Errors: those of quantizeSettings and of clips and float layers that the network does not have.
PreparedNetwork prepareNetwork(const Graph& graph, const Dataset& dataset,
                               const Normalisation& normalisation,
                               const std::vector<int64_t>& indices, const QuantizeOptions& options,
                               const RunContext& context);

/// True if prepareNetwork() does no more than foldBatchNorm(), so that histograms of the folded
/// network serve.
bool keepsFoldedNetwork(const QuantizeOptions& options);

/// What PTQ decided, for the report.
struct QuantizeResult {
    Graph graph;         ///< folded, lowered, quantized(): run it with evaluate()
    Graph prepared;      ///< the FP32 network that was lowered
    std::string engine;  ///< "onednn", "fbgemm", "qnnpack"
    int activationBits = 8;
    std::vector<NodeHistogram> observed;  ///< what the ranges were chosen from
    ChosenRanges ranges;
    std::vector<std::string> notes;     ///< for example why activations have 7 bits
    std::vector<BiasError> biasErrors;  ///< that bias correction took away
};

/// PTQ: prepares, calibrates, chooses parameters, lowers, corrects biases. `observed`: histograms
/// of these images in the prepared network, if they are known. Errors: InvalidArgument (no images,
/// see quantizeSettings and chooseRanges), NotFound (a layer that is not there).
QuantizeResult quantizePostTraining(const Graph& graph, const Dataset& dataset,
                                    const Normalisation& normalisation,
                                    const std::vector<int64_t>& indices,
                                    const QuantizeOptions& options, const RunContext& context,
                                    const std::vector<NodeHistogram>& observed = {});

}  // namespace secateur
