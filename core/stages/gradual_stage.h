#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <variant>
#include <vector>

#include "core/base/setting.h"
#include "core/prune/channel_recipe.h"
#include "core/prune/prune_recipe.h"
#include "core/stages/stage_context.h"
#include "core/stages/training_stage.h"

namespace secateur {

/// A cut in steps, each of which is repaired before the next.
struct GradualPlan {
    /// What is gone at the end: amount or plan, of the network that is begun with.
    std::variant<PruneRecipe, ChannelRecipe> cut;
    int64_t steps = 4;
    int64_t recalibrate = 1024;  ///< training images, where the network has statistics; 0: not
    TrainingPlan training;       ///< of each step; kind, parent and zeros are the stage's
};

/// Of each step, unless told otherwise: fine-tuning's, one epoch.
TrainOptions stepTraining();
/// Steps and recalibration; what is cut and how it is trained have their own.
const SettingsOf<GradualPlan>& gradualSettings();

/// A step, with its accuracies on the training's held-out images where it has any.
struct GradualStep {
    struct Network {
        Variant variant;
        std::optional<double> accuracy;
    };
    double share = 0.0;             ///< that is to be gone after it; of a plan, of its largest
    std::vector<Network> networks;  ///< cut, recalibrated where it was, fine-tuned
    const Variant& result() const { return networks.back().variant; }
};

/// The share after step `step` (1-based) of `steps` of what starts at `start` and ends at `end`:
///   end + (start - end) (1 - step / steps)^3
/// (Zhu and Gupta 2017, https://arxiv.org/abs/1710.01878, equation 1), for single weights.
double cubicShare(double start, double end, int64_t step, int64_t steps);

/// Cuts a little, recalibrates, fine-tunes, and again. Single weights by cubicShare from the zeros
/// that there are: zeros rank lowest and stay zero in training, so each step's are among the next
/// one's. Channels in equal steps, each of its share of what the last one left, ranked anew in the
/// network as it is trained by then (multiples only in the last step). Fine-tuning goes on from the
/// best epoch on the held-out images, where there are any, else from the last. Every network is in
/// the study as that of a stage of its own: what was interrupted goes on there. `stepDone` is
/// called after each. Errors: InvalidArgument (no steps, an amount that is reached already), those
/// of the stages; Cancelled.
std::vector<GradualStep> cutGradually(const StageContext& stage, int64_t parent,
                                      const GradualPlan& plan,
                                      const std::function<void(const GradualStep&)>& stepDone = {});

}  // namespace secateur
