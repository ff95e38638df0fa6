#include "core/report/study_snapshot.h"

#include <algorithm>
#include <set>

#include "core/study/recipe_store.h"
#include "core/study/settings.h"
#include "core/study/study.h"
#include "core/study/variant_edits.h"

namespace secateur {

namespace {

template <class T>
const T* withId(const std::vector<T>& items, int64_t id) {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const T& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

std::set<std::string> removedOf(const std::map<std::string, std::string>& settings) {
    std::set<std::string> names;
    for (const auto& [name, value] : settings) {
        if (name.starts_with(kRemovedPrefix)) {
            names.insert(name);
        }
    }
    return names;
}

/// What was measured of networks that were taken out.
void leaveOutRemoved(StudySnapshot& snapshot) {
    const auto gone = [&](const auto& one) { return snapshot.variant(one.variant) == nullptr; };
    std::erase_if(snapshot.evaluations, gone);
    std::erase_if(snapshot.sweeps, gone);
    if (snapshot.speed) {
        std::erase_if(snapshot.speed->figures, gone);
    }
    if (snapshot.profile) {
        std::erase_if(snapshot.profile->networks, gone);
    }
}

}  // namespace

const Variant* StudySnapshot::variant(int64_t id) const {
    return withId(variants, id);
}

int64_t StudySnapshot::rootOf(int64_t id) const {
    int64_t root = 0;
    for (const Variant* at = variant(id); at != nullptr;
         at = at->parent ? variant(*at->parent) : nullptr) {
        root = at->id;
    }
    return root;
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
    const bool useful = before && removedOf(before->settings) == removedOf(listSettings(study));
    snapshot->identity = study.identity();
    snapshot->path = study.path();
    snapshot->label = study.label();
    const auto part = [&](auto StudySnapshot::*where, auto read,
                          std::initializer_list<const char*> tables) {
        const size_t place = snapshot->stamps.size();
        snapshot->stamps.push_back(study.changes(tables));
        const bool stands = useful && before->stamps.at(place) == snapshot->stamps.back();
        (*snapshot).*where = stands ? (*before).*where : read(study);
    };
    part(&StudySnapshot::variants, listVariants, {"variant", "setting"});
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
    part(&StudySnapshot::profile, latestProfileRun, {"profile", "profile_run"});
    leaveOutRemoved(*snapshot);
    snapshot->rows = stageRows(*snapshot);
    return snapshot;
}

}  // namespace secateur
