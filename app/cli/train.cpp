#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/data/splits.h"
#include "core/study/stages.h"

namespace secateur::cli {

namespace {

struct TrainArguments {
    TrainOptions options;
    std::string schedule;
    std::string out;
    int64_t heldOut = -1;
};

void addTrainingOptions(CLI::App& command, TrainArguments& a) {
    command.add_option(
        "--out", a.out,
        "safetensors file of the result; FILE.best: the best epoch, where it is not the "
        "last. Without --study what is needed to resume is kept beside it (.secateur)");
    command.add_option("--epochs", a.options.epochs, "epochs")->capture_default_str();
    command.add_option("--batch-size", a.options.batchSize, "images a step")->capture_default_str();
    command.add_option("--lr", a.options.learningRate, "learning rate (its peak)")
        ->capture_default_str();
    command.add_option("--momentum", a.options.momentum, "SGD momentum")->capture_default_str();
    command.add_flag("!--no-nesterov", a.options.nesterov, "plain momentum");
    command.add_option("--weight-decay", a.options.weightDecay, "L2 penalty")
        ->capture_default_str();
    command.add_option("--label-smoothing", a.options.labelSmoothing, "label smoothing")
        ->capture_default_str();
    command.add_option("--schedule", a.schedule, "constant, cosine or one-cycle")
        ->capture_default_str();
    command
        .add_option("--sides", a.options.sides,
                    "image side of each epoch, the last one stays (progressive resizing)")
        ->delimiter(',');
    command
        .add_option("--crop-padding", a.options.augmentation.cropPadding,
                    "random crop after padding by this many pixels")
        ->capture_default_str();
    command.add_flag("--flip,!--no-flip", a.options.augmentation.horizontalFlip,
                     "random horizontal flip");
    command.add_option("--held-out", a.heldOut,
                       "training images kept out for choosing the best epoch and for sensitivity "
                       "(default: 10 %, at most 5000)");
}

/// Where a training without `--study` keeps its state: beside the result.
std::string studyBeside(const std::string& out) {
    return out.empty() ? out : std::filesystem::path(out).replace_extension(".secateur").string();
}

void train(Session& session, TrainArguments a, const Graph& start, const ImageData& data,
           TrainingPlan plan) {
    a.options.schedule = scheduleFromName(a.schedule);
    a.options.seed = session.common.seed;
    a.options.workers = session.common.threads;
    plan.options = a.options;
    const Splits splits = makeSplits(data, session.common.seed, a.heldOut);
    plan.images = {"train", spreadSubset(splits.train, session.common.limit)};
    plan.heldOut = {"held-out", splits.heldOut};
    Study& study = openStudy(session, studyBeside(a.out));
    const TrainingOutcome outcome = trainVariant(study, plan, start, data, session.context);
    if (!a.out.empty()) {
        writeVariant(session, outcome.last, a.out);
        if (outcome.best) {
            writeVariant(session, *outcome.best, a.out + ".best");
        }
    }
    const Evaluation test = evaluateVariant(study, outcome.last.id, data,
                                            spreadImages(data, "test", 0, session.common.seed),
                                            session.common.threads, session.context)
                                .result;
    session.print(fmt::format("{}: {} bytes, test top-1 {:.2f} % ({} of {})\nstudy: {}",
                              a.out.empty() ? outcome.last.name : a.out, outcome.last.sizeBytes,
                              100 * test.accuracy(), test.correct, test.count(), study.label()));
    session.output["out"] = a.out;
    session.output["study"] = study.path();
    session.output["variant"] = outcome.last.id;
    session.output["bytes"] = outcome.last.sizeBytes;
    session.output["correct"] = test.correct;
    session.output["count"] = test.count();
    session.output["accuracy"] = test.accuracy();
}

ImageData openTrainingData(const Session& session, const TrainArguments& a) {
    requireDestination(session, a.out);
    ImageData data = openData(session.common);
    if (!data.train) {
        throw Error(ErrorCode::NotFound, "the data set has no train split",
                    {data.location, "", ""});
    }
    return data;
}

}  // namespace

void addTrain(CLI::App& app, CommonOptions& common, Action& selected) {
    auto a = std::make_shared<TrainArguments>();
    a->schedule = "cosine";
    CLI::App* command = app.add_subcommand("train", "train a network from scratch with SGD");
    addCommonOptions(*command, common);
    addTrainingOptions(*command, *a);
    command->callback([a, &selected] {
        selected = [a](Session& session) {
            const ImageData data = openTrainingData(session, *a);
            train(session, *a, openNetwork(session, &data, true), data,
                  {"trained", {}, {}, {}, {}});
        };
    });
}

void addFinetune(CLI::App& app, CommonOptions& common, Action& selected) {
    auto a = std::make_shared<TrainArguments>();
    a->schedule = "constant";
    a->options.epochs = 5;
    a->options.learningRate = 0.001;
    CLI::App* command = app.add_subcommand(
        "finetune", "repair a pruned network; weights that are zero stay exactly zero");
    addCommonOptions(*command, common);
    addTrainingOptions(*command, *a);
    command->callback([a, &selected] {
        selected = [a](Session& session) {
            const ImageData data = openTrainingData(session, *a);
            openStudy(session, studyBeside(a->out));
            const Variant parent = openVariant(session, &data);
            train(session, *a, loadVariant(*session.study, parent.id), data,
                  {"fine-tuned", parent.id, {}, {}, {}});
        };
    });
}

}  // namespace secateur::cli
