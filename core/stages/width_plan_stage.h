#pragma once

#include <vector>

#include "core/analysis/channel_plan.h"
#include "core/analysis/predicted_drop.h"
#include "core/stages/channel_stage.h"
#include "core/stages/layer_times.h"
#include "core/stages/stage_context.h"
#include "core/stages/sweep_stage.h"

namespace secateur {

/// What widths are planned for, and by which curves.
struct WidthPlan {
    PlanBudget budget;  ///< BudgetKind::Macs, Size, or Time, whose layers the stage times itself
    ChannelPlanLimits limits;
    SweepOptions sweep;       ///< of channels, as its points were measured
    int64_t reconstruct = 0;  ///< ChannelRecipe::reconstruct of the networks that are made
};

/// A plan of the same curves at another budget, made and measured.
struct CalibratingPlan {
    ChannelPlan plan;
    PairedDrop drop;
};

struct PlannedWidths {
    ChannelPlan plan;
    SlimResult slim;
    Variant made;  ///< recalibrated, where the sweep was
    std::vector<CalibratingPlan> calibrating;
    PredictedDrop predicted;
    PairedDrop measured;
    NetworkTime timeBefore;  ///< of a budget of time: of the whole network,
    NetworkTime timeAfter;   ///< and of the one that was made, timed in turns
};

/// Plans widths by the points of a sweep (planChannels), makes the network and measures it on the
/// sweep's images beside what was predicted. What groups lose together their single curves do not
/// say: so plans by the same curves at five other budgets, which save 40, 60, 75, 82 and 90 % of
/// what the measured shares save at most, are made, repaired and measured first, and DropPredictor
/// reads the plan off between them. All of it is in the study, and what is there is not done again:
/// a second budget costs one network. A budget of time is planForTime's; nothing of it is in the
/// study but the network that it makes: another moment may give other widths. Errors: those of
/// planChannels, slimVariant and evaluateVariant; Cancelled.
PlannedWidths planWidths(const StageContext& stage, int64_t variant, const ImageList& images,
                         const SweepResult& swept, const WidthPlan& wanted);

}  // namespace secateur
