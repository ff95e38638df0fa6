#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <vector>

#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/train/batch_statistics.h"

namespace secateur {

/// Images without labels that statistics are estimated on, in batches of a fixed size in their
/// order; an incomplete last batch is left out, unless it is the only one.
struct CalibrationImages {
    const Dataset* dataset = nullptr;
    Normalisation normalisation;
    std::vector<int64_t> indices;
    int64_t batchSize = 32;

    int64_t batch() const;
    int64_t batches() const;
};

/// The averages of what `body` finds on each batch (always as many tensors of the same sizes),
/// summed up as float64 in the batches' order: they do not depend on the number of workers. Reports
/// "recalibrate". Errors: InvalidArgument (fewer than 2 images a batch), those of loadBatch and of
/// `body`; Cancelled.
std::vector<at::Tensor> averagesOver(
    const CalibrationImages& images, int workers, const RunContext& context,
    const std::function<std::vector<at::Tensor>(const at::Tensor& batch)>& body);

}  // namespace secateur
