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

std::shared_ptr<const StudySnapshot> readSnapshot(
    Study& study, const std::shared_ptr<const StudySnapshot>& before) {
    auto snapshot = std::make_shared<StudySnapshot>();
    snapshot->identity = study.identity();
    snapshot->path = study.path();
    snapshot->label = study.label();
    const auto part = [&](auto StudySnapshot::*where, auto read,
                          std::initializer_list<const char*> tables) {
        const size_t place = snapshot->stamps.size();
        snapshot->stamps.push_back(study.changes(tables));
        const bool stands = before && before->stamps.at(place) == snapshot->stamps.back();
        (*snapshot).*where = stands ? (*before).*where : read(study);
    };
    part(&StudySnapshot::variants, listVariants, {"variant"});
    part(&StudySnapshot::evaluations, listEvaluations, {"evaluation", "image_list", "data_set"});
    part(&StudySnapshot::images, listImages, {"image_list", "data_set"});
    part(&StudySnapshot::sweeps, listSweeps, {"sweep", "sweep_point"});
    part(&StudySnapshot::trainings, listTrainings,
         {"training", "training_epoch", "training_scale"});
    part(&StudySnapshot::data, listData, {"data_set"});
    part(&StudySnapshot::recipes, listRecipes, {"quant_recipe"});
    part(&StudySnapshot::rankings, listRankings,
         {"comparison", "comparison_network", "compared_network", "comparison_result"});
    part(&StudySnapshot::settings, listSettings, {"setting"});
    part(&StudySnapshot::speed, latestSpeedRun, {"speed", "speed_run"});
    snapshot->rows = stageRows(*snapshot);
    return snapshot;
}

}  // namespace secateur
