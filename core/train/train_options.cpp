#include "core/train/train_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"

namespace secateur {

namespace {

/// How long, and each step.
SettingsOf<TrainOptions> stepSettings() {
    using O = TrainOptions;
    using S = SettingOf<O>;
    return {
        S::count(
            {"epochs", "--epochs", "&Epochs", "How often training goes through all of its images."},
            &O::epochs, {.low = 1, .high = 100'000}),
        S::count(
            {"batch_size", "--batch-size", "&Batch size", "Images whose gradients make one step."},
            &O::batchSize, {.low = 2, .high = 65'536}),
        S::count({"micro_batch", "--micro-batch", "Mi&cro batch",
                  "Images that one worker computes at once, over which batch normalisation takes "
                  "its statistics; 0: as many of 32, 16 or 8 as keep its memory below 256 MB."},
                 &O::microBatch, {.low = 0, .high = 65'536}),
        S::number({"learning_rate", "--lr", "Learning &rate",
                   "The length of a step; with a schedule, its largest value."},
                  &O::learningRate, {.low = 0, .openLow = true, .decimals = 6}),
        S::choice({"schedule", "--schedule", "&Schedule",
                   "How the rate changes: cosine falls to 0 over the training, one-cycle rises "
                   "first."},
                  &O::schedule,
                  {{ScheduleKind::Constant, "Constant"},
                   {ScheduleKind::Cosine, "Cosine"},
                   {ScheduleKind::OneCycle, "One-cycle"}}),
        S::count({"warmup_epochs", "--warmup", "Warm-&up, epochs",
                  "The rate rises over so many epochs, in equal steps, to the schedule's first."},
                 &O::warmupEpochs, {.low = 0, .high = 100'000}),
        S::number({"momentum", "--momentum", "&Momentum",
                   "The share of the last step that the next one keeps."},
                  &O::momentum, {.low = 0, .high = 1, .openHigh = true, .decimals = 3}),
        S::flag({"nesterov", "--nesterov,!--no-nesterov", "&Nesterov",
                 "Takes the gradient where the momentum leads, which often converges faster."},
                &O::nesterov),
        S::number({"weight_decay", "--weight-decay", "&Weight decay",
                   "The L2 penalty, which keeps weights small."},
                  &O::weightDecay, {.low = 0, .decimals = 6}),
    };
}

/// What is learnt from: images and what the loss says of them, and when it is enough.
SettingsOf<TrainOptions> learningSettings() {
    using O = TrainOptions;
    using S = SettingOf<O>;
    return {
        S::number({"label_smoothing", "--label-smoothing", "&Label smoothing",
                   "The share of the target that is spread over all classes against "
                   "overconfidence."},
                  &O::labelSmoothing, {.low = 0, .high = 1, .openHigh = true, .decimals = 3}),
        S::count({"crop_padding", "--crop-padding", "Crop &padding",
                  "Black pixels put around an image before a random crop of its size; 0: no crop."},
                 [](auto& o) -> auto& { return o.augmentation.cropPadding; },
                 {.low = 0, .high = 1024}),
        S::flag(
            {"flip", "--flip,!--no-flip", "&Flip",
             "Mirrors every other image at random, left to right."},
            [](auto& o) -> auto& { return o.augmentation.horizontalFlip; }),
        S::number({"least_crop", "--crop-scale", "Least &crop",
                   "Crops of any size, resized to the network's (RandomResizedCrop), for "
                   "photographs: the least share of the image's area, 0.08 as for ImageNet; 0: no "
                   "such crop."},
                  [](auto& o) -> auto& { return o.augmentation.leastCrop; },
                  {.low = 0, .high = 1, .decimals = 3}),
        S::flag({"frozen_statistics", "--frozen-bn,!--no-frozen-bn", "Keep BN s&tatistics",
                 "Batch normalisations keep their running statistics instead of taking those of "
                 "each batch: for few images or small batches."},
                &O::frozenStatistics),
        S::count({"patience", "--patience", "P&atience, epochs",
                  "Ends the training when so many epochs were no better on the held-out images "
                  "than the best before them; 0: never."},
                 &O::patience, {.low = 0, .high = 100'000}),
        S::number({"distance_weight", "--distill", "Distance to the &original",
                   "Weight of the distance to the logits of the network that the line began with, "
                   "added to the loss: T\u00b2 times the KL divergence of the softmax outputs at "
                   "temperature T; 0: none."},
                  &O::distanceWeight, {.low = 0, .decimals = 3}),
        S::number({"distance_temperature", "--distill-temperature", "Softenin&g temperature",
                   "Divides the logits of both before that softmax: larger values look at small "
                   "outputs, too."},
                  &O::distanceTemperature, {.low = 0, .openLow = true, .decimals = 2}),
        S::plain({"sides", "--sides", "",
                  "Image side of each epoch, the last one stays (progressive resizing)."},
                 SettingKind::Counts, &O::sides, {.low = 8, .high = 65'536}),
        S::count({"seed", "", "See&d",
                  "The start of every random choice: the same seed gives the same network."},
                 &O::seed, {.low = 0}),
    };
}

}  // namespace

const SettingsOf<TrainOptions>& trainSettings() {
    static const SettingsOf<TrainOptions> all = stepSettings().with(learningSettings());
    return all;
}

TrainOptions fineTuneDefaults() {
    TrainOptions options;
    options.epochs = 5;
    options.learningRate = 0.001;
    options.schedule = ScheduleKind::Constant;
    return options;
}

namespace {

void checkWarmup(const TrainOptions& options) {
    if (options.warmupEpochs >= options.epochs) {
        throw Error(ErrorCode::InvalidArgument, "the warm-up leaves nothing of the training",
                    {"Warm-up, epochs", fmt::format("less than {}", options.epochs),
                     std::to_string(options.warmupEpochs)});
    }
    if (options.warmupEpochs > 0 && options.schedule == ScheduleKind::OneCycle) {
        throw Error(ErrorCode::InvalidArgument, "one-cycle warms up by itself",
                    {"Warm-up, epochs", "0", std::to_string(options.warmupEpochs)});
    }
}

}  // namespace

void checkTraining(const TrainOptions& options, int64_t images) {
    trainSettings().check(options);
    if (options.nesterov && options.momentum <= 0.0) {
        throw Error(ErrorCode::InvalidArgument, "Nesterov needs a momentum",
                    {"Momentum", "above 0", fmt::format("{:g}", options.momentum)});
    }
    if (options.microBatch == 1) {
        throw Error(ErrorCode::InvalidArgument, "batch statistics need more than one image",
                    {"Micro batch", "0 or at least 2", "1"});
    }
    checkWarmup(options);
    if (options.augmentation.leastCrop > 0 && options.augmentation.cropPadding > 0) {
        throw Error(ErrorCode::InvalidArgument, "an image has one random crop",
                    {"Crop padding", "0 beside crops that are resized",
                     std::to_string(options.augmentation.cropPadding)});
    }
    if (images < options.batchSize) {
        throw Error(ErrorCode::InvalidArgument, "the training images do not fill one batch",
                    {"", fmt::format("at least {}", options.batchSize), std::to_string(images)});
    }
}

bool measuredWhileTraining(const std::vector<EpochRecord>& epochs) {
    return std::any_of(epochs.begin(), epochs.end(),
                       [](const EpochRecord& epoch) { return epoch.accuracy > 0; });
}

}  // namespace secateur
