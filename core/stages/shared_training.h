#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/analysis/shared_images.h"
#include "core/train/trainer.h"

namespace secateur {

inline const std::string kTrainingService = "training";

/// What the processes of a team train, beside the state of an epoch.
struct SharedTraining {
    const Graph& start;  ///< float, on the CPU
    const std::vector<int64_t>& indices;
    const TrainOptions& options;
    bool keepZeros = false;
    const Graph* teacher = nullptr;  ///< as it is stored
    /// With fake quantization its plan, for `start`, and what each epoch (0-based) still learns.
    std::shared_ptr<const FakeQuantPlan> fakeQuant;
    std::function<QuantPhase(int64_t epoch)> quantPhase;
};

/// TrainHooks::gather for rank 0 of `cluster`; `training` must live as long.
std::function<std::unique_ptr<Team>(const TrainState&)> gatherTraining(
    WorkSharing& cluster, const SharedTraining& training, const RunContext& context);

/// TrainHooks::teacher: logits of the folded network. Errors: those of graphOn.
std::function<at::Tensor(const at::Tensor& images)> teacherOf(const Graph& network,
                                                              at::Device device);

/// Another rank's part of it.
TeamService trainingService(FindImages find);

}  // namespace secateur
