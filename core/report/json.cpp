#include "core/report/json.h"

#include "core/report/comparison_tables.h"
#include "core/report/image_set.h"
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
                        {"kind", data.kind},
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

Json sweepJson(const StoredSweep& sweep, const std::string& split, double tolerance) {
    Json safe = Json::object();
    for (const SensitivityPoint& p : sweep.points) {
        safe[p.layer] = largestSafeRatio(sweep.points, p.layer, tolerance / 100);
    }
    return {{"variant", sweep.variant},
            {"split", split},
            {"kind", perturbationName(sweep.kind)},
            {"criterion", sweep.criterion},
            {"grouping", sweep.grouping},
            {"adaptive", sweep.adaptive},
            {"tolerance_points", tolerance},
            {"safe_ratios", safe},
            {"points", jsonOf(sweepTable(sweep.points))}};
}

Json trainingsJson(const StudySnapshot& study) {
    Json list = Json::array();
    for (const StoredTraining& training : study.trainings) {
        list.push_back({{"kind", training.kind},
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

Json studyJson(const std::shared_ptr<const StudySnapshot>& snapshot, double tolerance) {
    const StudySnapshot& study = *snapshot;
    Json sweeps = Json::array();
    for (const StoredSweep& sweep : study.sweeps) {
        sweeps.push_back(sweepJson(sweep, study.imageList(sweep.images)->split, tolerance));
    }
    const ImageSet set = shownImageSet(study);
    std::vector<StageRow> others = study.rows;
    std::erase_if(others, [&](const StageRow& row) { return row.images == set.images; });
    Json rankings = Json::array();
    for (const StoredRanking& ranking : study.rankings) {
        rankings.push_back(rankingJson(ranking));
    }
    return {{"study", study.path},
            {"data", dataJson(study)},
            {"measured_on", {{"split", set.split}, {"count", set.count}, {"data", set.data}}},
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
