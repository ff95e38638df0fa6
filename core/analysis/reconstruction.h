#pragma once

#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/passes/slim_channels.h"
#include "core/train/batch_averages.h"

namespace secateur {

/// How much of a layer's outputs a cut took away: the squared difference from what the layer made
/// before, over the square of that, on the calibration images.
struct ReconstructedLayer {
    std::string layer;
    double before = 0.0;  ///< with its weights as the cut leaves them
    double after = 0.0;   ///< never more
};

struct Reconstruction {
    Graph graph;
    std::vector<ReconstructedLayer> layers;  ///< in the order of the network
};

/// Repairs a cut from images without labels and without training: every layer that lost inputs gets
/// the weights with which it makes nearest to what it made before (channel pruning by He et al.
/// 2017, https://arxiv.org/abs/1707.06168, equation 5, layer by layer with what the layers before
/// hand on by then). With X the layer's inputs in the cut network (a row a position; a 1 more where
/// it has a bias), Y what the layer made of its inputs in `whole`, and W the weights that the cut
/// left, they are W + D of the least
///   |Y - X (W + D)|^2 + r |D|^2,   (X'X + r) D = X'(Y - X W),   r = 0.001 mean diagonal of X'X,
/// so that no layer is further from Y than before. X'X and X' (Y - X W) are summed up over batches
/// in their order, of at most 64 positions an image, spread evenly: memory is bounded by the
/// weights of one output squared and half a gigabyte of values between layers (beyond it they are
/// computed again), and the result does not depend on the number of workers. A layer
/// with more than 8192 of those stays as it is. The statistics of batch normalisations stay what
/// they were: recalibrated() may follow. Reports "reconstruct". `slim`: slimChannels(whole,
/// removal). Errors: those of sumsOver; Cancelled.
Reconstruction reconstructed(const Graph& whole, const Graph& slim, const ChannelRemoval& removal,
                             const CalibrationImages& images, int workers,
                             const RunContext& context);

}  // namespace secateur
