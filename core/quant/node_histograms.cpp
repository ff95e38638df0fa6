#include "core/quant/node_histograms.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <mutex>
#include <span>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/data/loader.h"
#include "core/exec/float_executor.h"
#include "core/quant/output_kind.h"

namespace secateur {

namespace {

std::vector<NodeId> observedNodes(const Graph& folded) {
    std::vector<NodeId> ids;
    for (NodeId id = 0; id < folded.size(); ++id) {
        if (!movesValues(folded.node(id).op)) {
            ids.push_back(id);
        }
    }
    return ids;
}

/// One batch's extremes of each observed node.
using Extremes = std::vector<ClipRange>;

/// Adds the outputs of the nodes `ids` (ascending) on one batch.
Extremes observeBatch(const FloatExecutor& executor, const at::Tensor& images,
                      const std::vector<NodeId>& ids, std::vector<Histogram>& histograms) {
    FloatExecutor::Values values = executor.begin(images);
    Extremes extremes;
    for (NodeId id = 0; extremes.size() < ids.size(); ++id) {
        if (id > 0) {
            executor.evaluate(id, values);
        }
        if (id == ids[extremes.size()]) {
            const at::Tensor& output = values[static_cast<size_t>(id)];
            addTensor(histograms[extremes.size()], output);
            const auto [low, high] = at::aminmax(output);
            extremes.push_back({low.item<float>(), high.item<float>()});
        }
    }
    return extremes;
}

ClipRange averageOf(const std::vector<Extremes>& batches, size_t node) {
    std::vector<ClipRange> own;
    own.reserve(batches.size());
    for (const Extremes& batch : batches) {
        own.push_back(batch[node]);
    }
    return movingAverage(own);
}

}  // namespace

void addTensor(Histogram& histogram, const at::Tensor& values) {
    // The order of the values does not matter, so a dense tensor is read as it lies in memory.
    const at::Tensor dense = values.is_non_overlapping_and_dense() ? values : values.contiguous();
    histogram.add(dense.data_ptr<float>(), dense.numel());
}

std::vector<NodeHistogram> observeHistograms(const Graph& folded, const Dataset& dataset,
                                             const Normalisation& normalisation,
                                             const std::vector<int64_t>& indices, int workers,
                                             const RunContext& context) {
    if (indices.empty()) {
        throw Error(ErrorCode::InvalidArgument, "no images to calibrate on",
                    {"", "at least 1", "0"});
    }
    const FloatExecutor executor(folded);
    const std::vector<NodeId> ids = observedNodes(folded);
    const auto total = static_cast<int64_t>(indices.size());
    const int64_t jobs = (total + kCalibrationBatch - 1) / kCalibrationBatch;
    std::vector<std::vector<Histogram>> byWorker(static_cast<size_t>(workerCount(workers, jobs)),
                                                 std::vector<Histogram>(ids.size()));
    std::vector<Extremes> batches(static_cast<size_t>(jobs));
    std::mutex mutex;
    int64_t done = 0;
    parallelJobs(workers, jobs, context, [&](int worker, int64_t job) {
        const c10::InferenceMode inference;
        const int64_t first = job * kCalibrationBatch;
        const int64_t count = std::min(kCalibrationBatch, total - first);
        const Batch batch = loadBatch(
            dataset, normalisation,
            std::span(indices).subspan(static_cast<size_t>(first), static_cast<size_t>(count)));
        batches[static_cast<size_t>(job)] =
            observeBatch(executor, batch.images, ids, byWorker[static_cast<size_t>(worker)]);
        const std::lock_guard lock(mutex);
        done += count;
        context.report({"calibrate", done, total, "images", {}});
    });
    std::vector<NodeHistogram> observed;
    for (size_t i = 0; i < ids.size(); ++i) {
        const Node& node = folded.node(ids[i]);
        observed.push_back({node.name, Histogram(), averageOf(batches, i), isRelu6(node)});
        for (const std::vector<Histogram>& own : byWorker) {
            observed.back().values.merge(own[i]);
        }
    }
    return observed;
}

}  // namespace secateur
