#include "core/report/study_snapshot.h"

#include <algorithm>

#include "core/study/recipe_store.h"
#include "core/study/settings.h"
#include "core/study/study.h"

namespace secateur {

namespace {

template <class T>
const T* withId(const std::vector<T>& items, int64_t id) {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const T& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

const Variant* StudySnapshot::variant(int64_t id) const {
    return withId(variants, id);
}

const StoredImages* StudySnapshot::imageList(int64_t id) const {
    return withId(images, id);
}

const StoredData* StudySnapshot::dataSet(int64_t id) const {
    return withId(data, id);
}

std::shared_ptr<const StudySnapshot> readSnapshot(Study& study) {
    auto snapshot = std::make_shared<StudySnapshot>();
    snapshot->path = study.path();
    snapshot->label = study.label();
    snapshot->variants = listVariants(study);
    snapshot->evaluations = listEvaluations(study);
    snapshot->images = listImages(study);
    snapshot->sweeps = listSweeps(study);
    snapshot->trainings = listTrainings(study);
    snapshot->data = listData(study);
    snapshot->recipes = listRecipes(study);
    snapshot->rankings = listRankings(study);
    snapshot->settings = listSettings(study);
    snapshot->speed = latestSpeedRun(study);
    snapshot->rows = stageRows(*snapshot);
    return snapshot;
}

}  // namespace secateur
