#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "core/quant/quantize_options.h"

namespace secateur::cli {

/// The options by which a command is told how to quantize: a recipe, and what differs from it.
struct RecipeArguments {
    std::string recipe = "default";
    std::optional<std::string> observer;
    std::optional<double> percentile;
    std::optional<std::string> scheme;
    std::optional<std::string> relu6;
    std::optional<std::string> reduceRange;
    std::optional<std::string> weights;
    std::optional<std::string> weightObserver;
    std::optional<double> weightPercentile;
    std::optional<bool> equalize;
    std::optional<bool> correctBias;
    std::optional<bool> symmetricBottlenecks;
    std::optional<std::string> engine;
    std::optional<int64_t> calibrationImages;
    std::vector<std::string> floatLayers;
    std::string saveAs;
};

void addRecipeOptions(CLI::App& command, RecipeArguments& a);

/// The recipe (a predefined one, one of the study, or a JSON file) with the given options in place
/// of its own; kept in the study under `--save-recipe`. Errors: NotFound, InvalidArgument and those
/// of recipeFromText.
QuantizeOptions chosenRecipe(Session& session, const RecipeArguments& a);

}  // namespace secateur::cli
