#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/analysis/evaluation.h"
#include "core/analysis/shared_images.h"
#include "core/base/device.h"
#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"

namespace secateur {

/// Images [N, C, H, W] in, logits [N, classes] out.
using Runner = std::function<at::Tensor(const at::Tensor& images)>;

struct EvaluateOptions {
    int workers = 0;              ///< 0: one per core
    int64_t batchSize = 16;       ///< per worker; small enough that activations stay in cache
    std::string engine = {};      ///< of INT8 graphs, as chooseQuantizedEngine takes it
    bool simulated = false;       ///< INT8 graphs in float (FloatExecutor), not on the kernels
    Device device = Device::Cpu;  ///< of FP32 graphs; on others than the processor not shared
    Sharing sharing = {};
};

/// Runs the images `indices` of `dataset` through the network: an FP32 graph folded first, an INT8
/// graph on the quantized kernels. Throws Cancelled, or Error(Mismatch) when the images' shape is
/// not the network's (channels) or a label is not below its classes.
Evaluation evaluate(const Graph& graph, const Dataset& dataset, const Normalisation& normalisation,
                    const std::vector<int64_t>& indices, const EvaluateOptions& options,
                    const RunContext& context);
/// The same by whatever runs the network: one runner a worker, each on its own thread.
Evaluation evaluate(const std::vector<Runner>& runners, const Dataset& dataset,
                    const Normalisation& normalisation, const std::vector<int64_t>& indices,
                    int64_t batchSize, const RunContext& context);

/// Evaluates for another process that shares this.
ClusterService evaluationService(FindImages find);
inline constexpr const char* kEvaluationService = "evaluate";

}  // namespace secateur
