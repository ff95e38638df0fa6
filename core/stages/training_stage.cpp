#include "core/stages/training_stage.h"

#include <fmt/format.h>

#include "core/stages/data_fit.h"
#include "core/stages/training_run.h"
#include "core/study/study.h"

namespace secateur {

namespace {

std::string bestRecipe(const std::string& recipe) {
    nlohmann::json json = nlohmann::json::parse(recipe);
    json["kept"] = "best epoch";
    return json.dump();
}

/// Measures every epoch on the held-out images and keeps the best.
TrainHooks measuringHooks(TrainingRun& run) {
    TrainHooks hooks;
    hooks.evaluate = [&run](const Graph& network, const TrainExecutor&, EpochRecord& record) {
        record.accuracy = run.heldOutAccuracy(network);
    };
    hooks.epochDone = [&run](const Graph& network, const TrainState&, bool best) {
        if (best) {
            run.keepBest(network);
        }
    };
    return hooks;
}

std::string noteOf(const TrainingPlan& plan, const Graph& start, const ImageData& data) {
    const std::string padding = paddingNote(start, data);
    return trainingNote(plan) + (padding.empty() ? "" : ", " + padding);
}

TrainingOutcome stored(Study& study, const TrainingPlan& plan, const std::string& recipe,
                       const std::string& note, TrainingRun& run, const Graph& trained) {
    TrainingOutcome outcome;
    outcome.last = addVariant(study, {plan.parent, plan.kind, plan.kind, recipe, note}, trained);
    const int64_t best = run.bestEpoch();
    const std::optional<Graph> bestNetwork = run.best();
    if (bestNetwork && best != plan.options.epochs) {
        outcome.best = addVariant(study,
                                  {plan.parent, plan.kind + " (best epoch)", plan.kind,
                                   bestRecipe(recipe), fmt::format("{}; epoch {}", note, best)},
                                  *bestNetwork);
    }
    run.finish(outcome.last.id, outcome.best ? std::optional(outcome.best->id) : std::nullopt);
    return outcome;
}

}  // namespace

TrainingOutcome trainVariant(Study& study, const TrainingPlan& plan, const Graph& start,
                             const ImageData& data, const RunContext& context) {
    const ImageData fitted = fitData(start, data, context);
    const std::string recipe = trainingRecipe(plan, start, data).dump();
    if (auto finished = finishedTraining(study, recipe)) {
        return *finished;
    }
    TrainingRun run(study, plan, fitted, recipe, context);
    const Masks masks = plan.kind == "fine-tuned" ? masksOfZeros(start) : Masks();
    const Graph trained =
        run.train(TrainExecutor(start), masks,
                  plan.heldOut.indices.empty() ? TrainHooks() : measuringHooks(run));
    return stored(study, plan, recipe, noteOf(plan, start, data), run, trained);
}

TrainingOutcome trainVariant(Study& study, const TrainingPlan& plan, const ImageData& data,
                             const RunContext& context) {
    return trainVariant(study, plan, loadFloatVariant(study, plan.parent.value()), data, context);
}

}  // namespace secateur
