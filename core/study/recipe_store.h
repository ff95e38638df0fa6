#pragma once

#include <vector>

#include "core/quant/recipe.h"

namespace secateur {

class Study;

/// The predefined recipes, then the study's own by name.
std::vector<QuantRecipe> listRecipes(Study& study);
/// Error(NotFound) with the names there are.
QuantRecipe requireRecipe(Study& study, const std::string& name);
/// Keeps the settings under this name, in place of what it stood for. Errors: InvalidArgument (no
/// name, the name of a predefined recipe, settings that quantizeSettings refuse).
void saveRecipe(Study& study, const std::string& name, const QuantizeOptions& options);
/// The name of a recipe with exactly these settings (the number of workers apart), else "".
std::string recipeNameOf(Study& study, const QuantizeOptions& options);

}  // namespace secateur
