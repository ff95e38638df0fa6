#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <vector>

#include "core/base/run_context.h"
#include "core/data/loader.h"
#include "core/train/batch_statistics.h"

namespace secateur {

/// Images that something is estimated on, in batches of a fixed size in their order.
struct CalibrationImages {
    const Dataset* dataset = nullptr;
    Normalisation normalisation;
    std::vector<int64_t> indices;
    int64_t batchSize = 32;

    int64_t batch() const;
    int64_t batches() const;  ///< whole ones
};

/// Those of whole batches: an incomplete last one is left out, unless it is the only one.
/// Error(InvalidArgument): fewer than 2 images a batch.
CalibrationImages wholeBatches(const CalibrationImages& images);

/// The sums of what `body` finds on each batch (always as many tensors of the same sizes), the
/// incomplete last one included, as float64 in the batches' order: they do not depend on the number
/// of workers. `body` is also told the batch's number. Reports `step`. Errors: those of loadBatch
/// and of `body`; Cancelled.
std::vector<at::Tensor> sumsOver(
    const CalibrationImages& images, const std::string& step, int workers,
    const RunContext& context,
    const std::function<std::vector<at::Tensor>(const Batch& batch, int64_t number)>& body);

/// The same as averages over wholeBatches. Reports "recalibrate".
std::vector<at::Tensor> averagesOver(
    const CalibrationImages& images, int workers, const RunContext& context,
    const std::function<std::vector<at::Tensor>(const at::Tensor& batch)>& body);

}  // namespace secateur
