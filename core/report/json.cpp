#include "core/report/json.h"

#include "core/report/image_set.h"
#include "core/report/ranking_tables.h"
#include "core/report/speed_text.h"
#include "core/study/measurements.h"
#include "core/study/training_store.h"
#include "core/study/variant.h"

namespace secateur {

namespace {

using Json = nlohmann::ordered_json;

Json dataJson(Study& study) {
    Json list = Json::array();
    for (const StoredData& data : listData(study)) {
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

Json variantsJson(Study& study) {
    Json list = Json::array();
    for (const Variant& v : listVariants(study)) {
        list.push_back({{"id", v.id},
                        {"parent", v.parent ? Json(*v.parent) : Json()},
                        {"name", v.name},
                        {"kind", v.kind},
                        {"encoding", v.encoding},
                        {"size_bytes", v.sizeBytes},
                        {"gzip_bytes", v.gzipBytes},
                        {"parameters", v.parameters},
                        {"sparsity", v.sparsity()},
                        {"created", v.created},
                        {"note", v.note},
                        {"recipe", Json::parse(v.recipe)}});
    }
    return list;
}

Json sweepJson(const StoredSweep& sweep, const std::string& split, double tolerance) {
    Json points = Json::array();
    Json safe = Json::object();
    for (const SensitivityPoint& p : sweep.points) {
        const PairedDrop drop = p.drop();
        points.push_back({{"layer", p.layer},
                          {"ratio", p.ratio},
                          {"correct", p.correct},
                          {"count", p.count},
                          {"drop", drop.drop},
                          {"drop_low", drop.low},
                          {"drop_high", drop.high},
                          {"pruned_weights", p.prunedWeights},
                          {"weights", p.weights},
                          {"unchanged", p.unchanged},
                          {"settled", p.settled}});
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
            {"points", points}};
}

Json trainingsJson(Study& study) {
    Json list = Json::array();
    for (const StoredTraining& training : listTrainings(study)) {
        Json epochs = Json::array();
        for (const EpochRecord& e : training.epochs) {
            epochs.push_back({{"epoch", e.epoch},
                              {"loss", e.loss},
                              {"train_accuracy", e.trainAccuracy},
                              {"held_out_accuracy", e.accuracy},
                              {"seconds", e.seconds}});
            if (e.quantization) {
                epochs.back()["simulated_accuracy"] = e.quantization->simulatedAccuracy;
                epochs.back()["ranges_frozen"] = e.quantization->observersFrozen;
                epochs.back()["batch_norm_frozen"] = e.quantization->normsFrozen;
            }
        }
        list.push_back({{"kind", training.kind},
                        {"finished", training.lastVariant.has_value()},
                        {"recipe", Json::parse(training.recipe)},
                        {"epochs", epochs}});
    }
    return list;
}

}  // namespace

Json stagesJson(const std::vector<StageRow>& rows) {
    Json list = Json::array();
    for (const StageRow& r : rows) {
        list.push_back({{"stage", r.stage},
                        {"variant", r.variant},
                        {"split", r.split},
                        {"correct", r.correct},
                        {"count", r.count},
                        {"accuracy", r.accuracy()},
                        {"drop", r.drop ? Json(r.drop->drop) : Json()},
                        {"drop_low", r.drop ? Json(r.drop->low) : Json()},
                        {"drop_high", r.drop ? Json(r.drop->high) : Json()},
                        {"size_bytes", r.sizeBytes},
                        {"gzip_bytes", r.gzipBytes},
                        {"images_per_second", speedsJson(r.speeds)},
                        {"sparsity", r.sparsity},
                        {"note", r.note}});
    }
    return list;
}

Json studyJson(Study& study, double tolerance) {
    std::vector<StoredImages> lists = listImages(study);
    Json sweeps = Json::array();
    for (const StoredSweep& sweep : listSweeps(study)) {
        for (const StoredImages& list : lists) {
            if (list.id == sweep.images) {
                sweeps.push_back(sweepJson(sweep, list.split, tolerance));
            }
        }
    }
    std::vector<StageRow> others = stageRows(study);
    const ImageSet set = shownImageSet(study, others);
    const std::vector<StageRow> stages = rowsOn(others, set.images);
    std::erase_if(others, [&](const StageRow& row) { return row.images == set.images; });
    const std::optional<SpeedRun> speed = latestSpeedRun(study);
    Json comparisons = Json::array();
    for (const StoredComparison& comparison : listComparisons(study)) {
        comparisons.push_back(comparisonJson(comparison));
    }
    return {{"study", study.path()},
            {"data", dataJson(study)},
            {"measured_on", {{"split", set.split}, {"count", set.count}, {"data", set.data}}},
            {"stages", stagesJson(stages)},
            {"other_stages", stagesJson(others)},
            {"speed", speed ? speedJson(*speed, listVariants(study)) : Json()},
            {"variants", variantsJson(study)},
            {"sweeps", sweeps},
            {"trainings", trainingsJson(study)},
            {"comparisons", comparisons}};
}

}  // namespace secateur
