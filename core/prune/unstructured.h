#pragma once

#include <ATen/ATen.h>

#include <map>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/prune/ranking.h"

namespace secateur {

/// state_dict name of a weight ("layers.0.conv1.weight") to a float32 mask of its shape: 1 kept, 0
/// pruned.
using Masks = std::map<std::string, at::Tensor>;

/// One ranking over all `layers` (empty: every weighted node), in graph order; by L1 that is
/// torch.nn.utils.prune.global_unstructured(all convolution and linear weights, L1Unstructured,
/// amount): of n weights round(amount * n) are pruned, halves to even, ties as torch.topk breaks
/// them. The random numbers of a layer depend on the seed and its name alone, so that the masks
/// of a larger amount contain those of a smaller one. Errors: InvalidArgument (an amount outside
/// [0, 1), a criterion that does not rank weights, or looks at images and has no scores of them).
Masks rankedMasks(const Graph& graph, double amount, const std::vector<std::string>& layers = {},
                  const Ranking& ranking = {});
/// Every layer ranked by itself; by L1 that is torch.nn.utils.prune.l1_unstructured.
Masks layerMasks(const Graph& graph, double amount, const std::vector<std::string>& layers = {},
                 const Ranking& ranking = {});
/// The same of each named layer at its own amount.
Masks plannedMasks(const Graph& graph, const std::map<std::string, double>& amounts,
                   const Ranking& ranking = {});

/// The graph with every masked weight multiplied by its mask (new tensors).
Graph applyMasks(const Graph& graph, const Masks& masks);
/// Masks that keep what is nonzero in the convolution and linear weights of `graph`; weights
/// without a zero get no mask. Fine-tuning uses them to keep pruned weights at zero.
Masks masksOfZeros(const Graph& graph);

}  // namespace secateur
