#include "core/quant/recipe.h"

#include <functional>

#include "core/base/failure.h"
#include "core/base/json_text.h"
#include "core/quant/post_training.h"

namespace secateur {

namespace {

using nlohmann::json;

QuantRecipe recipe(const char* name, const char* description,
                   const std::function<void(QuantizeOptions&)>& change) {
    QuantRecipe result{name, description, {}};
    change(result.options);
    return result;
}

}  // namespace

const std::vector<QuantRecipe>& predefinedRecipes() {
    using O = QuantizeOptions;
    const auto perTensor = [](O& o) { o.weightScales = WeightScales::PerTensor; };
    static const std::vector<QuantRecipe> recipes{
        recipe("default", "per-channel weights, min-max", [](O&) {}),
        recipe("per-tensor min-max", "one scale a weight: the classical recipe that fails",
               perTensor),
        recipe("per-tensor mse", "one scale a weight, ranges of least squared error",
               [&](O& o) {
                   perTensor(o);
                   o.weightObserver = ObserverKind::Mse;
                   o.activationObserver = ObserverKind::Mse;
               }),
        recipe("per-tensor equalized",
               "one scale a weight after cross-layer equalization, with bias correction",
               [&](O& o) {
                   perTensor(o);
                   o.equalize = true;
                   o.correctBias = true;
               }),
        recipe("per-channel mse", "per-channel weights, ranges of least squared error",
               [](O& o) {
                   o.weightObserver = ObserverKind::Mse;
                   o.activationObserver = ObserverKind::Mse;
               }),
    };
    return recipes;
}

json recipeToJson(const QuantizeOptions& options) {
    return quantizeSettings().toJson(options);
}

std::string preparationText(const QuantizeOptions& o) {
    return keepsFoldedNetwork(o) ? ""
                                 : json{{"equalize", o.equalize},
                                        {"weight_clips", recipeToJson(o).at("weight_clips")}}
                                       .dump();
}

QuantizeOptions recipeFromJson(const json& value, const std::string& source) {
    QuantizeOptions options;
    quantizeSettings().read(value, source, options);
    return options;
}

std::string recipeToText(const QuantizeOptions& options) {
    return jsonText(recipeToJson(options), 2);
}

QuantizeOptions recipeFromText(const std::string& text, const std::string& source) {
    try {
        return recipeFromJson(parseJson(text, source), source);
    } catch (...) {
        rethrowNaming(source);
    }
}

}  // namespace secateur
