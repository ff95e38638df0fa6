#pragma once

#include <string>

#include "core/graph/graph.h"

namespace secateur::test {

/// A small network that the seed decides: strided, padded, depthwise and grouped convolutions with
/// and without batch normalisation, additions, concatenations, gates, both kinds of pooling,
/// dropout, every activation; images [3, 12, 12], 4 classes.
Graph randomGraph(uint64_t seed);

}  // namespace secateur::test
