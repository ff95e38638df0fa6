#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <span>

#include "core/graph/graph.h"

namespace secateur {

/// Two slow but plain ways to compute one node of an INT8 graph from its quantized inputs (quint8,
/// any layout), to hold the kernels against. Both give quint8 with the node's parameters, and float
/// where it has none, as inputs may be.

/// The integer reference: sums of (integer - zero point) * weight and the bias in int32, then
/// round-half-even((sum * input scale * weight scale), activated, / output scale) + zero point in
/// float64, clamped to the node's [quantMin, quantMax]. Other nodes, and layers with float
/// weights, in float64 between dequantize and quantize.
at::Tensor referenceNode(const Node& node, std::span<const at::Tensor> inputs);

/// The simulation: torch's float32 operators on dequantized inputs and weights, then
/// torch.fake_quantize_per_tensor_affine.
at::Tensor simulatedNode(const Node& node, std::span<const at::Tensor> inputs);

/// The graph's input as both see it.
at::Tensor referenceInput(const Node& input, const at::Tensor& images);

/// Sums of two products of neighbouring input channels, as x86's vpmaddubsw makes them in 16 bits.
struct PairSums {
    int64_t count = 0;
    int64_t saturated = 0;  ///< that do not fit into int16
};

/// What a kernel without VNNI would do to this layer's accumulations: oneDNN and FBGEMM then sum
/// activations 0 .. 255 times weights of two neighbouring input channels (at the same place of the
/// kernel) in int16 with saturation. Nothing to count for layers with one input channel a group
/// (depthwise), float weights, and nodes without weights.
PairSums countPairSums(const Node& node, const at::Tensor& input);

}  // namespace secateur
