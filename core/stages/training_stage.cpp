#include "core/stages/training_stage.h"

#include <fmt/format.h>

#include "core/base/json_text.h"
#include "core/exec/torch_device.h"
#include "core/stages/data_fit.h"
#include "core/stages/training_run.h"
#include "core/study/study.h"

namespace secateur {

namespace {

/// Accuracy that a training may lose before it is said that it did harm.
constexpr double kHarm = 0.05;

std::string bestRecipe(const std::string& recipe) {
    nlohmann::json json = parseJson(recipe, "the recipe of a training");
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

VariantKind kindOf(const TrainingPlan& plan) {
    return plan.kind == TrainingKind::FineTuned ? VariantKind::FineTuned : VariantKind::Trained;
}

std::string noteOf(const TrainingPlan& plan, const Graph& start, const ImageData& data,
                   const TrainingRun& run) {
    const std::string fitting = fitNote(start, data);
    const std::string stopped = run.stopNote();
    return trainingNote(plan) + (fitting.empty() ? "" : ", " + fitting) +
           (stopped.empty() ? "" : "; " + stopped);
}

bool sameParameters(const Graph& a, const Graph& b) {
    for (NodeId id = 0; id < a.size(); ++id) {
        const auto& before = a.node(id).parameters;
        const auto& after = b.node(id).parameters;
        for (size_t i = 0; i < before.size(); ++i) {
            if (before[i].trainable && !before[i].value.equal(after[i].value)) {
                return false;
            }
        }
    }
    return true;
}

/// Lines below the note, if the training did nothing or more harm than good.
std::string trainingRemarks(const TrainingPlan& plan, const Graph& start, const Graph& trained,
                            const TrainingRun& run) {
    if (sameParameters(start, trained)) {
        return "\nno weight changed: at most statistics of batch normalisations did";
    }
    if (plan.heldOut.indices.empty() || run.epochs().empty()) {
        return "";
    }
    const double before = run.heldOutAccuracy(start);
    const double after = run.epochs().back().accuracy;
    return before - after <= kHarm
               ? ""
               : fmt::format(
                     "\ndiverged: {:.2f} % of the held-out images right before the "
                     "training, {:.2f} % after",
                     100 * before, 100 * after);
}

TrainingOutcome stored(Study& study, const TrainingPlan& plan, const std::string& recipe,
                       const std::string& note, TrainingRun& run, const Graph& trained) {
    TrainingOutcome outcome;
    outcome.last =
        addVariant(study, {plan.parent, enumName(plan.kind), kindOf(plan), recipe, note}, trained);
    const int64_t best = run.bestEpoch();
    const std::optional<Graph> bestNetwork = run.best();
    if (bestNetwork && best != std::ssize(run.epochs())) {
        outcome.best =
            addVariant(study,
                       {plan.parent, std::string(enumName(plan.kind)) + " (best epoch)",
                        kindOf(plan), bestRecipe(recipe),
                        fmt::format("{}; epoch {}", note.substr(0, note.find('\n')), best)},
                       *bestNetwork);
    }
    run.finish(outcome.last.id, outcome.best ? std::optional(outcome.best->id) : std::nullopt);
    return outcome;
}

}  // namespace

TrainingOutcome trainVariant(const StageContext& stage, const TrainingPlan& asked,
                             const Graph& start) {
    const TrainingPlan plan = settled(stage.study, asked, start);
    const ImageData fitted = fitData(start, stage);
    const std::string recipe = trainingRecipe(plan, start, stage.data, stage.device).dump();
    if (auto finished = finishedTraining(stage.study, recipe)) {
        return *finished;
    }
    TrainingRun run(stage.on(fitted), plan, recipe);
    const Masks masks = plan.keepZeros ? masksOfZeros(start) : Masks();
    const Graph trained =
        run.train(TrainExecutor(graphOn(start, torchDevice(stage.device))), masks,
                  plan.heldOut.indices.empty() ? TrainHooks() : measuringHooks(run));
    if (const std::string stopped = run.stopNote(); !stopped.empty()) {
        stage.run.say(stopped);
    }
    return stored(stage.study, plan, recipe,
                  noteOf(plan, start, stage.data, run) + trainingRemarks(plan, start, trained, run),
                  run, trained);
}

TrainingOutcome trainVariant(const StageContext& stage, const TrainingPlan& plan) {
    return trainVariant(stage, plan, loadFloatVariant(stage.study, plan.parent.value()));
}

}  // namespace secateur
