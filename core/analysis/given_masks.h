#pragma once

#include <string>

#include "core/analysis/sweep_options.h"
#include "core/graph/graph.h"
#include "core/prune/unstructured.h"

namespace secateur {

/// Pruning masks that come from elsewhere, and what a study tells them apart by.
struct GivenMasks {
    Masks masks;         ///< float32, 1 kept, 0 pruned
    std::string digest;  ///< of names and values
};

/// Masks of `graph` from a safetensors file or a PyTorch checkpoint. Where names end in
/// ".weight_mask", as torch.nn.utils.prune leaves them in a state_dict, those are the masks and the
/// rest is passed over; else every tensor is one, named like its weight ("conv1.weight"). Nonzero
/// is kept. Errors: NotFound (no such layer), InvalidArgument (a parameter that is not the weight
/// of a convolution or linear layer), Mismatch (another shape, or no mask at all), and those of
/// readCheckpoint.
GivenMasks readMasks(const std::string& path, const Graph& graph);

/// Of the layers that are changed together, those that have a mask.
Masks masksOf(const GivenMasks& given, const std::vector<std::string>& layers);
/// The layers with a mask, in the graph's order.
std::vector<std::string> maskedLayers(const GivenMasks& given, const Graph& graph);
/// Share of the masks' elements that are pruned, in [0, 1].
double prunedShare(const Masks& masks);

}  // namespace secateur
