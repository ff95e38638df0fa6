#include "core/analysis/runners.h"

#include <map>
#include <memory>
#include <mutex>

#include "core/exec/compiled_runner.h"
#include "core/exec/float_executor.h"
#include "core/exec/int8_executor.h"
#include "core/exec/quantized_engine.h"
#include "core/exec/torch_device.h"
#include "core/graph/shapes.h"
#include "core/passes/fold_batchnorm.h"

namespace secateur {

namespace {

/// A network compiled for each size of images that comes; nearly always there is one.
class CompiledSizes {
 public:
    explicit CompiledSizes(Graph graph) : m_graph(std::move(graph)) {}

    std::shared_ptr<const CompiledNetwork> network(int64_t height, int64_t width) {
        const std::lock_guard lock(m_mutex);
        auto& network = m_networks[{height, width}];
        if (!network) {
            network = std::make_shared<const CompiledNetwork>(withImages(m_graph, height, width));
        }
        return network;
    }

 private:
    const Graph m_graph;
    std::mutex m_mutex;
    std::map<std::pair<int64_t, int64_t>, std::shared_ptr<const CompiledNetwork>> m_networks;
};

/// Each worker has activations of its own; the weights are one.
std::vector<Runner> compiledRunners(Graph graph, int workers) {
    const auto sizes = std::make_shared<CompiledSizes>(std::move(graph));
    std::vector<Runner> runners;
    for (int worker = 0; worker < workers; ++worker) {
        runners.emplace_back(
            [sizes, network = std::shared_ptr<const CompiledNetwork>(),
             runner = std::shared_ptr<CompiledRunner>()](const at::Tensor& images) mutable {
                const auto wanted = sizes->network(images.size(2), images.size(3));
                if (wanted != network) {
                    network = wanted;
                    runner = std::make_shared<CompiledRunner>(network);
                }
                return runner->run(images);
            });
    }
    return runners;
}

/// Packed INT8 weights of LibTorch keep what their first use prepared (oneDNN's primitive and its
/// memory), so workers do not share them.
std::vector<Runner> torchRunners(const Graph& graph, int workers, const std::string& engine) {
    std::vector<Runner> runners;
    for (int worker = 0; worker < workers; ++worker) {
        auto executor = std::make_shared<Int8Executor>(graph, engine);
        runners.emplace_back(
            [executor](const at::Tensor& images) { return executor->run(images); });
    }
    return runners;
}

KernelSteps compiledSteps(const std::shared_ptr<const CompiledNetwork>& network) {
    auto runner = std::make_shared<CompiledRunner>(network);
    KernelSteps steps;
    for (const StepInfo& step : network->steps()) {
        steps.inputs.push_back(runner->stepInputs(steps.nodes.size()));
        steps.nodes.push_back(step.nodes);
    }
    steps.evaluate = [runner](size_t step, const std::vector<at::Tensor>& inputs) {
        return runner->runStep(step, inputs);
    };
    steps.run = [runner](const at::Tensor& images) { return runner->run(images); };
    return steps;
}

/// One node after the other.
KernelSteps torchSteps(const Graph& int8, const std::string& engine) {
    auto executor = std::make_shared<Int8Executor>(int8, engine);
    KernelSteps steps;
    for (NodeId id = 1; id < int8.size(); ++id) {
        steps.nodes.push_back({id});
        steps.inputs.push_back(int8.node(id).inputs);
    }
    steps.evaluate = [executor](size_t step, const std::vector<at::Tensor>& inputs) {
        return executor->evaluate(static_cast<NodeId>(step) + 1, inputs);
    };
    steps.run = [executor](const at::Tensor& images) { return executor->run(images); };
    return steps;
}

}  // namespace

std::vector<KernelSteps> kernelSteps(const Graph& int8, const std::string& engine, int workers,
                                     int64_t batch) {
    requireQuantized(int8);
    std::vector<KernelSteps> all;
    const std::string chosen = chooseQuantizedEngine(engine);
    const auto network =
        chosen == kCompiledEngine ? std::make_shared<const CompiledNetwork>(int8, batch) : nullptr;
    for (int worker = 0; worker < workers; ++worker) {
        all.push_back(network ? compiledSteps(network) : torchSteps(int8, chosen));
    }
    return all;
}

KernelShare kernelShare(const Graph& int8, const std::string& engine) {
    const std::string chosen = chooseQuantizedEngine(engine);
    return chosen == kCompiledEngine ? CompiledNetwork(int8, 1).kernelShare()
                                     : Int8Executor(int8, chosen).kernelShare();
}

std::vector<Runner> floatRunners(const Graph& graph, int workers) {
    auto executor = std::make_shared<FloatExecutor>(graph);
    return {static_cast<size_t>(workers),
            [executor](const at::Tensor& images) { return executor->run(images).cpu(); }};
}

std::vector<Runner> graphRunners(const Graph& graph, int workers, const EvaluateOptions& options) {
    if (!graph.quantized()) {
        Graph folded = foldBatchNorm(graph);
        return options.device == Device::Cpu
                   ? compiledRunners(std::move(folded), workers)
                   : floatRunners(graphOn(folded, torchDevice(options.device)), workers);
    }
    if (options.simulated) {
        return floatRunners(graph, workers);
    }
    const std::string engine = chooseQuantizedEngine(options.engine);
    return engine == kCompiledEngine ? compiledRunners(graph, workers)
                                     : torchRunners(graph, workers, engine);
}

}  // namespace secateur
