#pragma once

#include <functional>
#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// Symmetric int8 weights are -127 .. 127.
inline constexpr int64_t kLargestWeight = 127;

/// Scales (float64) that make 127 of the largest |w|: [out], one an output channel, or [] for all.
/// max |w| / 127 rounded to float32; 1 where all weights are zero.
at::Tensor channelScales(const at::Tensor& weight);
at::Tensor tensorScale(const at::Tensor& weight);

/// A float weight [out, ...] as symmetric qint8, zero points 0: per channel along axis 0 where
/// `scales` are [out], per tensor where they are []. Zeros stay exactly zero, and what a scale does
/// not reach becomes -127 or 127.
at::Tensor quantizedWeight(const at::Tensor& weight, const at::Tensor& scales);
/// With channelScales().
at::Tensor quantizedWeight(const at::Tensor& weight);

/// What becomes of the weight of a convolution or linear layer; undefined: it stays float.
using WeightQuantizer = std::function<at::Tensor(const Node&)>;

/// Steps of the integers that a layer with this quantized weight and this input sums up: the
/// input's scale times the weight's, as float32; [out] or [].
at::Tensor sumScales(const at::Tensor& weight, const QuantParams& input);

/// The scales of a weight, [out] or [], whose channels of zeros fit this bias (float [out])
/// instead: any scale gives zeros, so theirs are such that the bias is 2^20 steps of the sums,
/// which holds its value however large it is (and at least 2^-24, so that runtimes can multiply by
/// it). `values` are the weight's, as numbers or integers.
at::Tensor fittedScales(const at::Tensor& values, const at::Tensor& scales, const at::Tensor& bias,
                        double inputScale);

/// Rounds the float biases of layers with integer weights as integer kernels add them to their
/// sums: qint32 in steps of sumScales(). One that 32 bits do not hold stays float. Gives weights
/// their fittedScales().
void quantizeBiases(Graph& lowered);

/// A folded FP32 graph as an INT8 graph: node k's output gets `outputs[k]`; convolution and linear
/// weights become quantizer(node), or quantizedWeight() without one; then quantizeBiases().
Graph lowerInt8(const Graph& folded, const std::vector<QuantParams>& outputs,
                const WeightQuantizer& quantizer = {});

}  // namespace secateur
