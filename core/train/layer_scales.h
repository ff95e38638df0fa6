#pragma once

#include <vector>

#include "core/graph/graph.h"
#include "core/train/train_options.h"

namespace secateur {

/// Of every convolution, linear layer, addition and activation of an INT8 graph, in its order.
std::vector<LayerScales> layerScales(const Graph& lowered);

}  // namespace secateur
