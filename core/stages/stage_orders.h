#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/analysis/sweep_options.h"
#include "core/quant/quantize_options.h"
#include "core/stages/gradual_stage.h"
#include "core/stages/pipeline.h"
#include "core/stages/qat_stage.h"
#include "core/stages/shrink_stage.h"
#include "core/stages/work_order.h"

namespace secateur {

// What a stage is asked for with, each. Counts of images: 0 means all. Images are drawn when the
// stage begins, so plans of trainings have none.

struct EvaluateOrder {
    std::vector<int64_t> variants;
    int64_t images = 0;  ///< test images
};
struct SweepOrder {
    SweepOptions options;
    int64_t images = 0;  ///< held-out ones
    std::string masks;   ///< a file: prunes by the masks in it; empty: by ranking
};
struct TrainOrder {
    TrainingKind kind = TrainingKind::Trained;  ///< or FineTuned, which keeps zeros
    TrainOptions options;
    int64_t images = 0;  ///< training images
};
struct GradualOrder {
    GradualPlan plan;
    int64_t images = 0;  ///< training images
};
struct QuantizeOrder {
    QuantizeOptions options;
    std::string recipe;  ///< the study keeps the options under it; empty: it does not
};
struct ErrorsOrder {
    QuantizeOptions options;
    int64_t images = 0;  ///< held-out ones
};
struct QatOrder {
    QatPlan plan;
    int64_t images = 0;   ///< training images
    int64_t heldOut = 0;  ///< held-out ones
};

using StageOrder = std::variant<EvaluateOrder, SweepOrder, TrainOrder, GradualOrder, QuantizeOrder,
                                ErrorsOrder, QatOrder, PipelineOptions, ShrinkOptions>;

/// Seeds are not kept: they are the study's.
WorkOrder workOrder(const std::string& title, int64_t variant, const StageOrder& order);
/// Errors: NotFound (no such stage), CorruptData (settings that are none, no count of images),
/// those of the settings.
StageOrder stageOrderOf(const WorkOrder& order);

}  // namespace secateur
