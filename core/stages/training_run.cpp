#include "core/stages/training_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

#include "core/base/digest.h"
#include "core/exec/torch_device.h"
#include "core/io/model_file.h"
#include "core/stages/shared_training.h"
#include "core/study/study.h"
#include "core/study/training_store.h"
#include "core/study/variant_edits.h"
#include "core/train/micro_batch.h"

namespace secateur {

namespace {

/// Of the first network of its line.
Variant rootOf(Study& study, Variant variant) {
    while (variant.parent) {
        variant = requireVariant(study, *variant.parent);
    }
    return variant;
}

/// Settings that older programs did not have: a recipe names those that are not at their default,
/// so that studies of older programs find their trainings.
constexpr std::array kLaterSettings{"warmup_epochs", "least_crop",      "frozen_statistics",
                                    "patience",      "distance_weight", "distance_temperature"};

void leaveOutDefaults(nlohmann::json& recipe) {
    const TrainOptions usual;
    for (const char* key : kLaterSettings) {
        if (recipe.at(key) == trainSettings().at(key).get(usual)) {
            recipe.erase(key);
        }
    }
}

/// Repairs that not every training has, each after a comma.
std::string extrasText(const TrainingPlan& plan) {
    const TrainOptions& how = plan.options;
    std::string text;
    if (how.warmupEpochs > 0) {
        text += fmt::format(", warm-up {} epochs", how.warmupEpochs);
    }
    if (how.augmentation.leastCrop > 0) {
        text += fmt::format(", crops of at least {:g} % resized", 100 * how.augmentation.leastCrop);
    }
    if (how.frozenStatistics) {
        text += ", BN statistics kept";
    }
    if (plan.teacher) {
        text += fmt::format(", distance to {} weighted {:g} at temperature {:g}",
                            plan.teacher->name, how.distanceWeight, how.distanceTemperature);
    }
    return text;
}

}  // namespace

TrainingPlan settled(Study& study, TrainingPlan plan, const Graph& start) {
    if (plan.options.distanceWeight > 0 && plan.parent) {
        plan.teacher = rootOf(study, requireVariant(study, *plan.parent));
    }
    plan.options.microBatch = microBatch(start, plan.options, plan.kind == TrainingKind::Qat);
    return plan;
}

nlohmann::json trainingRecipe(const TrainingPlan& plan, const Graph& start, const ImageData& data,
                              Device device) {
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
    leaveOutDefaults(recipe);
    if (plan.teacher) {
        recipe["teacher"] = plan.teacher->digest;
    }
    // Only where it is not the kind's habit: so studies of older programs find their trainings.
    if (plan.keepZeros != (plan.kind != TrainingKind::Trained)) {
        recipe["keep_zeros"] = plan.keepZeros;
    }
    if (device != Device::Cpu) {
        recipe["device"] = enumName(device);  // its sums round in another order
    }
    return recipe;
}

std::string trainingNote(const TrainingPlan& plan) {
    const TrainOptions& how = plan.options;
    return fmt::format("SGD, rate {:g} ({}), {} epochs of {} images in micro batches of {}",
                       how.learningRate, enumName(how.schedule), how.epochs,
                       plan.images.indices.size(), std::min(how.microBatch, how.batchSize)) +
           extrasText(plan);
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

Graph TrainingRun::train(const TrainExecutor& start, const Masks& masks, TrainHooks hooks,
                         std::function<QuantPhase(int64_t epoch)> quantPhase) {
    const std::optional<TrainState> resume = loadTrainState(m_stage.study, m_id);
    if (resume) {
        m_stage.run.say(fmt::format("resuming the training at step {}", resume->step));
        m_epochs = resume->history;
    }
    std::optional<Graph> teacher;
    if (m_plan.teacher) {
        teacher = loadFloatVariant(m_stage.study, m_plan.teacher->id);
        hooks.teacher = teacherOf(*teacher, torchDevice(m_stage.device));
    }
    hooks.saveState = [this](const TrainState& state) {
        m_epochs = state.history;
        saveTrainState(m_stage.study, m_id, state);
    };
    const TrainOptions options = forStage(m_stage, m_plan.options);
    const SharedTraining shared{
        start.graph(),    m_plan.images.indices,         options,
        m_plan.keepZeros, teacher ? &*teacher : nullptr, start.fakeQuantPlan(),
        quantPhase};
    if (quantPhase) {
        hooks.beginEpoch = [quantPhase](TrainExecutor& executor, int64_t epoch) {
            executor.setQuantPhase(quantPhase(epoch));
        };
    }
    if (m_stage.cluster != nullptr && m_stage.device == Device::Cpu) {
        hooks.gather = gatherTraining(*m_stage.cluster, shared, m_stage.run);
    }
    return trainNetwork(start, m_stage.data, m_plan.images.indices, options, masks, hooks, resume,
                        m_stage.run);
}

double TrainingRun::heldOutAccuracy(const Graph& network, EvaluateOptions how) const {
    how.sharing = {m_stage.cluster, m_plan.heldOut.split};
    RunContext quiet;
    quiet.stop = m_stage.run.stop;
    return evaluate(network, m_plan.heldOut.dataset(m_stage.data), m_stage.data.normalisation,
                    m_plan.heldOut.indices, forStage(m_stage, std::move(how)), quiet)
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

std::string TrainingRun::stopNote() const {
    return lostPatience(m_epochs, m_plan.options.patience)
               ? fmt::format(
                     "stopped after epoch {} of {}: no epoch after {} was better on the "
                     "held-out images",
                     m_epochs.size(), m_plan.options.epochs, bestEpoch())
               : std::string();
}

void TrainingRun::finish(int64_t lastVariant, std::optional<int64_t> bestVariant) {
    finishTraining(m_stage.study, m_id, lastVariant, bestVariant);
}

}  // namespace secateur
