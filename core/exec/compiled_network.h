#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/exec/float_executor.h"
#include "core/exec/kernel_share.h"
#include "core/exec/step_nodes.h"
#include "core/graph/graph.h"

namespace secateur {

/// What one step of a compiled network is.
struct StepInfo {
    StepNodes nodes;
    std::string implementation;  ///< oneDNN's name, or "LibTorch"
};

/// Of the activations of one runner.
inline constexpr int64_t kArenaLimit = int64_t{4} << 30;

struct CompiledProgram;
struct ChangedStep;

/// Nodes of a compiled FP32 network with others in their place, packed once.
struct CompiledChange {
    std::shared_ptr<const std::vector<ChangedStep>> steps;  ///< ascending, at least one
    size_t firstStep = 0;
};

/// A folded FP32 graph, or an INT8 graph, as a program of oneDNN primitives for `batch` images and
/// one thread: activations fused, weights packed once, no allocation between the steps. Nodes whose
/// form oneDNN lacks are computed by LibTorch. Immutable: its runners share it.
class CompiledNetwork {
 public:
    /// `batch` 0: as many images as the caches like. Errors: Unsupported where the activations of
    /// `batch` images (of one image where it is 0) exceed kArenaLimit bytes.
    explicit CompiledNetwork(Graph graph, int64_t batch = 0);
    ~CompiledNetwork();
    CompiledNetwork(const CompiledNetwork&) = delete;
    CompiledNetwork& operator=(const CompiledNetwork&) = delete;

    const Graph& graph() const;
    int64_t batch() const;
    std::vector<StepInfo> steps() const;
    /// What runs without INT8 kernels.
    KernelShare kernelShare() const;
    /// `changes`: at least one, of an FP32 network. Other weights run on the primitive that the
    /// layer has, so that the answers are those of a network compiled with them; steps with changed
    /// outputs run on LibTorch.
    CompiledChange change(std::span<const Replacement> changes) const;
    /// For runners.
    const CompiledProgram& program() const;

 private:
    std::unique_ptr<const CompiledProgram> m_program;
};

}  // namespace secateur
