#include "core/train/batch_averages.h"

#include <algorithm>
#include <span>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/data/loader.h"

namespace secateur {

int64_t CalibrationImages::batch() const {
    return std::min(batchSize, static_cast<int64_t>(indices.size()));
}

int64_t CalibrationImages::batches() const {
    return static_cast<int64_t>(indices.size()) / batch();
}

std::vector<at::Tensor> averagesOver(
    const CalibrationImages& images, int workers, const RunContext& context,
    const std::function<std::vector<at::Tensor>(const at::Tensor& batch)>& body) {
    const int64_t size = images.batch();
    if (size < 2) {
        throw Error(ErrorCode::InvalidArgument, "too few images for a variance",
                    {"", "at least 2 in a batch", std::to_string(size)});
    }
    const int64_t batches = images.batches();
    std::vector<at::Tensor> sums;
    TurnTaker turns;
    parallelJobs(workerCount(workers, batches), batches, context, [&](int, int64_t job) {
        try {
            const std::span<const int64_t> indices(images.indices.data() + job * size,
                                                   static_cast<size_t>(size));
            const std::vector<at::Tensor> found =
                body(loadBatch(*images.dataset, images.normalisation, indices).images);
            turns.take(job, [&] {
                for (size_t i = 0; i < found.size(); ++i) {
                    if (job == 0) {
                        sums.push_back(found[i].to(at::kDouble));
                    } else {
                        sums[i] = sums[i] + found[i];
                    }
                }
                context.report({"recalibrate", (job + 1) * size, batches * size, "images", {}});
            });
        } catch (...) {
            turns.abandon();
            throw;
        }
    });
    for (at::Tensor& sum : sums) {
        sum = sum / static_cast<double>(batches);
    }
    return sums;
}

}  // namespace secateur
