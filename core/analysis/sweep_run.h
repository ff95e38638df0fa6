#pragma once

#include <optional>

#include "core/analysis/evaluation.h"
#include "core/analysis/perturbation_engine.h"
#include "core/analysis/perturbation_repair.h"

namespace secateur {

/// What exact and adaptive sweeps have in common: the network as it runs, the engine, and what is
/// to be measured. Everything given by reference must outlive it.
class SweepRun {
 public:
    /// Measures the outputs' ranges on at most kRangeImages images where the kind needs them.
    SweepRun(const Graph& graph, const Dataset& dataset, const Normalisation& normalisation,
             const std::vector<int64_t>& indices, const Evaluation& baseline,
             const SweepOptions& options, const RunContext& context);

    static constexpr int64_t kRangeImages = 1024;
    /// So many points share one walk through the layers before them: the walk then costs a
    /// thirtieth of what the points cost, and points still arrive every few layers.
    static constexpr size_t kPointsPerPass = 30;

    const std::vector<PerturbationGroup>& groups() const { return m_groups; }
    const PerturbationMaker& maker() const { return m_maker; }
    /// Null: points are measured without repair.
    const PerturbationRepair* repair() const { return m_repair ? &*m_repair : nullptr; }
    PerturbationEngine& engine() { return m_engine; }
    const std::vector<int64_t>& indices() const { return m_indices; }
    const Evaluation& baseline() const { return m_baseline; }
    const SweepOptions& options() const { return m_options; }
    const RunContext& context() const { return m_context; }

 private:
    const std::vector<int64_t>& m_indices;
    const Evaluation& m_baseline;
    const SweepOptions& m_options;
    const RunContext& m_context;
    const Graph m_folded;
    const FloatExecutor m_executor;  ///< of it, on the device
    const std::vector<PerturbationGroup> m_groups;
    PerturbationMaker m_maker;
    std::optional<PerturbationRepair> m_repair;
    PerturbationEngine m_engine;
};

}  // namespace secateur
