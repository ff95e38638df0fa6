#include "app/cli/training_arguments.h"

#include <filesystem>

#include "core/base/error.h"
#include "core/data/splits.h"

namespace secateur::cli {

void addTrainingOptions(CLI::App& command, TrainingArguments& a, const std::string& outHelp) {
    command.add_option("--out", a.out,
                       "safetensors file of the result" + outHelp +
                           ". Without --study what is needed to resume is kept beside it "
                           "(.secateur)");
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
    a.schedule = scheduleName(a.options.schedule);
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
    command
        .add_option("--held-out-images", a.heldOutImages,
                    "of those, that every epoch is measured on (0: all)")
        ->check(CLI::NonNegativeNumber);
}

std::string studyBeside(const std::string& out) {
    return out.empty() ? out : std::filesystem::path(out).replace_extension(".secateur").string();
}

ImageData openTrainingData(const Session& session, const TrainingArguments& a) {
    requireDestination(session, a.out);
    ImageData data = openData(session.common);
    if (!data.train) {
        throw Error(ErrorCode::NotFound, "the data set has no train split",
                    {data.location, "", ""});
    }
    return data;
}

TrainingPlan plannedTraining(const Session& session, const TrainingArguments& a,
                             const ImageData& data, int64_t images, TrainingPlan plan) {
    plan.options = a.options;
    plan.options.schedule = scheduleFromName(a.schedule);
    plan.options.seed = session.common.seed;
    plan.options.workers = session.common.threads;
    const Splits splits = makeSplits(data, session.common.seed, a.heldOut);
    plan.images = {"train", spreadSubset(splits.train, images)};
    plan.heldOut = {"held-out", spreadSubset(splits.heldOut, a.heldOutImages)};
    return plan;
}

}  // namespace secateur::cli
