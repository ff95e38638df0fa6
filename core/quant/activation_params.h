#pragma once

#include <vector>

#include "core/graph/graph.h"
#include "core/quant/node_histograms.h"
#include "core/quant/quantize_options.h"

namespace secateur {

/// The quantization of every node's output, by node id, as the options choose it from what was
/// observed (observeHistograms of this graph): activationBits() bits, a clip by hand before ReLU6's
/// fixed range before the observer's. Nodes that only move or average values have their input's.
/// What a concatenation reads shares one range with it (rangeGroups), the hull of their own.
/// The input has its exact extremes whatever the observer: pixels have no tails, but often a value
/// that most of them have, which misleads observers. So have the logits, with 8 bits always:
/// nothing multiplies them, and clipping would make classes equal. Errors: NotFound (a clip of a
/// layer that is not there), InvalidArgument (a clip that is no range, or of a node without a range
/// of its own).
std::vector<QuantParams> activationParams(const Graph& folded,
                                          const std::vector<NodeHistogram>& observed,
                                          const QuantizeOptions& options);

/// The errors of activationParams that need no images.
void checkActivationClips(const Graph& folded, const QuantizeOptions& options);

}  // namespace secateur
