#include "core/stages/width_plan_stage.h"

#include "core/stages/network_source.h"
#include "core/stages/recalibrate_stage.h"
#include "core/stages/stages.h"
#include "core/study/study.h"

namespace secateur {

namespace {

/// Of what the measured shares save at most: from a cut that costs nothing to one that costs much.
/// Closer where the loss rises fastest.
constexpr double kCalibrating[] = {0.4, 0.6, 0.75, 0.82, 0.9};

class WidthPlanner {
 public:
    WidthPlanner(const StageContext& stage, int64_t variant, const ImageList& images,
                 const SweepResult& swept, const WidthPlan& wanted)
        : m_stage(stage),
          m_variant(variant),
          m_images(images),
          m_swept(swept),
          m_wanted(wanted),
          m_graph(loadFloatVariant(stage.study, variant)),
          m_budget(timedBudget()),
          m_cost(variantCost(stage.study, variant, &stage.data)) {}

    PlannedWidths run() const {
        PlannedWidths planned;
        const bool timed = m_budget.kind == BudgetKind::Time;
        planned.plan = timed ? planForTime(m_graph, m_cost, m_swept.points, m_budget,
                                           m_wanted.limits, m_stage.run, planned.timeAfter)
                             : planFor(m_budget, m_budget.target);
        const PlanBudget calibrating = timed ? PlanBudget{BudgetKind::Macs} : m_budget;
        const CostRange range =
            costRange(m_graph, m_cost, m_swept.points, calibrating, m_wanted.limits);
        std::vector<MeasuredPlan> measured;
        for (const double saved : kCalibrating) {
            const ChannelPlan plan =
                planFor(calibrating, range.whole - saved * (range.whole - range.least));
            const auto [slim, made] = network(plan);
            const PairedDrop drop = dropOf(made);
            planned.calibrating.push_back({plan, drop});
            measured.push_back({plan.ratios, drop, made.name});
        }
        const DropPredictor predictor(groupCurves(m_swept.points, &m_cost, {}),
                                      static_cast<int64_t>(m_stage.data.classNames.size()),
                                      measured);
        planned.predicted = predictor.predict(planned.plan.ratios).value();
        std::tie(planned.slim, planned.made) = network(planned.plan);
        planned.measured = dropOf(planned.made);
        if (timed) {
            const Graph made = loadFloatVariant(m_stage.study, planned.made.id);
            const auto times = timeNetworks({&m_graph, &made}, m_stage.run);
            planned.timeBefore = times.front();
            planned.timeAfter = times.back();
        }
        return planned;
    }

 private:
    ChannelPlan planFor(PlanBudget budget, double target) const {
        budget.target = target;
        return planChannels(m_graph, m_cost, m_swept.points, budget, m_wanted.limits);
    }

    PlanBudget timedBudget() const {
        if (m_wanted.budget.kind != BudgetKind::Time) {
            return m_wanted.budget;
        }
        NetworkTime whole;
        return timeBudget(m_graph, m_wanted.budget.target, m_stage.run, whole);
    }

    std::pair<SlimResult, Variant> network(const ChannelPlan& plan) const {
        const SweepOptions& sweep = m_wanted.sweep;
        ChannelRecipe recipe = widthsRecipe(plan, sweep.criterion, m_wanted.limits.roundTo);
        recipe.rankingImages = sweep.rankingImages;
        recipe.seed = sweep.seed;
        recipe.reconstruct = m_wanted.reconstruct;
        SlimResult slim = slimVariant(m_stage, m_variant, recipe);
        Variant made = slim.variant;
        if (sweep.recalibrate > 0) {
            RecalibrateOptions options;
            options.images = sweep.recalibrate;
            made = recalibrateVariant(m_stage, made.id, options, sweep.seed);
        }
        return {std::move(slim), std::move(made)};
    }

    PairedDrop dropOf(const Variant& made) const {
        return dropBetween(m_swept.baseline.result,
                           evaluateVariant(m_stage, made.id, m_images).result);
    }

    const StageContext& m_stage;
    const int64_t m_variant;
    const ImageList& m_images;
    const SweepResult& m_swept;
    const WidthPlan& m_wanted;
    const Graph m_graph;
    const PlanBudget m_budget;
    const GraphCost m_cost;
};

}  // namespace

PlannedWidths planWidths(const StageContext& stage, int64_t variant, const ImageList& images,
                         const SweepResult& swept, const WidthPlan& wanted) {
    return WidthPlanner(stage, variant, images, swept, wanted).run();
}

}  // namespace secateur
