#pragma once

#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"
#include "core/quant/quantize_options.h"

namespace secateur {

/// Observed range of every node's output over the calibration images.
struct ActivationRanges {
    std::vector<double> low;  ///< by node id of the folded graph
    std::vector<double> high;
};

/// Runs the folded graph over the images; min-max observer (torch.ao.quantization.MinMaxObserver).
ActivationRanges observeRanges(const Graph& folded, const Dataset& dataset,
                               const Normalisation& normalisation,
                               const std::vector<int64_t>& indices, int workers,
                               const RunContext& context);

/// What PTQ decided, for the report.
struct QuantizeResult {
    Graph graph;         ///< folded, lowered, quantized(): run it with evaluate()
    std::string engine;  ///< "onednn", "fbgemm", "qnnpack"
    int activationBits = 8;
    std::vector<std::string> notes;  ///< for example why activations have 7 bits
};

/// PTQ: folds, calibrates, chooses parameters and lowers: per-channel symmetric int8 weights,
/// per-tensor uint8 activations. Errors: InvalidArgument (no images, a clip that is no range or of
/// a node that has no range of its own), NotFound (a clip of a layer that is not there).
QuantizeResult quantizePostTraining(const Graph& graph, const Dataset& dataset,
                                    const Normalisation& normalisation,
                                    const std::vector<int64_t>& indices,
                                    const QuantizeOptions& options, const RunContext& context);

}  // namespace secateur
