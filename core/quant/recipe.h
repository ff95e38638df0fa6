#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/quant/quantize_options.h"

namespace secateur {

/// Settings of quantization under a name, so that a result can be made again.
struct QuantRecipe {
    std::string name;
    std::string description;  ///< one line; empty for the user's own
    QuantizeOptions options;
};

/// Those that every study has: "default" first; "per-tensor min-max" is the classical one that
/// fails on depthwise layers.
const std::vector<QuantRecipe>& predefinedRecipes();

/// Every setting but the number of workers; two options with equal JSON quantize alike.
nlohmann::json recipeToJson(const QuantizeOptions& options);

/// Settings from JSON; what is left out has its default, so that older recipes stay readable.
/// `source` is for messages. Errors: CorruptData naming the key (no object, an unknown key, a value
/// of the wrong type), InvalidArgument (a value that does not exist; see quantizeSettings).
QuantizeOptions recipeFromJson(const nlohmann::json& json, const std::string& source);

/// The same as text.
std::string recipeToText(const QuantizeOptions& options);
QuantizeOptions recipeFromText(const std::string& text, const std::string& source);

/// What the settings do to a folded network before its outputs are observed (prepareNetwork), as
/// text; empty: nothing.
std::string preparationText(const QuantizeOptions& options);

}  // namespace secateur
