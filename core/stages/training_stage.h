#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/stages/stage_context.h"
#include "core/study/measurements.h"
#include "core/study/training_store.h"
#include "core/study/variant.h"
#include "core/train/train_options.h"

namespace secateur {

class Graph;
class Study;

struct TrainingPlan {
    TrainingKind kind = TrainingKind::Trained;
    bool keepZeros = false;         ///< weights that are zero at the start stay zero
    std::optional<int64_t> parent;  ///< empty: the result is a root of the family tree
    TrainOptions options;
    ImageList images;
    ImageList heldOut;  ///< chooses the best epoch; empty: no epoch is measured
    /// What options.distanceWeight is the weight of the distance to: the root of the parent's line.
    /// Filled in by the stage.
    std::optional<Variant> teacher = {};
};
struct TrainingOutcome {
    Variant last;
    std::optional<Variant> best;  ///< if it is not the last epoch
};
TrainingOutcome trainVariant(const StageContext& stage, const TrainingPlan& plan,
                             const Graph& start);
/// The same, from the parent's parameters.
TrainingOutcome trainVariant(const StageContext& stage, const TrainingPlan& plan);

}  // namespace secateur
