#pragma once

#include <vector>

#include "core/base/run_context.h"
#include "core/graph/graph.h"
#include "core/prune/ranking.h"
#include "core/train/batch_averages.h"

namespace secateur {

/// What a criterion with CriterionTraits::images says of `graph`, which runs as it is stored, its
/// batch normalisations on their running statistics. Averages over the images, summed up as float64
/// in batches in their order: a function of network and images, whatever the number of workers.
/// Of a channel, over all layers r that read it (x_r: what r reads of it, g_r: the gradient of the
/// image's cross entropy by that, through r alone):
///   Taylor      mean over images of |sum over r and positions of x_r * g_r|,
///   Activation  mean over r, images and positions of |x_r|,
///   Apoz        mean over r, images and positions of (x_r is not 0).
/// Cutting a channel takes exactly these x_r away, so that Taylor is the first-order change of the
/// loss also in groups that several layers make, as those of a residual sum. Of Wanda, see
/// ImageScores::inputs; a convolution's padding counts as what is multiplied. Reports "rank".
/// Errors: InvalidArgument (another criterion, no images), those of sumsOver; Cancelled.
ImageScores imageScores(const Graph& graph, PruneCriterion criterion,
                        const CalibrationImages& images, int workers, const RunContext& context);

}  // namespace secateur
