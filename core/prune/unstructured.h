#pragma once

#include <ATen/ATen.h>

#include <map>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/prune/criterion.h"

namespace secateur {

/// state_dict name of a weight ("layers.0.conv1.weight") to a float32 mask of its shape: 1 kept, 0
/// pruned.
using Masks = std::map<std::string, at::Tensor>;

/// The mask that torch.nn.utils.prune.l1_unstructured(module, "weight", amount) gives: the
/// round(amount * n) elements of smallest magnitude are pruned (ties as torch.topk breaks them).
/// Throws Error(InvalidArgument) unless amount is in [0, 1).
at::Tensor l1Mask(const at::Tensor& weight, double amount);

/// torch.nn.utils.prune.global_unstructured(all convolution and linear weights, L1Unstructured,
/// amount): one ranking over all `layers` (empty: every weighted node), in graph order.
Masks globalL1Masks(const Graph& graph, double amount, const std::vector<std::string>& layers = {});
/// One ranking by `criterion` over all `layers` (empty: every weighted node), in graph order. The
/// random numbers of a layer depend on the seed and its name alone, so that the masks of a larger
/// amount contain those of a smaller one.
Masks rankedMasks(const Graph& graph, double amount, const std::vector<std::string>& layers,
                  PruneCriterion criterion, uint64_t seed);
/// l1Mask of every layer by itself.
Masks layerL1Masks(const Graph& graph, double amount, const std::vector<std::string>& layers = {});
/// l1Mask of each named layer at its own amount.
Masks plannedL1Masks(const Graph& graph, const std::map<std::string, double>& amounts);

/// The graph with every masked weight multiplied by its mask (new tensors).
Graph applyMasks(const Graph& graph, const Masks& masks);
/// Masks that keep what is nonzero in the convolution and linear weights of `graph`; weights
/// without a zero get no mask. Fine-tuning uses them to keep pruned weights at zero.
Masks masksOfZeros(const Graph& graph);

}  // namespace secateur
