#include "core/quant/recipe.h"

#include <functional>

#include "core/base/failure.h"
#include "core/base/json_fields.h"
#include "core/base/json_text.h"

namespace secateur {

namespace {

using nlohmann::json;

constexpr int64_t kMostImages = int64_t{1} << 40;

json clipsToJson(const std::map<std::string, ClipRange>& clips) {
    json result = json::object();
    for (const auto& [layer, range] : clips) {
        result[layer] = {range.low, range.high};
    }
    return result;
}

std::map<std::string, ClipRange> clipsFrom(const JsonFields& fields, const char* key) {
    std::map<std::string, ClipRange> clips;
    const JsonFields own = fields.child(key);
    for (const auto& [layer, range] : fields.at(key).items()) {
        if (!range.is_array() || range.size() != 2 || !range[0].is_number() ||
            !range[1].is_number()) {
            own.corrupt(layer, "a lower and an upper end");
        }
        clips[layer] = {range[0].get<double>(), range[1].get<double>()};
        requireRange(clips[layer], layer);
    }
    return clips;
}

std::set<std::string> layersFrom(const JsonFields& fields, const char* key) {
    std::set<std::string> layers;
    const json& value = fields.at(key);
    if (!value.is_array()) {
        fields.corrupt(key, "a list of layers");
    }
    for (const json& layer : value) {
        if (!layer.is_string()) {
            fields.corrupt(key, "a list of layers");
        }
        layers.insert(layer.get<std::string>());
    }
    return layers;
}

/// The key's value takes the place of `target` where the key is there.
void readSetting(const JsonFields& f, const std::string& key, QuantizeOptions& o) {
    const char* k = key.c_str();
    if (key == "activation_observer") {
        o.activationObserver = observerFromName(f.text(k));
    } else if (key == "activation_percentile") {
        o.activationPercentile = f.number(k, 0, 100);
    } else if (key == "activation_scheme") {
        o.activationScheme = activationSchemeFromName(f.text(k));
    } else if (key == "relu6") {
        o.relu6Range = relu6RangeFromName(f.text(k));
    } else if (key == "symmetric_bottlenecks") {
        o.symmetricBottlenecks = f.flag(k);
    } else if (key == "reduce_range") {
        o.reduceRange = reduceRangeFromName(f.text(k));
    } else if (key == "weight_scales") {
        o.weightScales = weightScalesFromName(f.text(k));
    } else if (key == "weight_observer") {
        o.weightObserver = observerFromName(f.text(k));
    } else if (key == "weight_percentile") {
        o.weightPercentile = f.number(k, 0, 100);
    } else if (key == "equalize") {
        o.equalize = f.flag(k);
    } else if (key == "correct_bias") {
        o.correctBias = f.flag(k);
    } else if (key == "float_layers") {
        o.floatLayers = layersFrom(f, k);
    } else if (key == "activation_clips") {
        o.activationClips = clipsFrom(f, k);
    } else if (key == "weight_clips") {
        o.weightClips = clipsFrom(f, k);
    } else if (key == "engine") {
        o.engine = f.text(k);
    } else if (key == "calibration_images") {
        o.calibrationImages = f.integer(k, 0, kMostImages);
    } else {
        f.corrupt(key, "a setting of quantization");
    }
}

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

json recipeToJson(const QuantizeOptions& o) {
    return {{"activation_observer", observerName(o.activationObserver)},
            {"activation_percentile", o.activationPercentile},
            {"activation_scheme", activationSchemeName(o.activationScheme)},
            {"relu6", relu6RangeName(o.relu6Range)},
            {"symmetric_bottlenecks", o.symmetricBottlenecks},
            {"reduce_range", reduceRangeName(o.reduceRange)},
            {"weight_scales", weightScalesName(o.weightScales)},
            {"weight_observer", observerName(o.weightObserver)},
            {"weight_percentile", o.weightPercentile},
            {"equalize", o.equalize},
            {"correct_bias", o.correctBias},
            {"float_layers", o.floatLayers},
            {"activation_clips", clipsToJson(o.activationClips)},
            {"weight_clips", clipsToJson(o.weightClips)},
            {"engine", o.engine},
            {"calibration_images", o.calibrationImages}};
}

QuantizeOptions recipeFromJson(const json& value, const std::string& source) {
    const JsonFields fields(value, source);
    QuantizeOptions options;
    for (const auto& [key, ignored] : value.items()) {
        readSetting(fields, key, options);
    }
    checkOptions(options);
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
