#include "core/report/json.h"

#include <set>

#include "core/report/comparison_tables.h"
#include "core/report/image_set.h"
#include "core/report/plan_predictions.h"
#include "core/report/ranking_tables.h"
#include "core/report/speed_text.h"
#include "core/report/tables.h"

namespace secateur {

namespace {

using Json = nlohmann::ordered_json;

Json dataJson(const StudySnapshot& study) {
    Json list = Json::array();
    for (const StoredData& data : study.data) {
        list.push_back({{"name", data.name},
                        {"kind", enumName(data.kind)},
                        {"location", data.location},
                        {"digest", data.digest},
                        {"train_images", data.trainImages},
                        {"test_images", data.testImages},
                        {"classes", data.classNames}});
    }
    return list;
}

/// The columns of the table, and what is JSON already.
Json variantsJson(const StudySnapshot& study) {
    Json list = jsonOf(variantsTable(study));
    for (size_t i = 0; i < list.size(); ++i) {
        list[i]["recipe"] = Json::parse(study.variants[i].recipe);
    }
    return list;
}

Json plansJson(const std::vector<PlanPrediction>& plans) {
    Json list = Json::array();
    for (const PlanPrediction& plan : plans) {
        list.push_back({{"name", plan.name},
                        {"measured_drop", plan.measured.drop},
                        {"measured_low", plan.measured.low},
                        {"measured_high", plan.measured.high}});
        if (plan.predicted) {
            list.back()["predicted_drop"] = plan.predicted->drop.drop;
            list.back()["predicted_low"] = plan.predicted->drop.low;
            list.back()["predicted_high"] = plan.predicted->drop.high;
            list.back()["calibrated_by"] = plan.predicted->measuredPlans;
        }
    }
    return list;
}

Json sweepJson(const StudySnapshot& study, const StoredSweep& sweep, double tolerancePoints) {
    Json safe = Json::object();
    std::set<std::string> hardestTried;  // theirs may be safe beyond what was measured
    for (const SensitivityPoint& p : sweep.points) {
        const auto level = safeLevel(sweep.points, p.target, tolerancePoints / 100);
        safe[p.target.text()] = level ? Json(level->level.number) : Json();
        if (level && level->hardestTried) {
            hardestTried.insert(p.target.text());
        }
    }
    return {{"variant", sweep.variant},
            {"split", enumName(study.imageList(sweep.images)->split)},
            {"kind", enumName(sweep.kind)},
            {"criterion", sweep.criterion},
            {"grouping", enumName(sweep.grouping)},
            {"adaptive", sweep.adaptive},
            {"recalibrated_images", sweep.recalibrated},
            {"tolerance_points", tolerancePoints},
            {"safe_ratios", safe},
            {"hardest_tried", hardestTried},
            {"plans", plansJson(planPredictions(study, sweep))},
            {"points", jsonOf(sweepTable(sweep.points))}};
}

Json trainingsJson(const StudySnapshot& study) {
    Json list = Json::array();
    for (const StoredTraining& training : study.trainings) {
        list.push_back({{"kind", enumName(training.kind)},
                        {"finished", training.lastVariant.has_value()},
                        {"recipe", Json::parse(training.recipe)},
                        {"epochs", jsonOf(epochTable(training.epochs))}});
    }
    return list;
}

Json changesOfFamilies(const std::vector<Comparison>& families) {
    Json list = Json::array();
    for (const Comparison& family : families) {
        for (const ComparedVariant& variant : family.variants) {
            if (family.isPaired(variant)) {
                list.push_back(changesJson(family, variant));
            }
        }
    }
    return list;
}

}  // namespace

Json studyJson(const std::shared_ptr<const StudySnapshot>& snapshot, double tolerancePoints) {
    const StudySnapshot& study = *snapshot;
    Json sweeps = Json::array();
    for (const StoredSweep& sweep : study.sweeps) {
        sweeps.push_back(sweepJson(study, sweep, tolerancePoints));
    }
    const ImageSet set = shownImageSet(study);
    std::vector<StageRow> others = study.rows;
    std::erase_if(others, [&](const StageRow& row) { return row.images == set.images; });
    Json rankings = Json::array();
    for (const StoredRanking& ranking : study.rankings) {
        rankings.push_back(rankingJson(ranking));
    }
    return {
        {"study", study.path},
        {"data", dataJson(study)},
        {"measured_on", {{"split", enumName(set.split)}, {"count", set.count}, {"data", set.data}}},
        {"stages", jsonOf(stageTable(rowsOn(study.rows, set.images)))},
        {"other_stages", jsonOf(stageTable(others))},
        {"speed", study.speed ? speedJson(*study.speed, study.variants) : Json()},
        {"variants", variantsJson(study)},
        {"sweeps", sweeps},
        {"trainings", trainingsJson(study)},
        {"changes", changesOfFamilies(familyComparisons(snapshot, set.images))},
        {"rankings", rankings}};
}

}  // namespace secateur
