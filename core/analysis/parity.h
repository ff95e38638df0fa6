#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/analysis/parity_report.h"
#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"

namespace secateur {

/// Computes an INT8 graph three ways on these images, layer by layer: the integer reference, the
/// simulation (reference_nodes.h) and the kernels of `engine` (empty: the best there is). Slow: the
/// reference is plain loops. Does not depend on the number of workers. Reports "verify". Errors:
/// Cancelled, InvalidArgument (no images, not an INT8 graph), Unsupported (no such engine), those
/// of loadBatch.
ParityReport compareParity(const Graph& int8, const std::string& engine, const Dataset& dataset,
                           const Normalisation& normalisation, const std::vector<int64_t>& indices,
                           int workers, const RunContext& context);

}  // namespace secateur
