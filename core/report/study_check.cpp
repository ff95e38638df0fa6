#include "core/report/study_check.h"

#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/ranking/ranking_read.h"
#include "core/study/clips.h"
#include "core/study/histogram_store.h"
#include "core/study/measurements.h"
#include "core/study/parity_store.h"
#include "core/study/profile_store.h"
#include "core/study/quant_error_store.h"
#include "core/study/range_store.h"
#include "core/study/recipe_store.h"
#include "core/study/settings.h"
#include "core/study/speed_store.h"
#include "core/study/study.h"
#include "core/study/training_store.h"
#include "core/study/variant.h"
#include "core/train/trainer.h"

namespace secateur {

std::vector<std::string> readEverything(Study& study) {
    std::vector<std::string> faults;
    const auto look = [&](const auto& read) {
        try {
            read();
        } catch (const Error& error) {
            faults.emplace_back(error.what());
        }
    };
    std::vector<Variant> variants;
    std::vector<StoredImages> images;
    look([&] { variants = listVariants(study); });
    look([&] { images = listImages(study); });
    for (const Variant& variant : variants) {
        look([&] { loadVariant(study, variant.id); });
        look([&] { listClips(study, variant.id); });
        look([&] { rangeReasons(study, variant.id); });
        look([&] { storedQuantErrors(study, variant.id); });
        for (const StoredImages& list : images) {
            look([&] { findHistograms(study, variant.id, list.id, std::nullopt); });
        }
    }
    look([&] { listData(study); });
    look([&] { listEvaluations(study); });
    look([&] {
        for (const StoredSweep& sweep : listSweeps(study)) {
            adaptivePoints(study, sweep.id);
        }
    });
    look([&] {
        for (const StoredTraining& training : listTrainings(study)) {
            loadTrainState(study, training.id);
            loadBestNetwork(study, training.id);
        }
    });
    look([&] { listParity(study); });
    look([&] { latestSpeedRun(study); });
    look([&] { latestProfileRun(study); });
    look([&] { listRecipes(study); });
    look([&] { listSettings(study); });
    look([&] { listRankings(study); });
    return faults;
}

}  // namespace secateur
