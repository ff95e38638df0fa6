#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/prune/criterion.h"
#include "core/prune/prune_scope.h"

namespace secateur {

template <class Options>
class SettingsOf;

/// Pruning of single weights: Global and Layer of `layers` (empty: all) at `amount`, Plan of the
/// layers that it names.
struct PruneRecipe {
    PruneScope scope = PruneScope::Global;
    double amount = 0.7;
    std::vector<std::string> layers = {};
    std::map<std::string, double> plan = {};  ///< layer to share, in [0, 1)
    PruneCriterion criterion = PruneCriterion::L1;
    /// Of the train split, drawn by the seed, that a criterion with CriterionTraits::images looks
    /// at; 0: all. More are hardly needed: the scores are averages.
    int64_t rankingImages = 1024;
    uint64_t seed = 0;  ///< of Random and of the images; not a setting
    /// Layers that lost weights get those that make up for it best on so many training images,
    /// drawn by the seed (core/analysis/reconstruction.h); 0: they keep their own.
    int64_t reconstruct = 0;
};

const SettingsOf<PruneRecipe>& pruneSettings();

}  // namespace secateur
