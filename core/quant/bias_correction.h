#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/quant/channel_statistics.h"

namespace secateur {

/// How far quantization moves the mean of a layer's outputs, before the activation.
struct BiasError {
    std::string layer;
    double largest = 0.0;         ///< of the channels' |expected error|
    double rootMeanSquare = 0.0;  ///< over the channels
};

/// Empirical bias correction (Nagel et al. 2019, arXiv 1906.04721, section 4.2 and appendix D): the
/// expected error of each output channel of each quantized layer,
///     E[q(W) * q(x)] - E[W * x],
/// is subtracted from the layer's bias. x are the layer's inputs in the FP32 network on the
/// calibration images, q(x) the same as its input is quantized; the mean is over images and
/// positions. A convolution is linear, so the means of its inputs give it exactly. Layers kept in
/// FP32 are left alone; a layer without a bias gets one. Biases are
/// then rounded again (quantizeBiases).
///
/// `prepared` is what `lowered` was made of (lowerInt8), `means` of the inputs of all its
/// convolutions and linear layers. Gives the errors that were subtracted, in the graph's order.
std::vector<BiasError> correctBiases(const Graph& prepared,
                                     const std::map<NodeId, OutputMeans>& means, Graph& lowered);

/// The nodes whose means it needs.
std::vector<NodeId> weightedInputs(const Graph& graph);

}  // namespace secateur
