#include "core/stages/width_plan_stage.h"

#include "core/stages/network_source.h"
#include "core/stages/recalibrate_stage.h"
#include "core/stages/stages.h"
#include "core/study/study.h"

namespace secateur {

namespace {

/// Of what the measured shares save at most: from a cut that costs nothing to one that costs much.
constexpr double kCalibrating[] = {0.4, 0.6, 0.75, 0.9};

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
          m_cost(variantCost(stage.study, variant, &stage.data)) {}

    PlannedWidths run() const {
        PlannedWidths planned;
        planned.plan = planFor(m_wanted.budget.target);
        const CostRange range =
            costRange(m_graph, m_cost, m_swept.points, m_wanted.budget.kind, m_wanted.limits);
        std::vector<MeasuredPlan> measured;
        for (const double saved : kCalibrating) {
            const ChannelPlan plan = planFor(range.whole - saved * (range.whole - range.least));
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
        return planned;
    }

 private:
    ChannelPlan planFor(double target) const {
        return planChannels(m_graph, m_cost, m_swept.points, {m_wanted.budget.kind, target},
                            m_wanted.limits);
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
    const GraphCost m_cost;
};

}  // namespace

PlannedWidths planWidths(const StageContext& stage, int64_t variant, const ImageList& images,
                         const SweepResult& swept, const WidthPlan& wanted) {
    return WidthPlanner(stage, variant, images, swept, wanted).run();
}

}  // namespace secateur
