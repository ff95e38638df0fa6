#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/analysis/evaluator.h"
#include "core/base/parallel.h"
#include "core/data/digest.h"
#include "core/io/model_file.h"
#include "core/prune/unstructured.h"
#include "core/study/data_fit.h"
#include "core/study/stages.h"
#include "core/study/study.h"
#include "core/study/training_store.h"
#include "core/train/trainer.h"

namespace secateur {

namespace {

/// Everything that makes two trainings the same training, the number of workers included.
std::string recipeOf(const TrainingPlan& plan, const Graph& start, const ImageData& data) {
    const std::vector<uint8_t> bytes = serializeModel(start);
    Digest digest;
    digest.addBytes(bytes.data(), bytes.size());
    const TrainOptions& o = plan.options;
    return nlohmann::json{{"method", "sgd"},
                          {"kind", plan.kind},
                          {"start", digest.hex()},
                          {"data", data.digest},
                          {"images", imageListDigest(data, plan.images)},
                          {"held_out", imageListDigest(data, plan.heldOut)},
                          {"epochs", o.epochs},
                          {"batch_size", o.batchSize},
                          {"micro_batch", o.microBatch},
                          {"learning_rate", o.learningRate},
                          {"momentum", o.momentum},
                          {"nesterov", o.nesterov},
                          {"weight_decay", o.weightDecay},
                          {"label_smoothing", o.labelSmoothing},
                          {"schedule", scheduleName(o.schedule)},
                          {"crop_padding", o.augmentation.cropPadding},
                          {"flip", o.augmentation.horizontalFlip},
                          {"sides", o.sides},
                          {"seed", o.seed},
                          {"workers", workerCount(o.workers)}}
        .dump();
}

int64_t bestEpoch(const std::vector<EpochRecord>& epochs) {
    const EpochRecord* best = nullptr;
    for (const EpochRecord& epoch : epochs) {
        if (best == nullptr || epoch.accuracy > best->accuracy) {
            best = &epoch;
        }
    }
    return best == nullptr ? 0 : best->epoch;
}

std::string noteOf(const TrainingPlan& plan) {
    return fmt::format("SGD, rate {:g} ({}), {} epochs of {} images", plan.options.learningRate,
                       scheduleName(plan.options.schedule), plan.options.epochs,
                       plan.images.indices.size());
}

std::string bestRecipe(const std::string& recipe) {
    nlohmann::json json = nlohmann::json::parse(recipe);
    json["kept"] = "best epoch";
    return json.dump();
}

/// One training, from whatever state the study has of it.
class TrainingRun {
 public:
    TrainingRun(Study& study, const TrainingPlan& plan, const ImageData& data, std::string recipe,
                const RunContext& context)
        : m_study(study),
          m_plan(plan),
          m_data(data),
          m_recipe(std::move(recipe)),
          m_context(context),
          m_id(openTraining(study, plan.kind, m_recipe)) {}

    TrainingOutcome run(const Graph& start) {
        const std::optional<TrainState> resume = loadTrainState(m_study, m_id);
        if (resume) {
            m_context.say(fmt::format("resuming the training at step {}", resume->step));
            m_epochs = resume->history;
        }
        const Masks masks = m_plan.kind == "fine-tuned" ? masksOfZeros(start) : Masks();
        const Graph trained = trainNetwork(start, m_data, m_plan.images.indices, m_plan.options,
                                           masks, hooks(), resume, m_context);
        return store(trained);
    }

 private:
    TrainHooks hooks() {
        TrainHooks hooks;
        hooks.saveState = [this](const TrainState& state) {
            m_epochs = state.history;
            saveTrainState(m_study, m_id, state);
        };
        if (!m_plan.heldOut.indices.empty()) {
            hooks.evaluate = [this](const Graph& network) {
                RunContext quiet;
                quiet.stop = m_context.stop;
                return evaluate(network, m_plan.heldOut.dataset(m_data), m_data.normalisation,
                                m_plan.heldOut.indices, {m_plan.options.workers, 8}, quiet)
                    .accuracy();
            };
            hooks.epochDone = [this](const Graph& network, const TrainState&, bool best) {
                if (best) {
                    saveBestNetwork(m_study, m_id, network);
                }
            };
        }
        return hooks;
    }

    TrainingOutcome store(const Graph& trained) {
        TrainingOutcome outcome;
        outcome.last = addVariant(
            m_study, {m_plan.parent, m_plan.kind, m_plan.kind, m_recipe, noteOf(m_plan)}, trained);
        const int64_t best = bestEpoch(m_epochs);
        const std::optional<Graph> bestNetwork = loadBestNetwork(m_study, m_id);
        if (bestNetwork && best != m_plan.options.epochs) {
            outcome.best = addVariant(
                m_study,
                {m_plan.parent, m_plan.kind + " (best epoch)", m_plan.kind, bestRecipe(m_recipe),
                 fmt::format("{}; epoch {}", noteOf(m_plan), best)},
                *bestNetwork);
        }
        finishTraining(m_study, m_id, outcome.last.id,
                       outcome.best ? std::optional(outcome.best->id) : std::nullopt);
        return outcome;
    }

    Study& m_study;
    const TrainingPlan& m_plan;
    const ImageData& m_data;
    const std::string m_recipe;
    const RunContext& m_context;
    const int64_t m_id;
    std::vector<EpochRecord> m_epochs;
};

}  // namespace

TrainingOutcome trainVariant(Study& study, const TrainingPlan& plan, const Graph& start,
                             const ImageData& data, const RunContext& context) {
    requireFit(start, data);
    const std::string recipe = recipeOf(plan, start, data);
    for (const StoredTraining& training : listTrainings(study)) {
        if (training.recipe == recipe && training.lastVariant) {
            TrainingOutcome outcome{requireVariant(study, *training.lastVariant), {}};
            if (training.bestVariant) {
                outcome.best = requireVariant(study, *training.bestVariant);
            }
            return outcome;
        }
    }
    return TrainingRun(study, plan, data, recipe, context).run(start);
}

TrainingOutcome trainVariant(Study& study, const TrainingPlan& plan, const ImageData& data,
                             const RunContext& context) {
    return trainVariant(study, plan, loadVariant(study, plan.parent.value()), data, context);
}

}  // namespace secateur
