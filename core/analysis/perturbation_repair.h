#pragma once

#include <span>
#include <vector>

#include "core/analysis/perturbation.h"
#include "core/analysis/shared_images.h"
#include "core/train/batch_averages.h"

namespace secateur {

/// Estimates the statistics of batch normalisations anew in every perturbed network, as
/// recalibrated() does, for many of them in one pass: every batch walks through the unchanged
/// network once, and from each changed node on for each perturbation.
class PerturbationRepair {
 public:
    /// `folded` is foldBatchNorm(stored). All must outlive this. Error(InvalidArgument): `stored`
    /// has no batch normalisation.
    PerturbationRepair(const Graph& stored, const Graph& folded, const CalibrationImages& images,
                       int workers, const Sharing& sharing = {});

    /// By perturbation what it makes of the statistics (BatchStatistics::finish, averaged);
    /// undefined where it changes nothing. Each prunes weights or cuts channels. Those of
    /// averagesOver.
    std::vector<at::Tensor> statistics(std::span<const Perturbation* const> perturbations,
                                       const RunContext& context) const;
    /// The perturbation with these statistics folded into the nodes that follow it.
    void apply(Perturbation& perturbation, const at::Tensor& statistics) const;

 private:
    std::vector<Replacement> storedChanges(const Perturbation& perturbation) const;

    BatchStatistics m_walks;
    const Graph& m_folded;
    const CalibrationImages& m_images;
    int m_workers;
    Sharing m_sharing;
};

/// Walks for another process that shares this.
ClusterService repairService(FindImages find);
inline constexpr const char* kRepairService = "repair";

}  // namespace secateur
