#include "core/exec/compiled_network.h"

#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/exec/compiled_program.h"
#include "core/exec/int8_kernels.h"
#include "core/exec/quantized_engine.h"
#include "core/exec/torch_threads.h"
#include "core/graph/shapes.h"

namespace secateur {

namespace {

/// What each step reads: its nodes' inputs that are not its own, each once.
std::vector<NodeId> inputsOf(const Graph& graph, const StepNodes& nodes) {
    std::vector<NodeId> inputs;
    for (const NodeId id : nodes) {
        for (const NodeId input : graph.node(id).inputs) {
            if (std::find(nodes.begin(), nodes.end(), input) == nodes.end() &&
                std::find(inputs.begin(), inputs.end(), input) == inputs.end()) {
                inputs.push_back(input);
            }
        }
    }
    return inputs;
}

/// Of live activations: more images share a layer's weights, but what lies far beyond the cores'
/// own caches is slow. Measured on the five networks at 32x32 and 224x224.
constexpr int64_t kCacheBytes = int64_t{12} << 20;
constexpr int64_t kLargestBatch = 16;

/// When every node's output lives, in steps; those inside a chain never do.
ArenaPlan planValues(const Graph& graph, const std::vector<StepNodes>& steps,
                     const std::vector<ValueForm>& forms) {
    std::vector<Lifetime> lifetimes(forms.size());
    lifetimes[0] = {-1, -1, forms[0].bytes()};
    const auto count = static_cast<int64_t>(steps.size());
    for (int64_t step = 0; step < count; ++step) {
        const StepNodes& nodes = steps[static_cast<size_t>(step)];
        const auto value = static_cast<size_t>(nodes.back());
        lifetimes[value] = {step, nodes.back() == graph.output() ? count : step,
                            forms[value].bytes()};
        for (const NodeId input : inputsOf(graph, nodes)) {
            lifetimes[static_cast<size_t>(input)].last = step;
        }
    }
    return planArena(lifetimes);
}

int64_t chooseBatch(const Graph& graph, const std::vector<StepNodes>& steps) {
    const int64_t one = planValues(graph, steps, valueForms(graph, 1)).bytes;
    int64_t batch = 1;
    while (batch < kLargestBatch && 2 * batch * one <= kCacheBytes) {
        batch *= 2;
    }
    return batch;
}

}  // namespace

namespace {

/// One step a chain; its nodes one by one where oneDNN lacks the whole.
std::vector<ProgramStep> compiledSteps(const Graph& graph, const std::vector<StepNodes>& chains,
                                       const std::vector<ValueForm>& forms) {
    const OneTorchThread single;  // a primitive is made for the threads that there are now
    const std::vector<FeatureShape> shapes = inferShapes(graph);
    std::vector<ProgramStep> steps;
    const auto add = [&](const StepNodes& nodes, std::optional<CompiledStep> compiled) {
        ProgramStep step{nodes, inputsOf(graph, nodes), std::move(compiled), {}};
        if (!step.compiled) {
            step.fallback.emplace_back(graph, nodes.front(), shapes);
        }
        steps.push_back(std::move(step));
    };
    for (const StepNodes& nodes : chains) {
        if (auto compiled = compileStep(graph, nodes, forms)) {
            add(nodes, std::move(compiled));
            continue;
        }
        for (const NodeId id : nodes) {
            add({id}, compileStep(graph, {id}, forms));
        }
    }
    return steps;
}

}  // namespace

CompiledNetwork::CompiledNetwork(Graph graph, int64_t batch) {
    const at::NoGradGuard noGrad;
    auto program = std::make_unique<CompiledProgram>();
    if (graph.quantized()) {
        selectQuantizedEngine(chooseQuantizedEngine(kCompiledEngine));
    }
    std::vector<StepNodes> nodes = groupNodes(graph);
    program->forms = valueForms(graph, batch > 0 ? batch : chooseBatch(graph, nodes));
    const int64_t needed = planValues(graph, nodes, program->forms).bytes;
    if (needed > kArenaLimit) {
        throw Error(ErrorCode::Unsupported,
                    "the activations need more memory than a worker may have",
                    {graph.spec.name, fmt::format("at most {} MiB", kArenaLimit >> 20),
                     fmt::format("{} MiB for {} images", needed >> 20, program->batch())});
    }
    program->steps = compiledSteps(graph, nodes, program->forms);
    nodes.clear();
    program->producers.assign(program->forms.size(), -1);
    for (const ProgramStep& step : program->steps) {
        program->producers[static_cast<size_t>(step.nodes.back())] =
            static_cast<int64_t>(nodes.size());
        nodes.push_back(step.nodes);
        if (step.compiled) {
            program->scratchpadBytes =
                std::max(program->scratchpadBytes, step.compiled->primitive.scratchpadBytes);
        }
    }
    program->plan = planValues(graph, nodes, program->forms);
    program->graph = std::move(graph);
    m_program = std::move(program);
}

CompiledNetwork::~CompiledNetwork() = default;

const CompiledProgram& CompiledNetwork::program() const {
    return *m_program;
}

const Graph& CompiledNetwork::graph() const {
    return m_program->graph;
}

int64_t CompiledNetwork::batch() const {
    return m_program->batch();
}

std::vector<StepInfo> CompiledNetwork::steps() const {
    std::vector<StepInfo> infos;
    for (const ProgramStep& step : m_program->steps) {
        infos.push_back({step.nodes, step.compiled ? step.compiled->primitive.implementation
                                                   : std::string("LibTorch")});
    }
    return infos;
}

KernelShare CompiledNetwork::kernelShare() const {
    std::vector<NodeId> floatNodes;
    for (const ProgramStep& step : m_program->steps) {
        for (const QuantizedNode& node : step.fallback) {
            if (!node.kernel()) {
                floatNodes.push_back(node.id());
            }
        }
    }
    return kernelShareOf(m_program->graph, floatNodes);
}

namespace {

/// Weights of a layer that is the step's first node, whose output stays its own.
bool onlyWeights(const ProgramStep& step, const Graph& graph,
                 std::span<const Replacement> changes) {
    const NodeId head = step.nodes.front();
    return step.compiled && changes.size() == 1 && changes.front().id == head &&
           graph.node(head).isWeighted() && !changes.front().node.change();
}

ChangedStep changedStep(const Graph& graph, size_t index, const ProgramStep& step,
                        std::span<const Replacement> changes) {
    ChangedStep changed{index, {}, {}};
    if (onlyWeights(step, graph, changes)) {
        changed.constants = withWeights(*step.compiled, changes.front().node.node());
        return changed;
    }
    for (const NodeId id : step.nodes) {
        const auto found = std::find_if(changes.begin(), changes.end(),
                                        [&](const Replacement& one) { return one.id == id; });
        changed.nodes.push_back(
            {id, found != changes.end() ? found->node : PreparedNode(graph.node(id))});
    }
    return changed;
}

}  // namespace

CompiledChange CompiledNetwork::change(std::span<const Replacement> changes) const {
    const at::NoGradGuard noGrad;
    auto steps = std::make_shared<std::vector<ChangedStep>>();
    for (size_t index = 0; index < m_program->steps.size(); ++index) {
        const ProgramStep& step = m_program->steps[index];
        std::vector<Replacement> own;
        for (const Replacement& change : changes) {
            if (std::find(step.nodes.begin(), step.nodes.end(), change.id) != step.nodes.end()) {
                own.push_back(change);
            }
        }
        if (!own.empty()) {
            steps->push_back(changedStep(m_program->graph, index, step, own));
        }
    }
    const size_t first = steps->front().step;
    return {std::move(steps), first};
}

}  // namespace secateur
