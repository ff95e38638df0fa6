#pragma once

#include "core/graph/graph.h"

namespace secateur::test {

/// A small network with every operation, fused activations, blocks, roles and random parameters.
Graph everyOperation();

/// input, conv1 (per-channel qint8 weight, bias, fused relu), linear (per-tensor qint8): as the
/// lower_int8 pass makes them. `exactInFloat`: the scales are float32 values.
Graph quantizedGraph(bool exactInFloat);

/// Same nodes, attributes, quantization and bit-identical parameters, checked with Catch2.
void checkSameGraph(const Graph& a, const Graph& b);

}  // namespace secateur::test
