#include "core/train/batch_averages.h"

#include <algorithm>
#include <span>

#include "core/base/error.h"
#include "core/base/parallel.h"

namespace secateur {

int64_t CalibrationImages::batch() const {
    return std::min(batchSize, static_cast<int64_t>(indices.size()));
}

int64_t CalibrationImages::batches() const {
    return static_cast<int64_t>(indices.size()) / batch();
}

std::vector<at::Tensor> sumsOver(
    const CalibrationImages& images, const std::string& step, int workers,
    const RunContext& context,
    const std::function<std::vector<at::Tensor>(const Batch& batch, int64_t number)>& body) {
    const auto count = static_cast<int64_t>(images.indices.size());
    const int64_t size = std::max<int64_t>(1, images.batch());
    const int64_t batches = (count + size - 1) / size;
    std::vector<at::Tensor> sums;
    TurnTaker turns;
    const auto batchOf = [&](int64_t job) {
        const int64_t first = std::min(count, job * size);
        return std::span(images.indices)
            .subspan(static_cast<size_t>(first),
                     static_cast<size_t>(std::min(size, count - first)));
    };
    const int threads = workerCount(workers, batches);
    parallelJobs(threads, batches, context, [&](int, int64_t job) {
        try {
            const int64_t end = std::min(count, (job + 1) * size);
            const std::vector<at::Tensor> found =
                body(loadBatch(*images.dataset, images.normalisation, batchOf(job),
                               batchOf(job + threads)),
                     job);
            turns.take(job, [&] {
                for (size_t i = 0; i < found.size(); ++i) {
                    if (job == 0) {
                        sums.push_back(found[i].to(at::kDouble));
                    } else {
                        sums[i] = sums[i] + found[i];
                    }
                }
                context.report({step, end, count, "images", {}});
            });
        } catch (...) {
            turns.abandon();
            throw;
        }
    });
    return sums;
}

CalibrationImages wholeBatches(const CalibrationImages& images) {
    if (images.batch() < 2) {
        throw Error(ErrorCode::InvalidArgument, "too few images for a variance",
                    {"", "at least 2 in a batch", std::to_string(images.batch())});
    }
    CalibrationImages whole = images;
    whole.indices.resize(static_cast<size_t>(images.batch() * images.batches()));
    return whole;
}

std::vector<at::Tensor> averagesOver(
    const CalibrationImages& images, int workers, const RunContext& context,
    const std::function<std::vector<at::Tensor>(const at::Tensor& batch)>& body) {
    std::vector<at::Tensor> sums =
        sumsOver(wholeBatches(images), "recalibrate", workers, context,
                 [&](const Batch& batch, int64_t) { return body(batch.images); });
    for (at::Tensor& sum : sums) {
        sum = sum / static_cast<double>(images.batches());
    }
    return sums;
}

}  // namespace secateur
