#pragma once

#include <map>
#include <vector>

#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"

namespace secateur {

/// Runs the folded graph over the images once: the largest output [channels] (float32) of each of
/// these nodes. Does not depend on the number of workers. Reports "channels". Throws Cancelled and
/// the errors of loadBatch.
std::map<NodeId, at::Tensor> channelMaxima(const Graph& folded, const std::vector<NodeId>& nodes,
                                           const Dataset& dataset,
                                           const Normalisation& normalisation,
                                           const std::vector<int64_t>& indices, int workers,
                                           const RunContext& context);

/// A node's outputs averaged over the images, as they are and quantized with the node's parameters
/// (torch.fake_quantize_per_tensor_affine): [channels, height, width] or [features], float64.
struct OutputMeans {
    at::Tensor exact;
    at::Tensor quantized;
};

/// Those of each of these nodes (the input, 0, may be among them) in one pass over the images of
/// the folded graph. `params` by node id. The sums are taken on a grid of 2^-20, exactly, so they
/// do not depend on the number of workers. Reports "means".
std::map<NodeId, OutputMeans> outputMeans(const Graph& folded, const std::vector<NodeId>& nodes,
                                          const std::vector<QuantParams>& params,
                                          const Dataset& dataset,
                                          const Normalisation& normalisation,
                                          const std::vector<int64_t>& indices, int workers,
                                          const RunContext& context);

}  // namespace secateur
