#include "core/analysis/perturbation_engine.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <atomic>
#include <mutex>

#include "core/data/loader.h"

namespace secateur {

PerturbationEngine::PerturbationEngine(const FloatExecutor& executor, const Dataset& dataset,
                                       const Normalisation& normalisation, int workers,
                                       int64_t batchSize)
    : m_executor(executor),
      m_dataset(dataset),
      m_normalisation(normalisation),
      m_batchSize(std::max<int64_t>(1, batchSize)),
      m_pool(workerCount(workers)) {}

at::Tensor PerturbationEngine::load(std::span<const int64_t> images) const {
    return loadBatch(m_dataset, m_normalisation, images).images;
}

void PerturbationEngine::batches(int64_t images, const RunContext& context,
                                 const std::function<void(int64_t first, int64_t count)>& body) {
    std::atomic<int64_t> next{0};
    std::atomic<bool> failed{false};
    m_pool.run([&](int) {
        const c10::InferenceMode inference;
        while (!failed) {
            const int64_t first = next.fetch_add(m_batchSize);
            if (first >= images || context.stop.stop_requested()) {
                return;
            }
            try {
                body(first, std::min(m_batchSize, images - first));
            } catch (...) {
                failed = true;
                throw;
            }
        }
    });
    context.checkCancelled();
}

std::vector<std::vector<int32_t>> PerturbationEngine::run(
    std::span<const Perturbation* const> perturbations, std::span<const int64_t> images,
    const RunContext& context) {
    std::vector<std::vector<int32_t>> answers(perturbations.size());
    std::vector<size_t> order;
    for (size_t p = 0; p < perturbations.size(); ++p) {
        if (!perturbations[p]->changes.empty()) {
            order.push_back(p);
            answers[p].resize(images.size());
        }
    }
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return perturbations[a]->changes.front().id < perturbations[b]->changes.front().id;
    });
    const auto body = [&](int64_t first, int64_t count) {
        FloatExecutor::Values values = m_executor.begin(
            load(images.subspan(static_cast<size_t>(first), static_cast<size_t>(count))));
        NodeId next = 1;  // the first node that is not in `values`
        for (const size_t p : order) {
            context.checkCancelled();
            const std::vector<Replacement>& changes = perturbations[p]->changes;
            for (; next < changes.front().id; ++next) {
                m_executor.evaluate(next, values);
            }
            const at::Tensor classes = m_executor.runSuffix(values, changes).argmax(1);
            std::copy_n(classes.data_ptr<int64_t>(), count, answers[p].begin() + first);
        }
    };
    if (!order.empty()) {
        batches(static_cast<int64_t>(images.size()), context, body);
    }
    return answers;
}

std::map<std::string, ClipRange> PerturbationEngine::ranges(const std::vector<std::string>& layers,
                                                            std::span<const int64_t> images,
                                                            const RunContext& context) {
    const Graph& graph = m_executor.graph();
    std::map<NodeId, std::pair<float, float>> found;
    std::mutex mutex;
    std::vector<NodeId> ids;
    for (const std::string& layer : layers) {
        ids.push_back(graph.require(layer));
    }
    std::sort(ids.begin(), ids.end());
    batches(static_cast<int64_t>(images.size()), context, [&](int64_t first, int64_t count) {
        FloatExecutor::Values values = m_executor.begin(
            load(images.subspan(static_cast<size_t>(first), static_cast<size_t>(count))));
        for (NodeId id = 1; id < graph.size(); ++id) {
            m_executor.evaluate(id, values);
            if (!std::binary_search(ids.begin(), ids.end(), id)) {
                continue;
            }
            const auto [low, high] = at::aminmax(values[static_cast<size_t>(id)]);
            const std::pair<float, float> here{low.item<float>(), high.item<float>()};
            const std::lock_guard lock(mutex);
            auto& range = found.emplace(id, here).first->second;
            range.first = std::min(range.first, here.first);
            range.second = std::max(range.second, here.second);
        }
    });
    std::map<std::string, ClipRange> ranges;
    for (const auto& [id, range] : found) {
        ranges[graph.node(id).name] = {range.first, range.second};
    }
    return ranges;
}

}  // namespace secateur
