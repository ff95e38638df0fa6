#include "core/report/plan_predictions.h"

#include "core/stages/stages.h"

namespace secateur {

std::vector<PlanPrediction> planPredictions(const StudySnapshot& study, const StoredSweep& sweep) {
    std::vector<PlanPrediction> predictions;
    if (sweep.kind != PerturbationKind::Prune || sweep.grouping != Grouping::Layer ||
        sweep.recalibrated > 0) {  // plans of weights are measured as they are cut
        return predictions;
    }
    const std::vector<MeasuredPlan> measured =
        measuredPlans(study.variants, study.evaluations, sweep.variant, sweep.images);
    const StoredData* data = study.dataSet(study.imageList(sweep.images)->dataSet);
    const DropPredictor predictor(groupCurves(sweep.points, nullptr, {}),
                                  static_cast<int64_t>(data->classNames.size()), measured);
    for (const MeasuredPlan& plan : measured) {
        predictions.push_back({plan.name, predictor.predict(plan.ratios), plan.drop});
    }
    return predictions;
}

}  // namespace secateur
