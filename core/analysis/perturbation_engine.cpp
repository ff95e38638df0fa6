#include "core/analysis/perturbation_engine.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <atomic>
#include <mutex>

#include "core/data/loader.h"
#include "core/exec/compiled_runner.h"
#include "core/exec/float_walk.h"
#include "core/exec/torch_device.h"
#include "core/graph/shapes.h"

namespace secateur {

namespace {

/// For the processor, on which alone it runs; else nothing.
std::shared_ptr<const CompiledNetwork> compiled(const FloatExecutor& executor,
                                                const Dataset& dataset) {
    return executor.device().is_cpu() ? std::make_shared<CompiledNetwork>(withImages(
                                            executor.graph(), dataset.height(), dataset.width()))
                                      : nullptr;
}

/// Changes of a perturbation, made on the processor, where the network is.
std::vector<Replacement> changesOn(const Perturbation& perturbation, at::Device device) {
    std::vector<Replacement> moved;
    for (const Replacement& change : perturbation.changes) {
        moved.push_back(
            {change.id, PreparedNode(nodeOn(change.node.node(), device), change.node.change())});
    }
    return moved;
}

size_t placeOf(const CompiledChange& change) {
    return change.firstStep;
}

NodeId placeOf(const std::vector<Replacement>& changes) {
    return changes.front().id;
}

/// By perturbation that changes something what `make` gives for it, in the order of their places.
template <class Change, class Make>
std::vector<std::pair<size_t, Change>> sortedChanges(
    std::span<const Perturbation* const> perturbations, const RunContext& context,
    const Make& make) {
    std::vector<std::pair<size_t, Change>> changes;
    for (size_t p = 0; p < perturbations.size(); ++p) {
        context.checkCancelled();
        if (!perturbations[p]->changes.empty()) {
            changes.emplace_back(p, make(*perturbations[p]));
        }
    }
    std::stable_sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) {
        return placeOf(a.second) < placeOf(b.second);
    });
    return changes;
}

}  // namespace

PerturbationEngine::PerturbationEngine(const FloatExecutor& executor, const Dataset& dataset,
                                       const Normalisation& normalisation, int workers,
                                       int64_t batchSize)
    : m_executor(executor),
      m_dataset(dataset),
      m_normalisation(normalisation),
      m_network(compiled(executor, dataset)),
      m_batchSize(std::clamp<int64_t>(
          batchSize, 1, m_network ? m_network->batch() : std::max<int64_t>(1, batchSize))),
      m_pool(m_network ? workerCount(workers) : 1),
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
    Answers answers(perturbations.size());
    for (size_t p = 0; p < perturbations.size(); ++p) {
        if (!perturbations[p]->changes.empty()) {
            answers[p].resize(images.size());
        }
    }
    if (m_network) {
        const auto changes = sortedChanges<CompiledChange>(
            perturbations, context,
            [&](const Perturbation& p) { return m_network->change(p.changes); });
        walk(changes, images, context, answers,
             [&](int worker) -> CompiledRunner& { return runner(worker); });
    } else {
        FloatWalk only(m_executor);
        const auto changes = sortedChanges<std::vector<Replacement>>(
            perturbations, context,
            [&](const Perturbation& p) { return changesOn(p, m_executor.device()); });
        walk(changes, images, context, answers, [&](int) -> FloatWalk& { return only; });
    }
    return answers;
}

template <class Change, class WalkOf>
void PerturbationEngine::walk(const std::vector<std::pair<size_t, Change>>& changes,
                              std::span<const int64_t> images, const RunContext& context,
                              Answers& answers, const WalkOf& walkOf) {
    if (changes.empty()) {
        return;
    }
    batches(static_cast<int64_t>(images.size()), context,
            [&](int worker, int64_t first, int64_t count) {
                auto& walk = walkOf(worker);
                walk.begin(
                    load(images.subspan(static_cast<size_t>(first), static_cast<size_t>(count))));
                for (const auto& [p, change] : changes) {
                    context.checkCancelled();
                    walk.advance(placeOf(change));
                    const at::Tensor classes = walk.runSuffix(change).argmax(1).cpu();
                    std::copy_n(classes.template data_ptr<int64_t>(), count,
                                answers[p].begin() + first);
                }
            });
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
