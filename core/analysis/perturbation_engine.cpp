#include "core/analysis/perturbation_engine.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <atomic>
#include <mutex>

#include "core/data/loader.h"
#include "core/exec/compiled_runner.h"
#include "core/graph/shapes.h"

namespace secateur {

PerturbationEngine::PerturbationEngine(const FloatExecutor& executor, const Dataset& dataset,
                                       const Normalisation& normalisation, int workers,
                                       int64_t batchSize)
    : m_executor(executor),
      m_dataset(dataset),
      m_normalisation(normalisation),
      m_network(std::make_shared<CompiledNetwork>(
          withImages(executor.graph(), dataset.height(), dataset.width()))),
      m_batchSize(std::clamp<int64_t>(batchSize, 1, m_network->batch())),
      m_pool(workerCount(workers)),
      m_runners(static_cast<size_t>(m_pool.size())) {}

PerturbationEngine::~PerturbationEngine() = default;

CompiledRunner& PerturbationEngine::runner(int worker) {
    std::unique_ptr<CompiledRunner>& own = m_runners[static_cast<size_t>(worker)];
    if (!own) {
        own = std::make_unique<CompiledRunner>(m_network);
    }
    return *own;
}

at::Tensor PerturbationEngine::load(std::span<const int64_t> images) const {
    return loadBatch(m_dataset, m_normalisation, images).images;
}

void PerturbationEngine::batches(int64_t images, const RunContext& context,
                                 const std::function<void(int, int64_t, int64_t)>& body) {
    std::atomic<int64_t> next{0};
    std::atomic<bool> failed{false};
    m_pool.run([&](int worker) {
        const c10::InferenceMode inference;
        while (!failed) {
            const int64_t first = next.fetch_add(m_batchSize);
            if (first >= images || context.stop.stop_requested()) {
                return;
            }
            try {
                body(worker, first, std::min(m_batchSize, images - first));
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
    std::vector<std::pair<size_t, CompiledChange>> changes;
    for (size_t p = 0; p < perturbations.size(); ++p) {
        context.checkCancelled();
        if (!perturbations[p]->changes.empty()) {
            changes.emplace_back(p, m_network->change(perturbations[p]->changes));
            answers[p].resize(images.size());
        }
    }
    std::stable_sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) {
        return a.second.firstStep < b.second.firstStep;
    });
    const auto body = [&](int worker, int64_t first, int64_t count) {
        CompiledRunner& walk = runner(worker);
        walk.begin(load(images.subspan(static_cast<size_t>(first), static_cast<size_t>(count))));
        for (const auto& [p, change] : changes) {
            context.checkCancelled();
            walk.advance(change.firstStep);
            const at::Tensor classes = walk.runSuffix(change).argmax(1);
            std::copy_n(classes.data_ptr<int64_t>(), count, answers[p].begin() + first);
        }
    };
    if (!changes.empty()) {
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
    batches(static_cast<int64_t>(images.size()), context, [&](int, int64_t first, int64_t count) {
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
