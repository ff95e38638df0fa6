#pragma once

#include "ui/workspace/stage_runner.h"
#include "ui/workspace/work_order.h"

namespace secateur {

/// What a stage was asked for, as WorkOrder::options; by the stage's name in the runner.
nlohmann::json evaluateOrder(const std::vector<int64_t>& variants, int64_t images);
nlohmann::json sweepOrder(const SweepOptions& options, int64_t images, const QString& masks);
nlohmann::json trainingOrder(const TrainOptions& options, int64_t images);
nlohmann::json gradualOrder(const GradualPlan& plan, int64_t images);
nlohmann::json quantizeOrder(const QuantizeOptions& options, const QString& recipe);
nlohmann::json errorsOrder(const QuantizeOptions& options, int64_t images);
nlohmann::json qatOrder(const QatPlan& plan, int64_t images, int64_t heldOut);
nlohmann::json pipelineOrder(const PipelineOptions& options);
nlohmann::json shrinkOrder(const ShrinkOptions& options);

/// Asks for the same again, of the network that is looked at. Errors: those of settings that are
/// none, NotFound for a stage that the runner does not have.
void runOrder(StageRunner& runner, const WorkOrder& order);

}  // namespace secateur
