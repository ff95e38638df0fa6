#pragma once

#include <ATen/ATen.h>

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// How a weight is rounded in a training pass: symmetric int8, [-127, 127], scale = shrink * max
/// |w| / 127 of each output channel, or of the whole weight; 1 where all is zero.
struct WeightRounding {
    bool perChannel = true;
    /// Float32 [out], or one element: 1 for a range up to the largest magnitude, below 1 where the
    /// observer chose a narrower one.
    at::Tensor shrink;
    /// Folded weights beyond these become these before they are rounded.
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
};

/// The range of the outputs of one node of the folded network.
struct OutputQuantizer {
    std::string layer;  ///< in the folded network
    QuantParams start;  ///< PTQ's, in force until the range moves
    bool moves = true;  ///< follows a moving average of the extremes while ranges are observed
    bool symmetric = false;
};

/// What quantization-aware training changes at one node of the network that is trained, whose
/// BatchNorm2d nodes are in place.
struct FakeQuantStep {
    std::optional<WeightRounding> weight;
    NodeId norm = -1;         ///< of a rounded convolution: the BatchNorm2d that is folded into it
    NodeId foldedInto = -1;   ///< of such a BatchNorm2d: the convolution
    int inputQuantizer = -1;  ///< of what a rounded layer reads; -1: its bias stays float
    int quantizer = -1;       ///< by which the output is rounded; -1: it stays as it is
    bool observed = false;    ///< the quantizer's range is of this node's outputs
};

/// Fake quantization of a training graph: what every node's integers will be.
struct FakeQuantPlan {
    std::vector<OutputQuantizer> quantizers;
    std::vector<FakeQuantStep> steps;  ///< by node
};

}  // namespace secateur
