#pragma once

#include <cstdint>

#include "core/graph/graph.h"
#include "core/train/train_options.h"

namespace secateur {

/// What training keeps of one image until its gradients are computed, in bytes: the float32 outputs
/// of all nodes but those that TrainExecutor overwrites, for images of `side` pixels (0: the
/// network's own size). Fake quantization keeps three quarters more (measured). Errors: those of
/// inferShapes.
int64_t activationBytes(const Graph& graph, int64_t side, bool fakeQuantized);

/// Images that one worker computes at once: `options.microBatch`, or where that is 0 the most of
/// 32, 16 and 8 whose activations are at most 256 MB (in any case 8), for the largest of
/// `options.sides`. A function of network and options alone, as the trained weights have to be.
int64_t microBatch(const Graph& graph, const TrainOptions& options, bool fakeQuantized);

}  // namespace secateur
