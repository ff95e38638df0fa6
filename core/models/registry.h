#pragma once

#include <string>
#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// One network that Secateur can build.
struct ModelEntry {
    std::string name;         ///< as given to `--model`
    std::string description;  ///< one line for a list
    ModelSpec defaults;
    std::string firstWeight;               ///< state_dict name whose shape tells the input channels
    std::string lastWeight;                ///< state_dict name whose shape tells the classes
    std::vector<std::string> activations;  ///< the first is the default
};

const std::vector<ModelEntry>& modelRegistry();

/// Throws Error(NotFound) that lists the names.
const ModelEntry& modelEntry(const std::string& name);

/// Builds the network with random parameters (a function of the seed). Throws
/// Error(InvalidArgument) for sizes that are not positive or an activation it does not offer.
Graph buildModel(const ModelSpec& spec, uint64_t seed = 0);

}  // namespace secateur
