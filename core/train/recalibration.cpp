#include "core/train/recalibration.h"

#include "core/base/error.h"
#include "core/train/batch_averages.h"

namespace secateur {

Graph recalibrated(const Graph& graph, const Dataset& dataset, const Normalisation& normalisation,
                   const std::vector<int64_t>& indices, int64_t batchSize, int workers,
                   const RunContext& context) {
    const BatchStatistics statistics(graph);
    const CalibrationImages images{&dataset, normalisation, indices, batchSize};
    const auto averages = averagesOver(images, workers, context, [&](const at::Tensor& batch) {
        return std::vector{statistics.finish(statistics.begin(batch))};
    });
    return statistics.applied(graph, averages.front(), images.batches());
}

}  // namespace secateur
