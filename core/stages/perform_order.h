#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "core/stages/stage_context.h"
#include "core/stages/stage_orders.h"
#include "core/stages/sweep_stage.h"
#include "core/study/quant_error_store.h"
#include "core/study/variant.h"

namespace secateur {

/// What a stage is performed on; its images are drawn by the seed.
struct OrderSubject {
    int64_t variant = 0;
    uint64_t seed = 0;
    ImageList shown;  ///< test images that what is made is measured on; empty: all of them
};

/// Each may be empty.
struct OrderHooks {
    std::function<void(const SweepOptions&, const ImageList&)> sweepStarts;
    std::function<void(const std::vector<SensitivityPoint>&)> sweepChanged;
    std::function<void(const QuantErrors&)> errorsChanged;
    PipelineHooks pipeline;  ///< also of a pipeline's sweep
};

struct Performed {
    /// The network that was made, or the only one that was measured, or nothing.
    std::optional<Variant> variant;
    std::optional<StoredEvaluation> measured;  ///< that network on test images
    int64_t points = 0;                        ///< of a sweep
    int64_t evaluations = 0;                   ///< of evaluate
};

/// The test images that networks which are made are measured on.
ImageList testImages(const StageContext& stage, const OrderSubject& subject);

/// Runs the stage; what it makes is measured on test images. All of it is in the study.
/// Errors: those of the stages; Cancelled.
Performed performOrder(const StageContext& stage, const OrderSubject& subject,
                       const StageOrder& order, const OrderHooks& hooks = {});
/// `make` and the measuring of what it makes.
Performed performMaking(const StageContext& stage, const OrderSubject& subject,
                        const std::function<Variant()>& make);

}  // namespace secateur
