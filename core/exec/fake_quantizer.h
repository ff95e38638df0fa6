#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <span>
#include <vector>

#include "core/exec/fake_quant_plan.h"
#include "core/graph/graph.h"

namespace secateur {

/// What is still learned from the batches.
struct QuantPhase {
    bool observe = true;          ///< the ranges of outputs follow the batches
    bool batchStatistics = true;  ///< BN normalises by the batch and updates running statistics
    bool operator==(const QuantPhase&) const = default;
};

/// The nodes of a training pass with fake quantization, gradients by the straight-through estimator
/// (torch.fake_quantize_*: that of what is inside the range passes, that of what is clamped is 0).
///
/// A convolution that BN follows is rounded as it will be converted: folded with the running
/// statistics, w * gamma / sqrt(running_var + eps). With batch statistics its output is then
/// divided by gamma / sqrt(running_var + eps) and normalised by the batch (Jacob et al. 2018,
/// section 3.2; torch.nn.intrinsic.qat.ConvBn2d); with frozen ones BN is the convolution's bias and
/// the pass computes what the folded network does.
class FakeQuantizer {
 public:
    /// `ranges`: float32 [2 * quantizers], lows, then highs; written to while observing. One thread
    /// at a time.
    FakeQuantizer(std::shared_ptr<const FakeQuantPlan> plan, at::Tensor ranges);

    /// Ranges of the plan's start.
    static at::Tensor startRanges(const FakeQuantPlan& plan);

    /// The output of node `id` of the graph that the plan is for; of node 0 given the images.
    at::Tensor evaluate(const Graph& graph, NodeId id, std::span<const at::Tensor> inputs);

    /// By quantizer, as they are now.
    std::vector<QuantParams> params() const;

    const std::shared_ptr<const FakeQuantPlan>& plan() const { return m_plan; }
    QuantPhase phase;

 private:
    at::Tensor weighted(const Graph& graph, NodeId id, std::span<const at::Tensor> inputs) const;
    /// As quantizeBiases() will, gradients straight through; `weight` as it is rounded.
    at::Tensor roundedBias(const FakeQuantStep& step, const at::Tensor& weight,
                           const at::Tensor& bias) const;
    QuantParams paramsOf(size_t quantizer) const;
    void observe(size_t quantizer, const at::Tensor& values);

    std::shared_ptr<const FakeQuantPlan> m_plan;
    at::Tensor m_ranges;
    at::Tensor m_startRanges;
};

/// Scale of each output channel (or one) of a weight, float32, as WeightRounding says.
at::Tensor roundingScales(const at::Tensor& weight, const WeightRounding& rounding);

}  // namespace secateur
