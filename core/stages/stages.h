#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/analysis/predicted_drop.h"
#include "core/prune/prune_recipe.h"
#include "core/stages/stage_context.h"
#include "core/study/measurements.h"
#include "core/study/variant.h"

/// The stages of the work, each a function on a study. Every stage looks up first: what the study
/// has already (same network, same images, same settings) is given back and not measured again;
/// what was interrupted goes on where it was and ends with the same numbers.
namespace secateur {

struct FittedVariant;

/// Stores a network that came from elsewhere as a root of the family tree. `source` is its file.
Variant importNetwork(Study& study, const Graph& graph, const std::string& source);

/// The quantized engine that a variant's recipe asks for; empty: the best there is.
std::string engineOf(const Variant& variant);

/// Throws Cancelled, and the errors of evaluate(). INT8 networks run on engineOf() them.
StoredEvaluation evaluateVariant(const StageContext& stage, const FittedVariant& fitted,
                                 const ImageList& images);
/// The same; what the study has is given back without loading the network.
StoredEvaluation evaluateVariant(const StageContext& stage, int64_t variant,
                                 const ImageList& images);

/// By a ranking without images. Errors: InvalidArgument (pruneSettings, and those of rankedMasks).
/// Remarks say if nothing changed and of which layers nothing is left.
Variant pruneVariant(Study& study, int64_t parent, const PruneRecipe& recipe);
/// By any ranking: one by images looks at those that the recipe draws. Errors: also those of
/// imageScores and drawnImages.
Variant pruneVariant(const StageContext& stage, int64_t parent, const PruneRecipe& recipe);

/// What was measured on this list of images (StoredImages::id) of the plans that were made of this
/// network: what DropPredictor is calibrated by. The evaluations of the network itself on the same
/// images must be among the evaluations, or there is nothing to compare with.
std::vector<MeasuredPlan> measuredPlans(const std::vector<Variant>& variants,
                                        const std::vector<StoredEvaluation>& evaluations,
                                        int64_t variant, int64_t images);

}  // namespace secateur
