#include "core/exec/fake_quantizer.h"

#include <ATen/core/grad_mode.h>

#include <cmath>

#include "core/exec/float_ops.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/lower_int8.h"

namespace secateur {

namespace {

at::Tensor clipped(const at::Tensor& weight, const WeightRounding& rounding) {
    return std::isfinite(rounding.low) || std::isfinite(rounding.high)
               ? at::clamp(weight, rounding.low, rounding.high)
               : weight;
}

at::Tensor rounded(const at::Tensor& whole, const WeightRounding& rounding) {
    const at::Tensor weight = clipped(whole, rounding);
    const at::Tensor scales = roundingScales(weight, rounding);
    if (!rounding.perChannel) {
        return at::fake_quantize_per_tensor_affine(weight, scales.item<double>(), 0,
                                                   -kLargestWeight, kLargestWeight);
    }
    return at::fake_quantize_per_channel_affine(weight, scales, at::zeros_like(scales, at::kInt), 0,
                                                -kLargestWeight, kLargestWeight);
}

/// The node with this weight and bias (undefined: none) in place of its own.
Node withParameters(const Node& node, at::Tensor weight, at::Tensor bias) {
    Node changed{node.name, node.op, {}, {{"weight", std::move(weight)}}, {}, {}, {}};
    if (bias.defined()) {
        changed.parameters.push_back({"bias", std::move(bias)});
    }
    return changed;
}

}  // namespace

at::Tensor roundingScales(const at::Tensor& weight, const WeightRounding& rounding) {
    const at::NoGradGuard noGrad;
    const at::Tensor magnitudes = weight.detach().abs();
    const at::Tensor largest = rounding.perChannel
                                   ? magnitudes.reshape({weight.size(0), -1}).amax(1)
                                   : magnitudes.max().reshape({1});
    const at::Tensor scales =
        largest / static_cast<double>(kLargestWeight) * rounding.shrink.to(largest.device());
    return at::where(scales > 0, scales, at::ones_like(scales));
}

FakeQuantizer::FakeQuantizer(std::shared_ptr<const FakeQuantPlan> plan, at::Tensor ranges)
    : m_plan(std::move(plan)), m_ranges(std::move(ranges)), m_startRanges(startRanges(*m_plan)) {}

at::Tensor FakeQuantizer::startRanges(const FakeQuantPlan& plan) {
    const auto count = static_cast<int64_t>(plan.quantizers.size());
    at::Tensor ranges = at::empty({2 * count}, at::kFloat);
    auto* values = ranges.data_ptr<float>();
    for (const OutputQuantizer& quantizer : plan.quantizers) {
        values[0] = static_cast<float>(quantizer.start.realMin());
        values[count] = static_cast<float>(quantizer.start.realMax());
        ++values;
    }
    return ranges;
}

QuantParams FakeQuantizer::paramsOf(size_t quantizer) const {
    const OutputQuantizer& about = m_plan->quantizers[quantizer];
    const size_t high = quantizer + m_plan->quantizers.size();
    const at::Tensor ranges = m_ranges.cpu();
    const auto* now = ranges.data_ptr<float>();
    const auto* start = m_startRanges.data_ptr<float>();
    if (now[quantizer] == start[quantizer] && now[high] == start[high]) {
        return about.start;  // to the bit, which a range in float32 would not give back
    }
    return about.symmetric ? symmetricParams(now[quantizer], now[high], about.start.quantMax)
                           : affineParams(now[quantizer], now[high], about.start.quantMax);
}

std::vector<QuantParams> FakeQuantizer::params() const {
    std::vector<QuantParams> all;
    for (size_t q = 0; q < m_plan->quantizers.size(); ++q) {
        all.push_back(paramsOf(q));
    }
    return all;
}

void FakeQuantizer::observe(size_t quantizer, const at::Tensor& values) {
    const at::NoGradGuard noGrad;
    const auto [low, high] = at::aminmax(values.detach());
    const at::Tensor here = m_ranges.cpu();  // of ranges that are there: themselves
    auto* ranges = here.data_ptr<float>();
    const auto follow = [&](float& now, double extreme) {
        now += static_cast<float>(kRangeAveraging * (extreme - static_cast<double>(now)));
    };
    follow(ranges[quantizer], low.item<double>());
    follow(ranges[quantizer + m_plan->quantizers.size()], high.item<double>());
    if (!here.is_same(m_ranges)) {
        m_ranges.copy_(here);
    }
}

at::Tensor FakeQuantizer::roundedBias(const FakeQuantStep& step, const at::Tensor& weight,
                                      const at::Tensor& bias) const {
    if (!bias.defined() || step.inputQuantizer < 0) {
        return bias;
    }
    const at::Tensor real = bias.to(at::kDouble);
    const at::Tensor scales = roundingScales(clipped(weight, *step.weight), *step.weight);
    const double input = paramsOf(static_cast<size_t>(step.inputQuantizer)).scale;
    const at::Tensor steps = (scales.to(at::kDouble) * input).to(at::kFloat).to(at::kDouble);
    const at::Tensor error = ((real / steps).round() * steps - real).detach();
    return (real + error).to(at::kFloat);
}

at::Tensor FakeQuantizer::weighted(const Graph& graph, NodeId id,
                                   std::span<const at::Tensor> inputs) const {
    const Node& node = graph.node(id);
    const FakeQuantStep& step = m_plan->steps[static_cast<size_t>(id)];
    const at::Tensor& weight = node.parameter("weight");
    at::Tensor bias = node.hasParameter("bias") ? node.parameter("bias") : at::Tensor();
    if (step.norm < 0) {
        const at::Tensor integers = rounded(weight, *step.weight);
        return evaluateNode(withParameters(node, integers, roundedBias(step, weight, bias)),
                            inputs);
    }
    const Folding folding = foldingOf(node, graph.node(step.norm));
    const at::Tensor folded =
        (weight.to(at::kDouble) * folding.factor.view({-1, 1, 1, 1})).to(at::kFloat);
    const at::Tensor integers = rounded(folded, *step.weight);
    if (!phase.batchStatistics) {
        const at::Tensor offset = folding.offset.to(at::kFloat);
        return evaluateNode(withParameters(node, integers, roundedBias(step, folded, offset)),
                            inputs);
    }
    const at::Tensor product = evaluateNode(withParameters(node, integers, {}), inputs);
    // Where gamma is 0 the product is 0 too, and whatever it is divided by, BN multiplies by 0.
    const at::Tensor factor =
        at::where(folding.factor == 0, at::ones_like(folding.factor), folding.factor)
            .to(at::kFloat);
    const at::Tensor unscaled = product / factor.view({1, -1, 1, 1});
    return bias.defined() ? unscaled + bias.view({1, -1, 1, 1}) : unscaled;
}

at::Tensor FakeQuantizer::evaluate(const Graph& graph, NodeId id,
                                   std::span<const at::Tensor> inputs) {
    const Node& node = graph.node(id);
    const FakeQuantStep& step = m_plan->steps[static_cast<size_t>(id)];
    at::Tensor y;
    if (step.weight) {
        y = weighted(graph, id, inputs);
    } else if (step.foldedInto >= 0 && !phase.batchStatistics) {
        y = inputs[0];
    } else {
        const bool norm = std::holds_alternative<BatchNorm2d>(node.op);
        y = evaluateNode(node, inputs, !norm || phase.batchStatistics);
    }
    if (step.quantizer < 0) {
        return y;
    }
    const auto quantizer = static_cast<size_t>(step.quantizer);
    if (step.observed && phase.observe && m_plan->quantizers[quantizer].moves) {
        observe(quantizer, y);
    }
    const QuantParams q = paramsOf(quantizer);
    return at::fake_quantize_per_tensor_affine(y, q.scale, q.zeroPoint, q.quantMin, q.quantMax);
}

}  // namespace secateur
