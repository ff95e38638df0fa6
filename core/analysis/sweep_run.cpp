#include "core/analysis/sweep_run.h"

#include <algorithm>
#include <set>

#include "core/exec/torch_device.h"
#include "core/passes/fold_batchnorm.h"

namespace secateur {

SweepRun::SweepRun(const Graph& graph, const Dataset& dataset, const Normalisation& normalisation,
                   const std::vector<int64_t>& indices, const Evaluation& baseline,
                   const SweepOptions& options, const RunContext& context)
    : m_indices(indices),
      m_baseline(baseline),
      m_options(options),
      m_context(context),
      m_folded(foldBatchNorm(graph)),
      m_executor(graphOn(m_folded, torchDevice(options.device))),
      m_groups(perturbationGroups(graph, options)),
      m_maker(graph, m_folded, options),
      m_engine(m_executor, dataset, normalisation, options.workers, options.batchSize,
               options.sharing) {
    if (options.recalibrate > 0) {
        m_repair.emplace(graph, m_folded, *options.calibration, options.workers,
                         Sharing{options.sharing.cluster, Split::Train});
    }
    if (options.kind != PerturbationKind::ActivationBits &&
        options.kind != PerturbationKind::Clip) {
        return;
    }
    std::set<std::string> layers;
    for (const PerturbationGroup& group : m_groups) {
        layers.insert(group.layers.begin(), group.layers.end());
    }
    const auto images = std::min<size_t>(indices.size(), kRangeImages);
    m_maker.setRanges(
        m_engine.ranges({layers.begin(), layers.end()}, std::span(indices).first(images), context));
}

}  // namespace secateur
