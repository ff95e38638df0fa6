#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/prune/prune_scope.h"

namespace secateur {

template <class Options>
class SettingsOf;

/// L1 unstructured pruning: Global and Layer of `layers` (empty: all) at `amount`, Plan of the
/// layers that it names.
struct PruneRecipe {
    PruneScope scope = PruneScope::Global;
    double amount = 0.7;
    std::vector<std::string> layers;
    std::map<std::string, double> plan;  ///< layer to share, in [0, 1)
};

const SettingsOf<PruneRecipe>& pruneSettings();

}  // namespace secateur
