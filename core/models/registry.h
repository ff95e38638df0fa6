#pragma once

#include <string>
#include <vector>

#include "core/graph/builder.h"

namespace secateur {

/// One network that Secateur can build.
struct ModelEntry {
    std::string name;         ///< as given to `--model`
    std::string description;  ///< one line for a list
    ModelSpec defaults;
    std::string firstWeight;               ///< state_dict name whose shape tells the input channels
    std::string lastWeight;                ///< state_dict name whose shape tells the classes
    std::vector<std::string> activations;  ///< the first is the default
    Graph (*build)(const ModelSpec& spec, Seed seed) = nullptr;
    int64_t minimumSide = 1;  ///< smaller images are padded to this height and width
    /// Modules that the original has, but does not use: their tensors in a state_dict are ignored.
    std::vector<std::string> unused = {};
    bool scalable = false;  ///< ModelSpec::widthMultiple may be other than 1
    bool strided = true;    ///< ModelSpec::strides may be chosen
};

const std::vector<ModelEntry>& modelRegistry();

/// Null: a network that was read from a file that says all of it.
const ModelEntry* findModel(const std::string& name);
/// Throws Error(NotFound) that lists the names.
const ModelEntry& modelEntry(const std::string& name);

/// Builds the network with random parameters (a function of the seed; without one placeholders, for
/// loadStateDict). Throws
/// Error(InvalidArgument) for sizes that are not positive or below the entry's minimum, or an
/// activation that it does not offer.
Graph buildModel(const ModelSpec& spec, Seed seed = 0);

}  // namespace secateur
