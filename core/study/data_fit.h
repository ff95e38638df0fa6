#pragma once

#include "core/data/dataset.h"

namespace secateur {

class Graph;

/// Throws Error(Mismatch) unless the network takes images of so many channels and tells so many
/// classes apart as the data set has.
void requireFit(const Graph& graph, const ImageData& data);

}  // namespace secateur
