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

/// The executor that the graph asks for: FP32 folded first, compiled for the processor or by
/// floatRunners() on another device; INT8 on its kernels (in float where `options.simulated`). One
/// runner a worker, each for one thread at a time.
std::vector<Runner> graphRunners(const Graph& graph, int workers, const EvaluateOptions& options);

/// FloatExecutor where the graph's parameters are (graphOn); images come from the processor, and
/// there the logits go.
std::vector<Runner> floatRunners(const Graph& graph, int workers);

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
