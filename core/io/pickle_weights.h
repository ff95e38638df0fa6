#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/io/pickle_value.h"

namespace secateur {

/// A dict of tensors that stands in a pickle, or the parameters and buffers of a pickled module.
struct PickledWeights {
    std::string name;  ///< the keys that lead to it, joined by dots; empty: the top level
    std::vector<std::pair<std::string, std::shared_ptr<const TensorRecipe>>> tensors;
    /// Text, numbers and booleans that stand beside the tensors or beside what holds them.
    std::map<std::string, std::string> metadata;
};

/// Every dict of tensors within a few levels of `root`, those of the upper levels first, each level
/// in the order of the file. Modules (torch.save(model), TorchScript) are walked as data: their
/// `_modules`, `_parameters` and `_buffers`, or their attributes. Error(CorruptData) naming
/// `source` for what nests or repeats itself without end, or names a tensor twice.
std::vector<PickledWeights> weightsIn(const PickleValue& root, const std::string& source);

}  // namespace secateur
