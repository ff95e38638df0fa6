#pragma once

#include <map>
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

/// The same for a cut of single weights: `masks` (applyMasks) of `whole`, whose zeros D keeps. It
/// is the optimum of what optimal-brain pruning approximates one weight after another (SparseGPT,
/// Frantar and Alistarh 2023, https://arxiv.org/abs/2301.00774, equations 2 and 3, with the layer's
/// Hessian X'X), found by conjugate gradients with X'X's diagonal as preconditioner, for all
/// outputs at once: they start from D = 0 and never rise. Grouped convolutions are as many layers
/// as they have groups.
Reconstruction reconstructed(const Graph& whole, const std::map<std::string, at::Tensor>& masks,
                             const CalibrationImages& images, int workers,
                             const RunContext& context);

/// Repair of a cut network whose batch normalisations are folded into its layers, where there are
/// no statistics to estimate anew: layer by layer, with what the repaired ones before hand on,
/// every output gets the mean and the deviation that it has in `whole` on the images,
///   factor = sqrt(var_whole / var_cut),  w' = factor w,  b' = factor (b - mean_cut) + mean_whole,
/// before the layer's activation, over the positions that reconstructed() looks at. Layers without
/// a bias stay, as an output does that varies less than a thousandth as much as it did. Zeros stay
/// zero. `cut`: of `whole`, by these channels or (none) with single weights zero. Reports
/// "recalibrate". Errors: those of sumsOver; Cancelled.
Graph realigned(const Graph& whole, const Graph& cut, const ChannelRemoval& removal,
                const CalibrationImages& images, int workers, const RunContext& context);

}  // namespace secateur
