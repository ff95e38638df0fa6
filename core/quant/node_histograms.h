#pragma once

#include <vector>

#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"
#include "core/quant/node_histogram.h"

namespace secateur {

inline constexpr int64_t kCalibrationBatch = 8;

/// Runs the folded graph over the images, once, and counts the outputs of the input and of every
/// node that has a quantization of its own (not movesValues), in the graph's order. The result
/// does not depend on the number of workers. Reports "calibrate". Throws Cancelled, Error(
/// InvalidArgument) without images, and the errors of loadBatch.
std::vector<NodeHistogram> observeHistograms(const Graph& folded, const Dataset& dataset,
                                             const Normalisation& normalisation,
                                             const std::vector<int64_t>& indices, int workers,
                                             const RunContext& context);

/// Counts the elements of a float tensor of any layout.
void addTensor(Histogram& histogram, const at::Tensor& values);

}  // namespace secateur
