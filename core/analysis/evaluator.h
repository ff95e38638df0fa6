#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <vector>

#include "core/analysis/paired_interval.h"
#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"

namespace secateur {

struct EvaluateOptions {
    int workers = 0;        ///< 0: one per core
    int64_t batchSize = 8;  ///< per worker; small enough that activations stay in cache
};

/// What a network answered on a list of images, in the list's order.
struct Evaluation {
    std::vector<int32_t> predictions;  ///< class of the largest logit
    std::vector<int32_t> labels;
    int64_t correct = 0;
    double seconds = 0.0;  ///< wall time of loading, normalising and running
    int64_t count() const { return static_cast<int64_t>(predictions.size()); }
    double accuracy() const {
        return count() > 0 ? static_cast<double>(correct) / static_cast<double>(count()) : 0.0;
    }
    double imagesPerSecond() const {
        return seconds > 0 ? static_cast<double>(count()) / seconds : 0.0;
    }
};

/// Paired difference of two evaluations of the same images.
/// Throws Error(InvalidArgument) if they are of different numbers of images.
PairedDrop dropBetween(const Evaluation& baseline, const Evaluation& changed);

/// Runs the images `indices` of `dataset` through the network: an FP32 graph folded first, an INT8
/// graph on the quantized kernels. Throws Cancelled, or Error(Mismatch) when the images' shape is
/// not the network's (channels) or a label is not below its classes.
Evaluation evaluate(const Graph& graph, const Dataset& dataset, const Normalisation& normalisation,
                    const std::vector<int64_t>& indices, const EvaluateOptions& options,
                    const RunContext& context);

}  // namespace secateur
