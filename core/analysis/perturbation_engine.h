#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/analysis/perturbation.h"
#include "core/analysis/shared_images.h"
#include "core/base/parallel.h"
#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/exec/compiled_network.h"

namespace secateur {

class CompiledRunner;

/// Runs perturbed networks side by side: every batch walks through the unchanged network once, and
/// at each changed node only what follows it is computed for each perturbation. One worker a core,
/// each with its own batch, kept between calls. On another device than the processor one worker
/// walks by FloatExecutor.
class PerturbationEngine {
 public:
    /// `executor` has the folded FP32 network, where it is to be computed (graphOn). Batches are no
    /// larger than its compiled form likes. All must outlive this.
    PerturbationEngine(const FloatExecutor& executor, const Dataset& dataset,
                       const Normalisation& normalisation, int workers, int64_t batchSize,
                       const Sharing& sharing = {});
    ~PerturbationEngine();

    /// Changes packed for the engine, in the order of their first steps.
    struct Packed {
        std::vector<size_t> places;  ///< in what was given
        std::vector<CompiledChange> changes;
        std::vector<std::vector<Replacement>> moved;  ///< in place of them on another device
    };
    Packed packed(std::span<const std::vector<Replacement>* const> changes) const;
    /// Of each packed change in turn the classes that it gives the images, as int32. One call a
    /// worker at a time. Throws Cancelled.
    Bytes answers(const Packed& changes, std::span<const int64_t> images, int worker,
                  const RunContext& context);

    /// answers[p][i]: the class that perturbation p gives image `images[i]` of the data set. A
    /// perturbation without changes gets no answers. Any order of perturbations. Throws Cancelled.
    std::vector<std::vector<int32_t>> run(std::span<const Perturbation* const> perturbations,
                                          std::span<const int64_t> images,
                                          const RunContext& context);

    /// The least and greatest value of each layer's output over `images`.
    std::map<std::string, ClipRange> ranges(const std::vector<std::string>& layers,
                                            std::span<const int64_t> images,
                                            const RunContext& context);

 private:
    void batches(int64_t images, const RunContext& context,
                 const std::function<void(int64_t first, int64_t count)>& body);
    template <class Walk, class Change>
    Bytes walked(Walk& walk, const std::vector<Change>& changes, std::span<const int64_t> images,
                 const RunContext& context);
    CompiledRunner& runner(int worker);
    at::Tensor load(std::span<const int64_t> images, std::span<const int64_t> next = {}) const;

    const FloatExecutor& m_executor;
    const Dataset& m_dataset;
    const Normalisation& m_normalisation;
    const std::shared_ptr<const CompiledNetwork> m_network;  ///< null on another device
    int64_t m_batchSize;
    const Sharing m_sharing;
    WorkerPool m_pool;
    std::vector<std::unique_ptr<CompiledRunner>> m_runners;  ///< one a worker, made when needed
};

/// Runs perturbed networks for another process that shares this.
ClusterService perturbationService(FindImages find);
inline constexpr const char* kPerturbationService = "perturb";

}  // namespace secateur
