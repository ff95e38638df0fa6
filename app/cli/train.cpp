#include <fmt/format.h>

#include "app/cli/training_arguments.h"
#include "core/stages/stages.h"
#include "core/stages/training_stage.h"

namespace secateur::cli {

namespace {

constexpr const char* kOutHelp = "; FILE.best: the best epoch, where it is not the last";

void train(Session& session, const TrainingArguments& a, const Graph& start, const ImageData& data,
           TrainingPlan plan) {
    plan = plannedTraining(session, a, data, session.common.limit, std::move(plan));
    Study& study = openStudy(session, studyBeside(a.out));
    const TrainingOutcome outcome = trainVariant(stageOf(session, data), plan, start);
    if (!a.out.empty()) {
        writeVariant(session, outcome.last, a.out);
        if (outcome.best) {
            writeVariant(session, *outcome.best, a.out + ".best");
        }
    }
    const Evaluation test = evaluateVariant(stageOf(session, data), outcome.last.id,
                                            spreadImages(data, Split::Test, 0, session.common.seed))
                                .result;
    session.print(fmt::format("{}: {} bytes, test top-1 {:.2f} % ({} of {})\nstudy: {}",
                              a.out.empty() ? outcome.last.name : a.out, outcome.last.sizeBytes,
                              100 * test.accuracy(), test.correct, test.count(), study.label()));
    sayRemarks(session, outcome.last);
    session.output["out"] = a.out;
    session.output["study"] = study.path();
    session.output["variant"] = outcome.last.id;
    session.output["bytes"] = outcome.last.sizeBytes;
    session.output["correct"] = test.correct;
    session.output["count"] = test.count();
    session.output["accuracy"] = test.accuracy();
}

}  // namespace

void addTrain(Commands& commands) {
    const auto run = [](Session& session, const TrainingArguments& a) {
        const ImageData data = openTrainingData(session, a);
        train(session, a, openNetwork(session, &data, true), data, {});
    };
    const auto [command, a] =
        commands.add<TrainingArguments>("train", "train a network from scratch with SGD", run);
    addCommonOptions(*command, commands.common);
    addDeviceOption(*command, commands.common);
    addTrainingOptions(*command, *a, kOutHelp);
    limitTrainedImages(*command);
}

void addFinetune(Commands& commands) {
    const auto run = [](Session& session, const TrainingArguments& a) {
        const ImageData data = openTrainingData(session, a);
        openStudy(session, studyBeside(a.out));
        const Variant parent = openVariant(session, &data);
        train(session, a, loadFloatVariant(*session.study, parent.id), data,
              {TrainingKind::FineTuned, true, parent.id, {}, {}, {}});
    };
    const auto [command, a] = commands.add<TrainingArguments>(
        "finetune", "repair a pruned network; weights that are zero stay exactly zero", run,
        {fineTuneDefaults(), {}, {}});
    addCommonOptions(*command, commands.common);
    addDeviceOption(*command, commands.common);
    addTrainingOptions(*command, *a, kOutHelp);
    limitTrainedImages(*command);
}

}  // namespace secateur::cli
