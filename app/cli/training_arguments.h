#pragma once

#include "app/cli/command.h"
#include "app/cli/setting_options.h"
#include "core/stages/training_stage.h"
#include "core/train/train_options.h"

namespace secateur::cli {

/// The options of the commands that train.
struct TrainingArguments {
    TrainOptions defaults;
    GivenSettings given;
    std::string out;
    int64_t heldOut = -1;
    int64_t heldOutImages = 0;  ///< of those, that every epoch is measured on (0: all)
};

/// All of them, `--out` with this description; the defaults are `a.defaults`.
void addTrainingOptions(CLI::App& command, TrainingArguments& a, const std::string& outHelp);
/// Of commands whose `--limit` is of the images that are trained on, not of those measured on.
void limitTrainedImages(CLI::App& command);

/// Where a training without `--study` keeps its state: beside the result.
std::string studyBeside(const std::string& out);

/// Error(InvalidArgument) without a place for the result, Error(NotFound) without a train split.
ImageData openTrainingData(Session& session, const TrainingArguments& a);

/// `plan` with the options, `images` training images (0: all) and those that are held out.
TrainingPlan plannedTraining(const Session& session, const TrainingArguments& a,
                             const ImageData& data, int64_t images, TrainingPlan plan);

}  // namespace secateur::cli
