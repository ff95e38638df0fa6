#include "core/analysis/perturbation_repair.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>

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

}  // namespace

PerturbationRepair::PerturbationRepair(const Graph& stored, const Graph& folded,
                                       const CalibrationImages& images, int workers)
    : m_walks(stored), m_folded(folded), m_images(images), m_workers(workers) {}

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
    struct Changed {
        size_t place;
        std::vector<Replacement> changes;
    };
    std::vector<Changed> order;
    for (size_t p = 0; p < perturbations.size(); ++p) {
        if (!perturbations[p]->changes.empty()) {
            order.push_back({p, storedChanges(*perturbations[p])});
        }
    }
    std::vector<at::Tensor> statistics(perturbations.size());
    if (order.empty()) {
        return statistics;
    }
    std::stable_sort(order.begin(), order.end(), [](const Changed& a, const Changed& b) {
        return a.changes.front().id < b.changes.front().id;
    });
    const auto averages = averagesOver(m_images, m_workers, context, [&](const at::Tensor& batch) {
        BatchStatistics::Walk walk = m_walks.begin(batch);
        std::vector<at::Tensor> found;
        for (const Changed& changed : order) {
            context.checkCancelled();
            m_walks.advance(walk, changed.changes.front().id);
            found.push_back(m_walks.finish(walk, changed.changes));
        }
        return found;
    });
    for (size_t i = 0; i < order.size(); ++i) {
        statistics[order[i].place] = averages[i];
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

}  // namespace secateur
