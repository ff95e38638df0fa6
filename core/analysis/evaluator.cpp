#include "core/analysis/evaluator.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <mutex>

#include "core/analysis/runners.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/data/loader.h"
#include "core/exec/torch_device.h"

namespace secateur {

namespace {

void checkFits(const Graph& graph, const Dataset& dataset) {
    if (dataset.channels() != graph.input().channels) {
        throw Error(ErrorCode::Mismatch, "the images do not fit the network",
                    {"channels", std::to_string(graph.input().channels),
                     std::to_string(dataset.channels())});
    }
}

void checkLabels(const at::Tensor& labels, int64_t classes) {
    const int64_t largest = labels.max().item<int64_t>();
    if (largest >= classes) {
        throw Error(ErrorCode::Mismatch, "a label is not among the network's classes",
                    {"", fmt::format("below {}", classes), std::to_string(largest)});
    }
}

/// Batches that so many images make.
int64_t batchCount(int64_t images, int64_t batchSize) {
    return (images + batchSize - 1) / batchSize;
}

}  // namespace

Evaluation evaluate(const Graph& graph, const Dataset& dataset, const Normalisation& normalisation,
                    const std::vector<int64_t>& indices, const EvaluateOptions& options,
                    const RunContext& context) {
    checkFits(graph, dataset);
    const int64_t batchSize = std::max<int64_t>(1, options.batchSize);
    const Device device = graph.quantized() ? Device::Cpu : options.device;
    const int workers = workerCount(workersOn(device, options.workers),
                                    batchCount(static_cast<int64_t>(indices.size()), batchSize));
    return evaluate(graphRunners(graph, workers, options), dataset, normalisation, indices,
                    batchSize, context);
}

Evaluation evaluate(const std::vector<Runner>& runners, const Dataset& dataset,
                    const Normalisation& normalisation, const std::vector<int64_t>& indices,
                    int64_t batchSize, const RunContext& context) {
    const auto total = static_cast<int64_t>(indices.size());
    Evaluation result;
    result.predictions.resize(indices.size());
    result.labels.resize(indices.size());
    std::mutex mutex;
    int64_t done = 0;
    const auto started = std::chrono::steady_clock::now();
    const auto workers = static_cast<int>(runners.size());
    parallelJobs(workers, batchCount(total, batchSize), context, [&](int worker, int64_t batch) {
        const int64_t first = batch * batchSize;
        const int64_t count = std::min(batchSize, total - first);
        const Batch loaded = loadBatch(
            dataset, normalisation,
            std::span(indices).subspan(static_cast<size_t>(first), static_cast<size_t>(count)));
        const at::Tensor logits = runners[static_cast<size_t>(worker)](loaded.images);
        checkLabels(loaded.labels, logits.size(1));
        const at::Tensor answers = logits.argmax(1);
        for (int64_t i = 0; i < count; ++i) {
            result.predictions[static_cast<size_t>(first + i)] =
                static_cast<int32_t>(answers.data_ptr<int64_t>()[i]);
            result.labels[static_cast<size_t>(first + i)] =
                static_cast<int32_t>(loaded.labels.data_ptr<int64_t>()[i]);
        }
        const std::lock_guard lock(mutex);
        done += count;
        context.report({"evaluate", done, total, "images", {}});
    });
    result.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    for (size_t i = 0; i < result.predictions.size(); ++i) {
        result.correct += result.predictions[i] == result.labels[i] ? 1 : 0;
    }
    return result;
}

}  // namespace secateur
