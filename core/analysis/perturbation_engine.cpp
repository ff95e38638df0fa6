#include "core/analysis/perturbation_engine.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/analysis/shared_changes.h"
#include "core/base/json_text.h"
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

/// Changes that were made on the processor, where the network is.
std::vector<Replacement> changesOn(const std::vector<Replacement>& changes, at::Device device) {
    std::vector<Replacement> moved;
    for (const Replacement& change : changes) {
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

/// In the order of their places, with where they stood.
template <class Change>
void sortByPlace(std::vector<size_t>& places, std::vector<Change>& changes) {
    places.resize(changes.size());
    std::iota(places.begin(), places.end(), size_t{0});
    std::stable_sort(places.begin(), places.end(),
                     [&](size_t a, size_t b) { return placeOf(changes[a]) < placeOf(changes[b]); });
    std::vector<Change> sorted;
    for (const size_t place : places) {
        sorted.push_back(std::move(changes[place]));
    }
    changes = std::move(sorted);
}

}  // namespace

PerturbationEngine::PerturbationEngine(const FloatExecutor& executor, const Dataset& dataset,
                                       const Normalisation& normalisation, int workers,
                                       int64_t batchSize, const Sharing& sharing)
    : m_executor(executor),
      m_dataset(dataset),
      m_normalisation(normalisation),
      m_network(compiled(executor, dataset)),
      m_batchSize(std::clamp<int64_t>(
          batchSize, 1, m_network ? m_network->batch() : std::max<int64_t>(1, batchSize))),
      m_sharing(m_network ? sharing : Sharing()),
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

at::Tensor PerturbationEngine::load(std::span<const int64_t> images,
                                    std::span<const int64_t> next) const {
    return loadBatch(m_dataset, m_normalisation, images, next).images;
}

void PerturbationEngine::batches(int64_t images, const RunContext& context,
                                 const std::function<void(int64_t, int64_t)>& body) {
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

PerturbationEngine::Packed PerturbationEngine::packed(
    std::span<const std::vector<Replacement>* const> changes) const {
    Packed packed;
    for (const std::vector<Replacement>* change : changes) {
        if (m_network) {
            packed.changes.push_back(m_network->change(*change));
        } else {
            packed.moved.push_back(changesOn(*change, m_executor.device()));
        }
    }
    if (m_network) {
        sortByPlace(packed.places, packed.changes);
    } else {
        sortByPlace(packed.places, packed.moved);
    }
    return packed;
}

template <class Walk, class Change>
Bytes PerturbationEngine::walked(Walk& walk, const std::vector<Change>& changes,
                                 std::span<const int64_t> images, const RunContext& context) {
    const auto total = static_cast<int64_t>(images.size());
    std::vector<int32_t> found(changes.size() * images.size());
    for (int64_t first = 0; first < total; first += m_batchSize) {
        const int64_t count = std::min(m_batchSize, total - first);
        const std::span<const int64_t> rest = images.subspan(static_cast<size_t>(first));
        const std::span<const int64_t> after = rest.subspan(static_cast<size_t>(count));
        walk.begin(load(rest.first(static_cast<size_t>(count)),
                        after.first(std::min(after.size(), static_cast<size_t>(m_batchSize)))));
        int64_t at = first;
        for (const Change& change : changes) {
            context.checkCancelled();
            walk.advance(placeOf(change));
            const at::Tensor classes = walk.runSuffix(change).argmax(1).cpu();
            std::copy_n(classes.template data_ptr<int64_t>(), count, found.begin() + at);
            at += total;
        }
    }
    Bytes bytes(found.size() * sizeof(int32_t));
    std::memcpy(bytes.data(), found.data(), bytes.size());
    return bytes;
}

Bytes PerturbationEngine::answers(const Packed& packed, std::span<const int64_t> images, int worker,
                                  const RunContext& context) {
    const c10::InferenceMode inference;
    if (m_network) {
        return walked(runner(worker), packed.changes, images, context);
    }
    FloatWalk walk(m_executor);
    return walked(walk, packed.moved, images, context);
}

std::vector<std::vector<int32_t>> PerturbationEngine::run(
    std::span<const Perturbation* const> perturbations, std::span<const int64_t> images,
    const RunContext& context) {
    std::vector<std::vector<int32_t>> answers(perturbations.size());
    std::vector<const std::vector<Replacement>*> changes;
    std::vector<size_t> places;
    for (size_t p = 0; p < perturbations.size(); ++p) {
        context.checkCancelled();
        if (!perturbations[p]->changes.empty()) {
            changes.push_back(&perturbations[p]->changes);
            places.push_back(p);
            answers[p].resize(images.size());
        }
    }
    if (changes.empty()) {
        return answers;
    }
    const Packed packed = this->packed(changes);
    const ImagePieces pieces(static_cast<int64_t>(images.size()), m_batchSize, m_pool.size(),
                             m_sharing);
    const Graph& graph = m_executor.graph();
    const auto describe = [&] {
        nlohmann::json request = describeImages(m_sharing, graph, images, pieces);
        request["changes"] = m_sharing.cluster->attach(serializeChanges(graph, changes));
        request["batch"] = m_batchSize;
        return request;
    };
    shareOut(
        m_sharing, kPerturbationService, describe, pieces.count(),
        [&](const auto& body) { m_pool.run(body); },
        [&](int worker, int64_t piece) {
            return this->answers(packed, pieces.of(images, piece), worker, context);
        },
        [&](int64_t piece, const Bytes& found) {
            const auto count = static_cast<size_t>(pieces.size(piece));
            requireBytes(found, changes.size() * count * sizeof(int32_t));
            for (size_t c = 0; c < changes.size(); ++c) {
                std::memcpy(answers[places[packed.places[c]]].data() + pieces.first(piece),
                            found.data() + c * count * sizeof(int32_t), count * sizeof(int32_t));
            }
        },
        context);
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

namespace {

/// An engine on a network of rank 0, for as long as requests are of it.
struct ServedEngine {
    ServedEngine(std::shared_ptr<const SharedNetwork> shared, int workers, int64_t batch)
        : network(std::move(shared)),
          batch(batch),
          executor(network->graph),
          engine(executor, *network->images.dataset, network->images.normalisation, workers,
                 batch) {}

    const std::shared_ptr<const SharedNetwork> network;
    const int64_t batch;
    const FloatExecutor executor;
    PerturbationEngine engine;
};

class PerturbationServer {
 public:
    explicit PerturbationServer(FindImages find) : m_reader(std::move(find)) {}

    ComputePiece computing(const std::string& request, const Attachments& attachments,
                           int workers) {
        const nlohmann::json asked = parseJson(request, "the request of rank 0");
        const auto images = std::make_shared<const SharedImages>(m_reader.read(asked, attachments));
        const int64_t batch = asked.at("batch");
        if (!m_served || m_served->network != images->network || m_served->batch != batch) {
            m_served = std::make_shared<ServedEngine>(images->network, workers, batch);
        }
        const auto changes = parseChanges(images->network->graph,
                                          *attachments(asked.at("changes").get<std::string>()));
        std::vector<const std::vector<Replacement>*> all;
        for (const std::vector<Replacement>& change : changes) {
            all.push_back(&change);
        }
        const auto packed =
            std::make_shared<const PerturbationEngine::Packed>(m_served->engine.packed(all));
        return [served = m_served, images, packed](int worker, int64_t piece) {
            return served->engine.answers(*packed, images->pieces.of(images->indices, piece),
                                          worker, {});
        };
    }

 private:
    SharedImagesReader m_reader;
    std::shared_ptr<ServedEngine> m_served;
};

}  // namespace

ClusterService perturbationService(FindImages find) {
    return [server = std::make_shared<PerturbationServer>(std::move(find))](
               const std::string& request, const Attachments& attachments, int workers) {
        return server->computing(request, attachments, workers);
    };
}

}  // namespace secateur
