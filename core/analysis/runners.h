#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <vector>

#include "core/analysis/evaluator.h"
#include "core/graph/graph.h"

namespace secateur {

/// Images [N, C, H, W] in, logits [N, classes] out.
using Runner = std::function<at::Tensor(const at::Tensor& images)>;

/// The executor that the graph asks for: FP32 folded first, INT8 on its kernels (in float where
/// `options.simulated`), one runner a worker. Each is for one thread at a time.
std::vector<Runner> graphRunners(const Graph& graph, int workers, const EvaluateOptions& options);

}  // namespace secateur
