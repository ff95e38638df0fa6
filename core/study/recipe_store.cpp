#include "core/study/recipe_store.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/study/rows.h"
#include "core/study/study.h"

namespace secateur {

namespace {

void requireOwn(const std::string& name) {
    const auto& fixed = predefinedRecipes();
    const bool taken = std::any_of(fixed.begin(), fixed.end(),
                                   [&](const QuantRecipe& recipe) { return recipe.name == name; });
    if (name.empty() || taken) {
        throw Error(ErrorCode::InvalidArgument, "a recipe cannot be kept under this name",
                    {"", "a name that no predefined recipe has", "'" + name + "'"});
    }
}

}  // namespace

std::vector<QuantRecipe> listRecipes(Study& study) {
    std::vector<QuantRecipe> recipes = predefinedRecipes();
    study.transact([&](SQLite::Database& database) {
        Rows row(study, database, {"quant_recipe"},
                 "SELECT rowid, name, recipe FROM quant_recipe ORDER BY name");
        while (row.next()) {
            const std::string name = row.text();
            recipes.push_back({name, "", row.parsed([&] {
                                   return recipeFromText(row.text(), "\"" + name + "\"");
                               })});
        }
    });
    return recipes;
}

QuantRecipe requireRecipe(Study& study, const std::string& name) {
    std::string names;
    for (QuantRecipe& recipe : listRecipes(study)) {
        if (recipe.name == name) {
            return std::move(recipe);
        }
        names += (names.empty() ? "" : ", ") + recipe.name;
    }
    throw Error(ErrorCode::NotFound, "no such recipe", {study.label(), "one of " + names, name});
}

void saveRecipe(Study& study, const std::string& name, const QuantizeOptions& options) {
    requireOwn(name);
    quantizeSettings().check(options);
    study.transact([&](SQLite::Database& database) {
        execute(database,
                "INSERT INTO quant_recipe VALUES (?, ?) ON CONFLICT DO UPDATE SET "
                "recipe = excluded.recipe",
                name, recipeToText(options));
    });
}

std::string recipeNameOf(Study& study, const QuantizeOptions& options) {
    const nlohmann::json wanted = recipeToJson(options);
    for (const QuantRecipe& recipe : listRecipes(study)) {
        if (recipeToJson(recipe.options) == wanted) {
            return recipe.name;
        }
    }
    return {};
}

}  // namespace secateur
