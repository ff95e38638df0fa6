#pragma once

#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"
#include "core/quant/bias_correction.h"
#include "core/quant/node_histograms.h"
#include "core/quant/quantize_options.h"

namespace secateur {

/// What is calibrated and then lowered.
struct PreparedNetwork {
    Graph graph;
    std::vector<std::string> notes;  ///< what was done to it
};

/// Folds, clips weights by hand, equalizes (on these images, where there are ReLU6 layers).
/// Errors: those of checkOptions and of clips and float layers that the network does not have.
PreparedNetwork prepareNetwork(const Graph& graph, const Dataset& dataset,
                               const Normalisation& normalisation,
                               const std::vector<int64_t>& indices, const QuantizeOptions& options,
                               const RunContext& context);

/// True if prepareNetwork() does no more than foldBatchNorm(), so that histograms of the folded
/// network serve.
bool keepsFoldedNetwork(const QuantizeOptions& options);

/// A prepared network as an INT8 graph with these activations (by node id) and the options'
/// weights; layers of `floatLayers` keep theirs.
Graph lowerPrepared(const Graph& prepared, const std::vector<QuantParams>& activations,
                    const QuantizeOptions& options);

/// What PTQ decided, for the report.
struct QuantizeResult {
    Graph graph;         ///< folded, lowered, quantized(): run it with evaluate()
    Graph prepared;      ///< the FP32 network that was lowered
    std::string engine;  ///< "onednn", "fbgemm", "qnnpack"
    int activationBits = 8;
    std::vector<NodeHistogram> observed;  ///< what the activations were chosen from
    std::vector<std::string> notes;       ///< for example why activations have 7 bits
    std::vector<BiasError> biasErrors;    ///< that bias correction took away
};

/// PTQ: prepares, calibrates, chooses parameters, lowers, corrects biases. `observed`: histograms
/// of these images, if they are known; used where keepsFoldedNetwork(options). Errors:
/// InvalidArgument (no images, see checkOptions and activationParams), NotFound (a layer that is
/// not there).
QuantizeResult quantizePostTraining(const Graph& graph, const Dataset& dataset,
                                    const Normalisation& normalisation,
                                    const std::vector<int64_t>& indices,
                                    const QuantizeOptions& options, const RunContext& context,
                                    const std::vector<NodeHistogram>& observed = {});

}  // namespace secateur
