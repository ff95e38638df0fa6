#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/evaluator.h"
#include "core/base/device.h"
#include "core/prune/unstructured.h"
#include "core/stages/training_stage.h"
#include "core/train/trainer.h"

namespace secateur {

class Study;

/// The plan with the micro batch that a training from `start` takes, and its teacher.
TrainingPlan settled(Study& study, TrainingPlan plan, const Graph& start);
/// Everything that makes two trainings from `start` the same training.
nlohmann::json trainingRecipe(const TrainingPlan& plan, const Graph& start, const ImageData& data,
                              Device device);
/// "SGD, rate 0.001 (cosine), 3 epochs of 5000 images in micro batches of 16", and what is unusual.
std::string trainingNote(const TrainingPlan& plan);
/// The finished training of this recipe, if the study has it.
std::optional<TrainingOutcome> finishedTraining(Study& study, const std::string& recipe);

/// One training of a study, from whatever state the study has of it; its state is saved as it goes.
class TrainingRun {
 public:
    /// On fitted images. What the stage refers to and the plan must live as long as the run.
    TrainingRun(const StageContext& stage, const TrainingPlan& plan, const std::string& recipe);

    /// Trains to the end; saving and resuming are added to `hooks`. Gives the network after the
    /// last epoch. `quantPhase`: what each epoch of fake quantization still learns.
    Graph train(const TrainExecutor& start, const Masks& masks, TrainHooks hooks,
                std::function<QuantPhase(int64_t epoch)> quantPhase = {});
    /// Accuracy on the plan's held-out images, by its workers, without reports of progress.
    double heldOutAccuracy(const Graph& network, EvaluateOptions how = {}) const;
    /// The network of the best epoch so far, for best().
    void keepBest(const Graph& network);
    std::optional<Graph> best() const;
    /// 1-based, of the most accurate epoch (the first of equals); 0 before the first.
    int64_t bestEpoch() const;
    /// "stopped after epoch 7 of 30: ...", or nothing.
    std::string stopNote() const;
    const std::vector<EpochRecord>& epochs() const { return m_epochs; }
    /// Ends the training: what it needed to go on is dropped.
    void finish(int64_t lastVariant, std::optional<int64_t> bestVariant);

 private:
    const StageContext m_stage;
    const TrainingPlan& m_plan;
    const int64_t m_id;
    std::vector<EpochRecord> m_epochs;
};

}  // namespace secateur
