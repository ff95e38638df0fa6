#include "core/stages/training_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/digest.h"
#include "core/io/model_file.h"
#include "core/study/study.h"
#include "core/study/training_store.h"
#include "core/study/variant_edits.h"
#include "core/train/micro_batch.h"

namespace secateur {

TrainingPlan settled(TrainingPlan plan, const Graph& start) {
    plan.options.microBatch = microBatch(start, plan.options, plan.kind == TrainingKind::Qat);
    return plan;
}

nlohmann::json trainingRecipe(const TrainingPlan& plan, const Graph& start, const ImageData& data) {
    const std::vector<uint8_t> bytes = serializeModel(start);
    Digest digest;
    digest.addBytes(bytes.data(), bytes.size());
    nlohmann::json recipe = trainSettings().toJson(plan.options);
    recipe.update({{"method", "sgd"},
                   {"kind", enumName(plan.kind)},
                   {"start", digest.hex()},
                   {"data", data.digest},
                   {"images", imageListDigest(data, plan.images)},
                   {"held_out", imageListDigest(data, plan.heldOut)},
                   // Older trainings, whose statistics depended on the workers, are others.
                   {"statistics", "every micro batch"}});
    // Only where it is not the kind's habit: so studies of older programs find their trainings.
    if (plan.keepZeros != (plan.kind != TrainingKind::Trained)) {
        recipe["keep_zeros"] = plan.keepZeros;
    }
    return recipe;
}

std::string trainingNote(const TrainingPlan& plan) {
    const TrainOptions& how = plan.options;
    return fmt::format("SGD, rate {:g} ({}), {} epochs of {} images in micro batches of {}",
                       how.learningRate, enumName(how.schedule), how.epochs,
                       plan.images.indices.size(), std::min(how.microBatch, how.batchSize));
}

std::optional<TrainingOutcome> finishedTraining(Study& study, const std::string& recipe) {
    for (const StoredTraining& training : listTrainings(study)) {
        if (training.recipe == recipe && training.lastVariant) {
            restoreVariants(study, {*training.lastVariant});
            TrainingOutcome outcome{requireVariant(study, *training.lastVariant), {}};
            if (training.bestVariant) {
                outcome.best = requireVariant(study, *training.bestVariant);
            }
            return outcome;
        }
    }
    return std::nullopt;
}

TrainingRun::TrainingRun(const StageContext& stage, const TrainingPlan& plan,
                         const std::string& recipe)
    : m_stage(stage), m_plan(plan), m_id(openTraining(stage.study, plan.kind, recipe)) {}

Graph TrainingRun::train(const TrainExecutor& start, const Masks& masks, TrainHooks hooks) {
    const std::optional<TrainState> resume = loadTrainState(m_stage.study, m_id);
    if (resume) {
        m_stage.run.say(fmt::format("resuming the training at step {}", resume->step));
        m_epochs = resume->history;
    }
    hooks.saveState = [this](const TrainState& state) {
        m_epochs = state.history;
        saveTrainState(m_stage.study, m_id, state);
    };
    return trainNetwork(start, m_stage.data, m_plan.images.indices,
                        forStage(m_stage, m_plan.options), masks, hooks, resume, m_stage.run);
}

double TrainingRun::heldOutAccuracy(const Graph& network, EvaluateOptions how) const {
    how.workers = m_stage.workers;
    RunContext quiet;
    quiet.stop = m_stage.run.stop;
    return evaluate(network, m_plan.heldOut.dataset(m_stage.data), m_stage.data.normalisation,
                    m_plan.heldOut.indices, how, quiet)
        .accuracy();
}

void TrainingRun::keepBest(const Graph& network) {
    saveBestNetwork(m_stage.study, m_id, network);
}

std::optional<Graph> TrainingRun::best() const {
    return loadBestNetwork(m_stage.study, m_id);
}

int64_t TrainingRun::bestEpoch() const {
    const EpochRecord* best = nullptr;
    for (const EpochRecord& epoch : m_epochs) {
        if (best == nullptr || epoch.accuracy > best->accuracy) {
            best = &epoch;
        }
    }
    return best == nullptr ? 0 : best->epoch;
}

void TrainingRun::finish(int64_t lastVariant, std::optional<int64_t> bestVariant) {
    finishTraining(m_stage.study, m_id, lastVariant, bestVariant);
}

}  // namespace secateur
