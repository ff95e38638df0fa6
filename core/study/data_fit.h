#pragma once

#include <cstdint>

#include "core/data/dataset.h"

namespace secateur {

class Graph;
class Study;

/// Throws Error(Mismatch) unless the network takes images of so many channels and tells so many
/// classes apart as the data set has.
void requireFit(const Graph& graph, const ImageData& data);
/// The same of a stored network.
void requireFit(Study& study, int64_t variant, const ImageData& data);

}  // namespace secateur
