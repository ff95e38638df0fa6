#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "app/cli/command.h"
#include "app/cli/train_state_file.h"
#include "core/analysis/evaluator.h"
#include "core/base/error.h"
#include "core/io/model_file.h"
#include "core/prune/unstructured.h"
#include "core/train/trainer.h"

namespace secateur::cli {

namespace {

struct TrainArguments {
    TrainOptions options;
    std::string schedule;
    std::string out;
    int64_t heldOut = -1;
};

void addTrainingOptions(CLI::App& command, TrainArguments& a) {
    command
        .add_option("--out", a.out,
                    "safetensors file of the result; FILE.state keeps what is "
                    "needed to resume, FILE.best the best epoch")
        ->required();
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

/// Seed, options and data that make two runs the same run; a saved state of another run is refused.
std::string runIdentity(const Session& session, const TrainArguments& a, const ImageData& data,
                        size_t images) {
    const TrainOptions& o = a.options;
    std::string sides;
    for (const int64_t side : o.sides) {
        sides += fmt::format("{},", side);
    }
    return fmt::format(
        "{} {} images={} epochs={} batch={} lr={} momentum={} nesterov={} wd={} smoothing={} "
        "schedule={} sides={} crop={} flip={} seed={} threads={} checkpoint={}",
        data.name, data.digest, images, o.epochs, o.batchSize, o.learningRate, o.momentum,
        o.nesterov, o.weightDecay, o.labelSmoothing, scheduleName(o.schedule), sides,
        o.augmentation.cropPadding, o.augmentation.horizontalFlip, o.seed, o.workers,
        session.common.checkpoint);
}

void train(Session& session, TrainArguments a, const Graph& start, const ImageData& data,
           const Masks& masks) {
    if (!data.train) {
        throw Error(ErrorCode::NotFound, "the data set has no train split",
                    {data.location, "", ""});
    }
    a.options.schedule = scheduleFromName(a.schedule);
    a.options.seed = session.common.seed;
    a.options.workers = session.common.threads;
    const Splits splits = makeSplits(data, session.common.seed, a.heldOut);
    const std::vector<int64_t> images = spreadSubset(splits.train, session.common.limit);
    const std::string stateFile = a.out + ".state";
    const std::string identity = runIdentity(session, a, data, images.size());
    const std::optional<TrainState> resume = readTrainState(stateFile, identity);
    if (resume) {
        session.print(fmt::format("resuming at step {}", resume->step));
    }
    RunContext quiet;
    quiet.stop = session.context.stop;
    TrainHooks hooks;
    hooks.evaluate = [&](const Graph& network) {
        const auto& held = splits.heldOut.empty() ? images : splits.heldOut;
        return evaluate(network, *data.train, data.normalisation, held, {session.common.threads, 8},
                        quiet)
            .accuracy();
    };
    hooks.saveState = [&](const TrainState& state) { writeTrainState(stateFile, identity, state); };
    hooks.epochDone = [&](const Graph& network, const TrainState&, bool best) {
        if (best) {
            writeModel(a.out + ".best", network);
        }
    };
    const Graph trained =
        trainNetwork(start, data, images, a.options, masks, hooks, resume, session.context);
    const int64_t bytes = writeModel(a.out, trained);
    const Evaluation test = evaluate(trained, *data.test, data.normalisation, splits.test,
                                     {session.common.threads, 8}, session.context);
    session.print(fmt::format("{}: {} bytes, test top-1 {:.2f} % ({} of {})", a.out, bytes,
                              100 * test.accuracy(), test.correct, test.count()));
    session.output["out"] = a.out;
    session.output["bytes"] = bytes;
    session.output["correct"] = test.correct;
    session.output["count"] = test.count();
    session.output["accuracy"] = test.accuracy();
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
            const ImageData data = openData(session.common);
            train(session, *a, openNetwork(session.common, &data, true), data, {});
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
            const ImageData data = openData(session.common);
            const Graph network = openNetwork(session.common, &data, false);
            train(session, *a, network, data, masksOfZeros(network));
        };
    });
}

}  // namespace secateur::cli
