#pragma once

#include <vector>

#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"

namespace secateur {

/// The network with the running statistics of every batch normalisation estimated anew: repair
/// after a cut without training and without labels. One pass in training mode over the images in
/// their order, in batches of `batchSize` (an incomplete last one is left out, unless it is the
/// only one); of B batches each normalisation keeps
///   running_mean = 1/B sum of the batches' means,
///   running_var  = 1/B sum of the batches' unbiased variances,
/// which is torch.optim.swa_utils.update_bn (momentum None) with Dropout left out. The sums are
/// float64 and in the batches' order: the result does not depend on the number of workers. Reports
/// "recalibrate". Errors: InvalidArgument (fewer than 2 images, no batch normalisation), those of
/// loadBatch; Cancelled.
Graph recalibrated(const Graph& graph, const Dataset& dataset, const Normalisation& normalisation,
                   const std::vector<int64_t>& indices, int64_t batchSize, int workers,
                   const RunContext& context);

}  // namespace secateur
