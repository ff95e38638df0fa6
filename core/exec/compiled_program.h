#pragma once

#include <optional>
#include <vector>

#include "core/exec/arena_plan.h"
#include "core/exec/compiled_step.h"
#include "core/exec/float_executor.h"
#include "core/exec/quantized_node.h"

namespace secateur {

/// One step of a compiled network: a primitive, or LibTorch's operators.
struct ProgramStep {
    StepNodes nodes;
    std::vector<NodeId> inputs;  ///< what its nodes read and do not compute, each once
    std::optional<CompiledStep> compiled;
    std::vector<QuantizedNode> fallback;  ///< of its one node, where it is not compiled
};

/// A step that runs with other nodes than its own.
struct ChangedStep {
    size_t step = 0;
    std::vector<std::pair<int, dnnl::memory>> constants;  ///< of its primitive; empty: LibTorch
    std::vector<Replacement> nodes;                       ///< all of its nodes, where LibTorch runs
};

/// What CompiledNetwork holds and its runners read.
struct CompiledProgram {
    Graph graph;
    std::vector<ValueForm> forms;  ///< of every node's output
    std::vector<ProgramStep> steps;
    ArenaPlan plan;                  ///< of every node's output
    std::vector<int64_t> producers;  ///< the step that makes every node's output; -1: none
    int64_t scratchpadBytes = 0;

    int64_t batch() const { return forms.front().batch; }
    const ValueForm& form(NodeId id) const { return forms[static_cast<size_t>(id)]; }
};

}  // namespace secateur
