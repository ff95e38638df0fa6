#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <string>
#include <vector>

#include "core/analysis/evaluator.h"
#include "core/exec/kernel_share.h"
#include "core/exec/step_nodes.h"
#include "core/graph/graph.h"

namespace secateur {

/// Images [N, C, H, W] in, logits [N, classes] out.
using Runner = std::function<at::Tensor(const at::Tensor& images)>;

/// The executor that the graph asks for: FP32 folded first, INT8 on its kernels (in float where
/// `options.simulated`), one runner a worker. Each is for one thread at a time.
std::vector<Runner> graphRunners(const Graph& graph, int workers, const EvaluateOptions& options);

/// The kernels of an INT8 graph on an engine, to be compared step by step.
struct KernelSteps {
    std::vector<StepNodes> nodes;             ///< of each step; one kernel computes all of them
    std::vector<std::vector<NodeId>> inputs;  ///< what each step reads, in order
    /// Output of a step from its inputs, quint8 or float.
    std::function<at::Tensor(size_t step, const std::vector<at::Tensor>& inputs)> evaluate;
    Runner run;
};
/// For one worker each, of batches of at most `batch` images.
std::vector<KernelSteps> kernelSteps(const Graph& int8, const std::string& engine, int workers,
                                     int64_t batch);

/// What of an INT8 graph runs without kernels on an engine.
KernelShare kernelShare(const Graph& int8, const std::string& engine);

}  // namespace secateur
