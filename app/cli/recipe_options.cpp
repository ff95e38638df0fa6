#include "app/cli/recipe_options.h"

#include <filesystem>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/study/recipe_store.h"

namespace secateur::cli {

namespace {

QuantizeOptions startOf(Session& session, const RecipeArguments& a) {
    if (std::filesystem::is_regular_file(a.recipe)) {
        const std::vector<uint8_t> bytes = readFile(a.recipe);
        return recipeFromText(std::string(bytes.begin(), bytes.end()), a.recipe);
    }
    return requireRecipe(openStudy(session), a.recipe).options;
}

std::string recipeNames() {
    std::string names;
    for (const QuantRecipe& recipe : predefinedRecipes()) {
        names += (names.empty() ? "\"" : ", \"") + recipe.name + "\"";
    }
    return names;
}

}  // namespace

void addRecipeOptions(CLI::App& command, RecipeArguments& a) {
    command
        .add_option("--recipe", a.recipe,
                    "settings to start from: " + recipeNames() +
                        ", one of the study's, or a JSON file; the options below go before them")
        ->capture_default_str();
    addSettingOptions(command, quantizeSettings(), {}, a.given);
    command.add_option("--save-recipe", a.saveAs, "keep the settings in the study by this name");
}

QuantizeOptions chosenRecipe(Session& session, const RecipeArguments& a) {
    QuantizeOptions o = withGiven(startOf(session, a), quantizeSettings(), a.given);
    if (!a.saveAs.empty()) {
        saveRecipe(openStudy(session), a.saveAs, o);
    }
    session.output["recipe"] = recipeToJson(o);
    return o;
}

}  // namespace secateur::cli
