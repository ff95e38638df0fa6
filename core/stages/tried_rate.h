#pragma once

#include "core/base/run_context.h"
#include "core/data/dataset.h"

namespace secateur {

class Graph;

/// Images a second at which this machine evaluates the network on these images, loading included:
/// of the first test images, for about a second. It foretells how long an evaluation takes and is
/// no figure to compare networks by. Errors: those of fitData and evaluate.
double triedRate(const Graph& graph, const ImageData& data, const RunContext& context);

}  // namespace secateur
