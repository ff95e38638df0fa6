#pragma once

#include <string>

#include "app/cli/command.h"
#include "app/cli/setting_options.h"
#include "core/quant/quantize_options.h"

namespace secateur::cli {

/// The options by which a command is told how to quantize: a recipe, and what differs from it.
struct RecipeArguments {
    std::string recipe = "default";
    GivenSettings given;
    std::string saveAs;
};

void addRecipeOptions(CLI::App& command, RecipeArguments& a);

/// The recipe (a predefined one, one of the study, or a JSON file) with the given options in place
/// of its own; kept in the study under `--save-recipe`. Errors: NotFound, InvalidArgument and those
/// of recipeFromText.
QuantizeOptions chosenRecipe(Session& session, const RecipeArguments& a);

}  // namespace secateur::cli
