#pragma once

#include <functional>
#include <vector>

#include "core/analysis/evaluation.h"
#include "core/analysis/quant_error_table.h"
#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"
#include "core/quant/node_histograms.h"

namespace secateur {

inline constexpr const char* kAllLayers = "all layers";

/// SQNR of every layer with a quantization of its own (the input apart) as `lowered` has it:
/// weights against `prepared`'s, outputs computed from their histograms.
std::vector<LayerNoise> layerNoises(const Graph& prepared, const Graph& lowered,
                                    const std::vector<NodeHistogram>& observed);

struct QuantErrorHooks {
    std::function<bool(const std::string& layer, QuantErrorMode mode)> alreadyMeasured;
    std::function<void(const QuantErrorPoint&)> measured;  ///< one thread at a time
};

/// Measures QuantErrorMode::All, then Only and AllBut of each layer, on the simulation in FP32: a
/// layer that is quantized has its dequantized integer weights (and corrected bias) and its output
/// fake-quantized; the input stays as it is. `baseline`: the FP32 network's evaluate() on these
/// images. Points go to `measured` as soon as they are there. Throws Cancelled, Error(
/// InvalidArgument) for a baseline of other images.
void measureQuantErrors(const Graph& prepared, const Graph& lowered, const Dataset& dataset,
                        const Normalisation& normalisation, const std::vector<int64_t>& indices,
                        const Evaluation& baseline, const QuantErrorHooks& hooks, int workers,
                        const RunContext& context);

}  // namespace secateur
