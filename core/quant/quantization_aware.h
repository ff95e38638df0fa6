#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/exec/fake_quantizer.h"
#include "core/graph/graph.h"
#include "core/quant/qat_options.h"
#include "core/quant/quantize_options.h"

namespace secateur {

/// What is still learned in an epoch (0-based).
QuantPhase quantPhase(const QatOptions& options, int64_t epoch);

/// A network about to be trained with fake quantization.
struct QatStart {
    Graph graph;                                ///< FP32, what is trained; BN in place
    Graph lowered;                              ///< what PTQ made of it
    std::shared_ptr<const FakeQuantPlan> plan;  ///< for `graph`
    std::vector<int> quantizerOf;  ///< by node of `lowered`: index into the plan, -1 if it has none
};

/// Training that starts where PTQ ended: the ranges, the scheme of every weight, and the layers
/// that stay in floating point are those of `lowered`, which PTQ made of foldBatchNorm(graph) with
/// `options`. With the observers min-max and moving average, ranges move, but for the images',
/// those chosen by hand, and [0, 6] of ReLU6; those of other observers stay PTQ's. Error(Mismatch):
/// `lowered` is of another network.
QatStart startQat(const Graph& graph, const Graph& lowered, const QuantizeOptions& options);

/// The INT8 network of what was trained: `trained` folded, its weights rounded as in the last pass,
/// outputs with `params` (TrainExecutor::quantParams). Weights that are zero stay exactly zero.
Graph convertQat(const QatStart& start, const Graph& trained,
                 const std::vector<QuantParams>& params);

}  // namespace secateur
