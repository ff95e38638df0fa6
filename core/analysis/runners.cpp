#include "core/analysis/runners.h"

#include <memory>

#include "core/exec/float_executor.h"
#include "core/exec/int8_executor.h"
#include "core/passes/fold_batchnorm.h"

namespace secateur {

/// Packed INT8 weights keep what their first use prepared (oneDNN's primitive and its memory), so
/// workers do not share them.
std::vector<Runner> graphRunners(const Graph& graph, int workers, const EvaluateOptions& options) {
    if (!graph.quantized() || options.simulated) {
        auto executor =
            std::make_shared<FloatExecutor>(graph.quantized() ? graph : foldBatchNorm(graph));
        return {static_cast<size_t>(workers),
                [executor](const at::Tensor& images) { return executor->run(images); }};
    }
    std::vector<Runner> runners;
    for (int worker = 0; worker < workers; ++worker) {
        auto executor = std::make_shared<Int8Executor>(graph, options.engine);
        runners.emplace_back(
            [executor](const at::Tensor& images) { return executor->run(images); });
    }
    return runners;
}

}  // namespace secateur
