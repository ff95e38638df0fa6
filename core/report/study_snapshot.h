#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/quant/recipe.h"
#include "core/ranking/ranking_read.h"
#include "core/report/stage_rows.h"
#include "core/study/measurements.h"
#include "core/study/profile_store.h"
#include "core/study/speed_store.h"
#include "core/study/training_store.h"
#include "core/study/variant.h"

namespace secateur {

/// What a study holds at one moment, without the weights. Immutable: views keep a shared_ptr to it
/// and get a new one when something was measured.
struct StudySnapshot {
    std::string identity;  ///< Study::identity
    std::string path;      ///< of the file; empty: in memory
    std::string label;     ///< the path, or "study in memory"
    std::vector<Variant> variants;
    std::vector<StageRow> rows;  ///< one an evaluation, with the paired drop to the family's root
    std::vector<StoredEvaluation> evaluations;
    std::vector<StoredImages> images;
    std::vector<StoredSweep> sweeps;
    std::vector<StoredTraining> trainings;
    std::vector<StoredData> data;
    std::vector<QuantRecipe> recipes;  ///< the predefined ones first
    std::vector<StoredRanking> rankings;
    std::map<std::string, std::string> settings;
    std::optional<SpeedRun> speed;      ///< the latest
    std::optional<ProfileRun> profile;  ///< the latest

    std::vector<int64_t> stamps;  ///< Study::changes of each part when it was read

    const Variant* variant(int64_t id) const;  ///< null if there is none
    /// The first network of this one's family; 0 if there is no such network.
    int64_t rootOf(int64_t variant) const;
    const StoredImages* imageList(int64_t id) const;
    const StoredData* dataSet(int64_t id) const;
};

/// Any thread. What no transaction has written to since `before`, an earlier snapshot of the same
/// open study, is taken from it; everything else is read once.
std::shared_ptr<const StudySnapshot> readSnapshot(
    Study& study, const std::shared_ptr<const StudySnapshot>& before = {});

}  // namespace secateur
