#include "core/quant/channel_statistics.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <functional>
#include <mutex>
#include <set>
#include <span>

#include "core/base/parallel.h"
#include "core/data/loader.h"
#include "core/exec/float_executor.h"
#include "core/quant/node_histograms.h"

namespace secateur {

namespace {

constexpr double kGrid = 1048576.0;  // 2^20

struct Images {
    const Dataset& dataset;
    const Normalisation& normalisation;
    const std::vector<int64_t>& indices;
    int workers;
};

/// Hands the output of each node in `nodes` on each batch to `take`, which may run on several
/// threads at once.
void forEachOutput(const Graph& folded, const std::set<NodeId>& nodes, const Images& images,
                   const char* stage, const RunContext& context,
                   const std::function<void(int worker, NodeId, const at::Tensor&)>& take) {
    const FloatExecutor executor(folded);
    const auto total = static_cast<int64_t>(images.indices.size());
    const int64_t jobs = (total + kCalibrationBatch - 1) / kCalibrationBatch;
    std::mutex mutex;
    int64_t done = 0;
    parallelJobs(images.workers, jobs, context, [&](int worker, int64_t job) {
        const c10::InferenceMode inference;
        const int64_t first = job * kCalibrationBatch;
        const int64_t count = std::min(kCalibrationBatch, total - first);
        const Batch batch =
            loadBatch(images.dataset, images.normalisation,
                      std::span(images.indices)
                          .subspan(static_cast<size_t>(first), static_cast<size_t>(count)));
        FloatExecutor::Values values = executor.begin(batch.images);
        for (NodeId id = 0; id <= *nodes.rbegin(); ++id) {
            if (id > 0) {
                executor.evaluate(id, values);
            }
            if (nodes.contains(id)) {
                take(worker, id, values[static_cast<size_t>(id)]);
            }
        }
        const std::lock_guard lock(mutex);
        done += count;
        context.report({stage, done, total, "images", {}});
    });
}

/// Sum over the images of a batch, in steps of the grid: a whole number.
at::Tensor gridSum(const at::Tensor& values) {
    return values.sum(0, false, at::kDouble).mul_(kGrid).round_();
}

}  // namespace

std::map<NodeId, at::Tensor> channelMaxima(const Graph& folded, const std::vector<NodeId>& nodes,
                                           const Dataset& dataset,
                                           const Normalisation& normalisation,
                                           const std::vector<int64_t>& indices, int workers,
                                           const RunContext& context) {
    std::map<NodeId, at::Tensor> maxima;
    if (nodes.empty()) {
        return maxima;
    }
    std::mutex mutex;
    forEachOutput(folded, {nodes.begin(), nodes.end()}, {dataset, normalisation, indices, workers},
                  "channels", context, [&](int, NodeId id, const at::Tensor& values) {
                      const at::Tensor own = values.transpose(0, 1).flatten(1).amax(1);
                      const std::lock_guard lock(mutex);
                      at::Tensor& all = maxima[id];
                      all = all.defined() ? at::maximum(all, own) : own;
                  });
    return maxima;
}

std::map<NodeId, OutputMeans> outputMeans(const Graph& folded, const std::vector<NodeId>& nodes,
                                          const std::vector<QuantParams>& params,
                                          const Dataset& dataset,
                                          const Normalisation& normalisation,
                                          const std::vector<int64_t>& indices, int workers,
                                          const RunContext& context) {
    std::map<NodeId, OutputMeans> sums;
    if (nodes.empty()) {
        return sums;
    }
    std::mutex mutex;
    forEachOutput(folded, {nodes.begin(), nodes.end()}, {dataset, normalisation, indices, workers},
                  "means", context, [&](int, NodeId id, const at::Tensor& values) {
                      const QuantParams& q = params[static_cast<size_t>(id)];
                      const at::Tensor exact = gridSum(values);
                      const at::Tensor quantized = gridSum(at::fake_quantize_per_tensor_affine(
                          values, q.scale, q.zeroPoint, q.quantMin, q.quantMax));
                      const std::lock_guard lock(mutex);
                      OutputMeans& all = sums[id];
                      all.exact = all.exact.defined() ? all.exact + exact : exact;
                      all.quantized =
                          all.quantized.defined() ? all.quantized + quantized : quantized;
                  });
    const double count = kGrid * static_cast<double>(indices.size());
    for (auto& [id, means] : sums) {
        means = {means.exact / count, means.quantized / count};
    }
    return sums;
}

}  // namespace secateur
