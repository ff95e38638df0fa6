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
    addSettingOptions(command, trainSettings(), a.defaults, a.given);
    command.add_option("--held-out", a.heldOut,
                       "training images kept out for choosing the best epoch and for sensitivity "
                       "(default: 10 %, at most 5000)");
    command
        .add_option("--held-out-images", a.heldOutImages,
                    "of those, that every epoch is measured on (0: all)")
        ->check(CLI::NonNegativeNumber);
}

void limitTrainedImages(CLI::App& command) {
    command.get_option("--limit")->description("train on at most this many images (0: all)");
}

std::string studyBeside(const std::string& out) {
    return out.empty() ? out : std::filesystem::path(out).replace_extension(".secateur").string();
}

ImageData openTrainingData(Session& session, const TrainingArguments& a) {
    requireDestination(session, a.out);
    ImageData data = openData(session);
    if (!data.train) {
        throw Error(ErrorCode::NotFound, "the data set has no train split",
                    {data.location, "", ""});
    }
    return data;
}

TrainingPlan plannedTraining(const Session& session, const TrainingArguments& a,
                             const ImageData& data, int64_t images, TrainingPlan plan) {
    plan.options = withGiven(a.defaults, trainSettings(), a.given);
    plan.options.seed = session.common.seed;
    const Splits splits = makeSplits(data, session.common.seed, a.heldOut);
    plan.images = {Split::Train, spreadSubset(splits.train, images)};
    plan.heldOut = {Split::HeldOut, spreadSubset(splits.heldOut, a.heldOutImages)};
    return plan;
}

}  // namespace secateur::cli
