#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/study/measurements.h"
#include "core/study/variant.h"

/// The stages of the work, each a function on a study. Every stage looks up first: what the study
/// has already (same network, same images, same settings) is given back and not measured again;
/// what was interrupted goes on where it was and ends with the same numbers.
namespace secateur {

/// Stores a network that came from elsewhere as a root of the family tree. `source` is its file.
Variant importNetwork(Study& study, const Graph& graph, const std::string& source);

/// The quantized engine that a variant's recipe asks for; empty: the best there is.
std::string engineOf(const Variant& variant);

/// Throws Cancelled, and the errors of evaluate(). INT8 networks run on engineOf() them.
StoredEvaluation evaluateVariant(Study& study, int64_t variant, const ImageData& data,
                                 const ImageList& images, int workers, const RunContext& context);

/// L1 unstructured pruning. Scope "global": one ranking over `layers` (empty: all); "layer": every
/// layer by itself; both at `amount`. "plan": each named layer at its own ratio.
struct PruneRecipe {
    std::string scope = "global";
    double amount = 0.7;
    std::vector<std::string> layers;
    std::map<std::string, double> plan;
};
Variant pruneVariant(Study& study, int64_t parent, const PruneRecipe& recipe);
/// Variant::recipe of what pruneVariant makes.
std::string pruneRecipeText(const PruneRecipe& recipe);

}  // namespace secateur
