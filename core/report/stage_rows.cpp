#include "core/report/stage_rows.h"

#include <map>

#include "core/analysis/evaluation.h"
#include "core/study/measurements.h"
#include "core/study/speed_store.h"
#include "core/study/variant.h"

namespace secateur {

namespace {

int64_t rootOf(const std::map<int64_t, Variant>& variants, int64_t id) {
    while (variants.at(id).parent) {
        id = *variants.at(id).parent;
    }
    return id;
}

const StoredEvaluation* evaluationOf(const std::vector<StoredEvaluation>& evaluations,
                                     int64_t variant, int64_t images) {
    for (const StoredEvaluation& evaluation : evaluations) {
        if (evaluation.variant == variant && evaluation.images == images) {
            return &evaluation;
        }
    }
    return nullptr;
}

}  // namespace

std::vector<StageRow> stageRows(Study& study) {
    std::map<int64_t, Variant> variants;
    for (const Variant& variant : listVariants(study)) {
        variants.emplace(variant.id, variant);
    }
    std::map<int64_t, StoredImages> lists;
    for (const StoredImages& list : listImages(study)) {
        lists.emplace(list.id, list);
    }
    std::map<int64_t, std::string> dataNames;
    for (const StoredData& data : listData(study)) {
        dataNames.emplace(data.id, data.name);
    }
    const SpeedRun speeds = latestSpeedRun(study).value_or(SpeedRun());
    const std::vector<StoredEvaluation> evaluations = listEvaluations(study);
    std::vector<StageRow> rows;
    for (const StoredEvaluation& evaluation : evaluations) {
        const Variant& variant = variants.at(evaluation.variant);
        const StoredImages& list = lists.at(evaluation.images);
        const int64_t root = rootOf(variants, variant.id);
        StageRow row;
        row.stage = variant.name;
        row.variant = variant.id;
        row.images = list.id;
        row.split = list.split;
        row.data = dataNames.at(list.dataSet);
        row.correct = evaluation.result.correct;
        row.count = evaluation.result.count();
        row.reference = root == variant.id;
        if (const StoredEvaluation* baseline = evaluationOf(evaluations, root, list.id)) {
            row.drop = dropBetween(baseline->result, evaluation.result);
        }
        row.sizeBytes = variant.sizeBytes;
        row.gzipBytes = variant.gzipBytes;
        row.speeds = speeds.of(variant.id);
        row.sparsity = variant.sparsity();
        row.note = variant.note.substr(0, variant.note.find('\n'));
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace secateur
