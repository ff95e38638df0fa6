#pragma once

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/exec/fake_quantizer.h"
#include "core/graph/graph.h"

namespace secateur {

/// Runs a graph in training mode with gradients. Trainable parameters lie in one flat tensor, so an
/// optimizer step is a few operations on whole tensors. A replica shares those parameters but has
/// its own gradients, running statistics and random numbers: one replica a worker thread.
class TrainExecutor {
 public:
    /// Copies the graph's parameters, and trains where they are (graphOn).
    explicit TrainExecutor(const Graph& graph);
    /// The same with fake quantization; `plan` is for this graph.
    TrainExecutor(const Graph& graph, std::shared_ptr<const FakeQuantPlan> plan);
    TrainExecutor replica() const;

    /// What is trained; its parameters are views of parameters() and statistics().
    const Graph& graph() const { return m_graph; }

    /// From now on batch normalisations use their running statistics, which stay as they are. (Not
    /// with fake quantization, which has its own: setQuantPhase().)
    void freezeStatistics() { m_frozenStatistics = true; }

    /// Logits with batch statistics and dropout; records gradients. ReLU and ReLU6 overwrite a
    /// value that nothing else reads, as nn.ReLU6(inplace=True): the same bits, a third less
    /// memory. (Not with fake quantization.)
    at::Tensor forward(const at::Tensor& images);
    static bool overwritesInput(const Graph& graph, NodeId id);
    /// What dropout drops is a function of this seed and of the calls of forward() since.
    void setSeed(uint64_t seed) { m_generator.set_current_seed(seed); }
    /// Adds the gradient of `loss` (a scalar from forward) to gradients().
    void backward(const at::Tensor& loss);

    /// Flat float32, in node order. Writing to parameters() changes all replicas.
    const at::Tensor& parameters() const { return m_parameters; }
    const at::Tensor& gradients() const { return m_gradients; }
    /// Flat running means and variances; after them the ranges of fake quantization (lows, highs).
    const at::Tensor& statistics() const { return m_statistics; }
    /// How far one forward() moves each of them towards what it saw, in [0, 1]: BN's momentum, the
    /// averaging constant of fake quantization.
    const at::Tensor& statisticRates() const { return m_statisticRates; }
    bool fakeQuantized() const { return m_quantizer.has_value(); }
    /// Null without fake quantization.
    std::shared_ptr<const FakeQuantPlan> fakeQuantPlan() const;
    /// Laid out as parameters(): 1 where kept, 0 where pruned. The masks are by node name +
    /// ".weight".
    at::Tensor flatMask(const std::map<std::string, at::Tensor>& masks) const;

    /// What fake quantization still learns; without it nothing.
    void setQuantPhase(const QuantPhase& phase);
    /// By quantizer of the plan, as they are now; empty without fake quantization.
    std::vector<QuantParams> quantParams() const;

    /// A copy of the network as it is now, on the processor, `steps` added to every
    /// num_batches_tracked.
    Graph snapshot(int64_t steps) const;

 private:
    TrainExecutor() = default;
    void bind(const at::Tensor& parameters, const at::Tensor& statistics);
    at::Tensor evaluate(NodeId id, std::span<const at::Tensor> inputs);
    void quantize(std::shared_ptr<const FakeQuantPlan> plan, const QuantPhase& phase);

    Graph m_graph;
    std::vector<NodeId> m_lastUse;
    std::vector<bool> m_overwrites;  ///< by node: see forward()
    at::Tensor m_parameters;
    at::Tensor m_gradients;
    at::Tensor m_statistics;
    at::Tensor m_statisticRates;
    bool m_frozenStatistics = false;
    at::Generator m_generator;
    std::optional<FakeQuantizer> m_quantizer;
};

}  // namespace secateur
