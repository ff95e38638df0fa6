#include "core/ranking/planned_cut.h"

#include <algorithm>

#include "core/analysis/channel_plan.h"
#include "core/analysis/sensitivity.h"
#include "core/study/measurements.h"
#include "core/train/batch_averages.h"
#include "core/train/batch_statistics.h"
#include "core/train/recalibrate_options.h"

namespace secateur {

namespace {

std::vector<SensitivityPoint> pointsOf(const std::map<double, RankingResult>& curves) {
    std::vector<SensitivityPoint> points;
    for (const auto& [share, result] : curves) {
        for (const auto& [group, changed] : result.groups) {
            SensitivityPoint point;
            point.kind = PerturbationKind::Channels;
            point.target = {Target::Kind::Layer, group};
            point.level = Level::of(point.kind, share);
            point.count = result.count;
            point.correct = result.correct + changed.gained - changed.lost;
            point.lost = changed.lost;
            point.gained = changed.gained;
            points.push_back(point);
        }
    }
    return points;
}

}  // namespace

RankingResult measureCurves(const StageContext& stage, const Graph& graph,
                            const CurveImages& images, const Evaluation& baseline, double share,
                            const RankingOptions& options) {
    SweepOptions sweep;
    sweep.kind = PerturbationKind::Channels;
    sweep.scope = SweepScope::Layers;
    sweep.levels = {share};
    sweep.criterion = options.channelRanking;
    sweep.seed = options.seed;
    sweep.workers = stage.workers;
    sweep.sharing = {stage.cluster, images.measured.split};
    if (!images.recalibration.indices.empty() && !normsOf(graph).empty()) {
        sweep.recalibrate = static_cast<int64_t>(images.recalibration.indices.size());
        sweep.calibration = std::make_shared<const CalibrationImages>(
            CalibrationImages{&images.recalibration.dataset(stage.data), stage.data.normalisation,
                              images.recalibration.indices, RecalibrateOptions().batchSize});
    }
    RankingResult result;
    result.correct = baseline.correct;
    result.count = baseline.count();
    SweepHooks hooks;
    hooks.measured = [&](const SensitivityPoint& point) {
        result.groups[point.target.name] = {point.lost, point.gained};
    };
    sweepPerturbations(graph, images.measured.dataset(stage.data), stage.data.normalisation,
                       images.measured.indices, baseline, sweep, hooks, stage.run);
    return result;
}

std::optional<ChannelRecipe> plannedRecipe(const Graph& graph, const GraphCost& cost,
                                           const std::map<double, RankingResult>& curves,
                                           const RankingOptions& options, double saved) {
    const std::vector<SensitivityPoint> points = pointsOf(curves);
    const ChannelPlanLimits limits;
    PlanBudget budget{BudgetKind::Macs};
    const CostRange range = costRange(graph, cost, points, budget, limits);
    budget.target = (1.0 - saved) * range.whole;
    if (budget.target < range.least) {
        return std::nullopt;
    }
    ChannelRecipe recipe = widthsRecipe(planChannels(graph, cost, points, budget, limits),
                                        options.channelRanking, limits.roundTo);
    recipe.seed = options.seed;
    return recipe;
}

}  // namespace secateur
