#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// Cross-layer equalization (Nagel, van Baalen, Blankevoort, Welling, "Data-Free Quantization
/// Through Weight Equalization and Bias Correction", ICCV 2019, arXiv 1906.04721, section 4.1): the
/// output channels of one layer are divided, and the next layer's weights for them multiplied, by
///     s = sqrt(max |w of the first| / max |w of the next|)
/// so that a single scale fits both weights; over all pairs in turns until nothing moves.
///
/// A pair is a convolution or linear layer whose output is read by one other such layer and nothing
/// else (MobileNetV2: expand to depthwise to project), with no activation, ReLU or ReLU6 between.
/// Without activation or with ReLU the network computes the same as before, but for rounding.
/// ReLU6 is not positively homogeneous. The paper puts ReLU in its place; here it stays, and
/// - a channel that reached 6 on the calibration images keeps its factor, 1;
/// - any other is multiplied by no more than what takes its observed maximum to 6.
/// So every image on which no channel exceeds what it reached in calibration gives the same answer
/// as before, but for rounding; on others a channel may be cut off where it was not (or the
/// reverse).
struct Equalization {
    Graph graph;
    int pairs = 0;
    int64_t channels = 0;  ///< between the layers of all pairs
    int64_t scaled = 0;    ///< of those, with a factor other than 1
    int64_t held = 0;      ///< of those, kept at 1 because they reach 6
};

/// The first layers of pairs with ReLU6 between, whose outputs have to be observed.
std::vector<NodeId> relu6Pairs(const Graph& folded);

/// `channelMaxima`: for each of relu6Pairs(), the largest output [channels] (float32) on the
/// calibration images. Zeros in weights stay exactly zero.
Equalization equalizeLayers(const Graph& folded, const std::map<NodeId, at::Tensor>& channelMaxima);

}  // namespace secateur
