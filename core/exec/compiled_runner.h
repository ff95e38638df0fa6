#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <span>
#include <vector>

#include "core/exec/compiled_network.h"

namespace secateur {

/// Runs a compiled network, in memory of its own. For one thread at a time.
class CompiledRunner {
 public:
    explicit CompiledRunner(std::shared_ptr<const CompiledNetwork> network);
    ~CompiledRunner();
    CompiledRunner(const CompiledRunner&) = delete;
    CompiledRunner& operator=(const CompiledRunner&) = delete;

    /// Float logits [N, classes] of float images [N, C, H, W], any N.
    at::Tensor run(const at::Tensor& images);
    /// The same of at most batch() images, and adds to `seconds` [steps] what each step took.
    at::Tensor runTimed(const at::Tensor& images, std::span<double> seconds);

    /// A walk through the network, for changes at many places: the images, at most a batch, then
    /// the steps before `step`, which is no less than before.
    void begin(const at::Tensor& images);
    void advance(size_t step);
    /// Logits of the images with the change, from where its first step is, which the walk has
    /// reached and not passed. The walk can go on.
    at::Tensor runSuffix(const CompiledChange& change);

    /// One step by itself, for comparing: its output from its inputs (as its nodes read them, each
    /// once, in their order) for at most batch() images; quint8 where quantized.
    at::Tensor runStep(size_t step, std::span<const at::Tensor> inputs);
    /// What these inputs are.
    std::vector<NodeId> stepInputs(size_t step) const;

    /// The block in which the walk's values lie, at program().plan's offsets, for looking into it.
    std::span<char> memory() const;

 private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace secateur
