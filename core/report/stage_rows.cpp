#include "core/report/stage_rows.h"

#include <map>

#include "core/report/study_snapshot.h"

namespace secateur {

std::vector<StageRow> stageRows(const StudySnapshot& snapshot) {
    std::map<std::pair<int64_t, int64_t>, const StoredEvaluation*> first;
    for (const StoredEvaluation& evaluation : snapshot.evaluations) {
        first.emplace(std::pair(evaluation.variant, evaluation.images), &evaluation);
    }
    const SpeedRun speeds = snapshot.speed.value_or(SpeedRun());
    std::vector<StageRow> rows;
    for (const StoredEvaluation& evaluation : snapshot.evaluations) {
        const Variant& variant = *snapshot.variant(evaluation.variant);
        const StoredImages& list = *snapshot.imageList(evaluation.images);
        const int64_t root = snapshot.rootOf(variant.id);
        StageRow row;
        row.stage = variant.name;
        row.variant = variant.id;
        row.images = list.id;
        row.split = list.split;
        row.data = snapshot.dataSet(list.dataSet)->name;
        row.correct = evaluation.result.correct;
        row.count = evaluation.result.count();
        row.reference = root == variant.id;
        if (const auto baseline = first.find({root, list.id}); baseline != first.end()) {
            row.drop = dropBetween(baseline->second->result, evaluation.result);
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
