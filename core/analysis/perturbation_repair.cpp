#include "core/analysis/perturbation_repair.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/analysis/shared_changes.h"
#include "core/base/json_text.h"
#include "core/base/parallel.h"
#include "core/passes/fold_batchnorm.h"

namespace secateur {

namespace {

bool sameParameters(const Node& a, const Node& b) {
    return std::equal(a.parameters.begin(), a.parameters.end(), b.parameters.begin(),
                      b.parameters.end(), [](const Parameter& x, const Parameter& y) {
                          return x.value.is_same(y.value) || x.value.equal(y.value);
                      });
}

/// Folding scales a layer's outputs: what is pruned is zero before and after it.
Node prunedAs(Node stored, const Node& folded) {
    const at::Tensor pruned = folded.parameter("weight").eq(0);
    stored.setParameter("weight", stored.parameter("weight").masked_fill(pruned, 0.0));
    return stored;
}

/// Of every changed network in turn (BatchStatistics::finish), float64.
at::Tensor statisticsOf(const BatchStatistics& walks, const at::Tensor& images,
                        const std::vector<std::vector<Replacement>>& changes,
                        const RunContext& context) {
    std::vector<size_t> order(changes.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return changes[a].front().id < changes[b].front().id;
    });
    BatchStatistics::Walk walk = walks.begin(images);
    std::vector<at::Tensor> found(changes.size());
    for (const size_t place : order) {
        context.checkCancelled();
        walks.advance(walk, changes[place].front().id);
        found[place] = walks.finish(walk, changes[place]);
    }
    return at::cat(found);
}

Bytes bytesOf(const at::Tensor& numbers) {
    Bytes bytes(static_cast<size_t>(numbers.nbytes()));
    std::memcpy(bytes.data(), numbers.data_ptr(), bytes.size());
    return bytes;
}

at::Tensor tensorOf(const Bytes& bytes) {
    at::Tensor numbers =
        at::empty({static_cast<int64_t>(bytes.size() / sizeof(double))}, at::kDouble);
    std::memcpy(numbers.data_ptr(), bytes.data(), static_cast<size_t>(numbers.nbytes()));
    return numbers;
}

/// Tensors that come in any order, added up in theirs: the sum does not depend on who was first.
class SumsInOrder {
 public:
    void add(int64_t number, at::Tensor tensor) {
        m_waiting.emplace(number, std::move(tensor));
        for (auto next = m_waiting.find(m_next); next != m_waiting.end();
             next = m_waiting.find(++m_next)) {
            m_sum = m_sum.defined() ? m_sum + next->second : next->second;
            m_waiting.erase(next);
        }
    }
    int64_t added() const { return m_next; }
    const at::Tensor& sum() const { return m_sum; }

 private:
    std::map<int64_t, at::Tensor> m_waiting;
    int64_t m_next = 0;
    at::Tensor m_sum;
};

}  // namespace

PerturbationRepair::PerturbationRepair(const Graph& stored, const Graph& folded,
                                       const CalibrationImages& images, int workers,
                                       const Sharing& sharing)
    : m_walks(stored), m_folded(folded), m_images(images), m_workers(workers), m_sharing(sharing) {}

std::vector<Replacement> PerturbationRepair::storedChanges(const Perturbation& perturbation) const {
    const at::NoGradGuard noGrad;
    const Graph& stored = m_walks.graph();
    std::vector<Replacement> changes;
    for (const Replacement& change : perturbation.changes) {
        const Node& folded = change.node.node();
        const NodeId id = stored.require(folded.name);
        changes.push_back({id, PreparedNode(prunedAs(stored.node(id), folded))});
    }
    return changes;
}

std::vector<at::Tensor> PerturbationRepair::statistics(
    std::span<const Perturbation* const> perturbations, const RunContext& context) const {
    std::vector<size_t> places;
    std::vector<std::vector<Replacement>> changes;
    for (size_t p = 0; p < perturbations.size(); ++p) {
        if (!perturbations[p]->changes.empty()) {
            places.push_back(p);
            changes.push_back(storedChanges(*perturbations[p]));
        }
    }
    std::vector<at::Tensor> statistics(perturbations.size());
    if (places.empty()) {
        return statistics;
    }
    const CalibrationImages images = wholeBatches(m_images);
    const auto count = static_cast<int64_t>(images.indices.size());
    const ImagePieces batches = ImagePieces::with(count, images.batch());
    const auto describe = [&] {
        std::vector<const std::vector<Replacement>*> all;
        for (const std::vector<Replacement>& change : changes) {
            all.push_back(&change);
        }
        const Graph& graph = m_walks.graph();
        nlohmann::json request = describeImages(m_sharing, graph, images.indices, batches);
        request["changes"] = m_sharing.cluster->attach(serializeChanges(graph, all));
        return request;
    };
    SumsInOrder sums;
    const int workers = workerCount(m_workers, batches.count());
    shareOut(
        m_sharing, kRepairService, describe, batches.count(),
        [&](const auto& body) { runWorkers(workers, body); },
        [&](int, int64_t batch) {
            const at::Tensor loaded =
                loadBatch(*images.dataset, images.normalisation, batches.of(images.indices, batch))
                    .images;
            return bytesOf(statisticsOf(m_walks, loaded, changes, context));
        },
        [&](int64_t batch, const Bytes& found) {
            sums.add(batch, tensorOf(found));
            context.report({"recalibrate", sums.added() * images.batch(), count, "images", {}});
        },
        context);
    const at::Tensor averages =
        sums.sum().view({static_cast<int64_t>(changes.size()), -1}) / images.batches();
    for (size_t i = 0; i < places.size(); ++i) {
        statistics[places[i]] = averages[static_cast<int64_t>(i)];
    }
    return statistics;
}

void PerturbationRepair::apply(Perturbation& perturbation, const at::Tensor& statistics) const {
    const at::NoGradGuard noGrad;
    Graph changed = m_walks.applied(m_walks.graph(), statistics, m_images.batches());
    for (Replacement& change : storedChanges(perturbation)) {
        changed.node(change.id) = change.node.node();
    }
    const Graph folded = foldBatchNorm(changed);
    perturbation.changes.clear();
    for (NodeId id = 1; id < folded.size(); ++id) {
        if (!sameParameters(folded.node(id), m_folded.node(id))) {
            perturbation.changes.push_back({id, PreparedNode(folded.node(id))});
        }
    }
}

ClusterService repairService(FindImages find) {
    return [reader = std::make_shared<SharedImagesReader>(std::move(find))](
               const std::string& request, const Attachments& attachments, int) -> ComputePiece {
        const nlohmann::json asked = parseJson(request, "the request of rank 0");
        const auto images = std::make_shared<const SharedImages>(reader->read(asked, attachments));
        const Graph& graph = images->network->graph;
        const auto walks = std::make_shared<const BatchStatistics>(graph);
        const auto changes = std::make_shared<const std::vector<std::vector<Replacement>>>(
            parseChanges(graph, *attachments(asked.at("changes").get<std::string>())));
        return [images, walks, changes](int, int64_t piece) {
            const Batch batch = images->load(images->pieces.of(images->indices, piece));
            return bytesOf(statisticsOf(*walks, batch.images, *changes, {}));
        };
    };
}

}  // namespace secateur
