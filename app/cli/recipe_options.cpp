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

template <class Value, class Target>
void set(const std::optional<Value>& given, Target& target) {
    if (given) {
        target = *given;
    }
}

/// A flag that stays empty where it is not given, which CLI11's own binding to optional does not.
void addSwitch(CLI::App& command, const char* names, std::optional<bool>& target,
               const char* description) {
    command.add_flag_function(
        names, [&target](int64_t times) { target = times > 0; }, description);
}

std::string recipeNames() {
    std::string names;
    for (const QuantRecipe& recipe : predefinedRecipes()) {
        names += (names.empty() ? "\"" : ", \"") + recipe.name + "\"";
    }
    return names;
}

void addActivationOptions(CLI::App& command, RecipeArguments& a) {
    command
        .add_option("--observer", a.observer,
                    "how the range of an activation follows from its histogram: min-max; "
                    "moving-average (of batches of 8); percentile; mse (least squared error); "
                    "entropy (KL divergence, as TensorRT)")
        ->check(CLI::IsMember({"min-max", "moving-average", "percentile", "mse", "entropy"}));
    command.add_option("--percentile", a.percentile, "of --observer percentile (default 99.99)")
        ->check(CLI::Range(0.0, 100.0));
    command
        .add_option("--activations", a.scheme,
                    "affine, or symmetric: the zero point in the middle of the integers")
        ->check(CLI::IsMember({"affine", "symmetric"}));
    command
        .add_option("--relu6", a.relu6,
                    "range of ReLU6 outputs: fixed ([0, 6]), observed, or automatic (fixed with 8 "
                    "bits and min-max where calibration reached half of it, else observed)")
        ->check(CLI::IsMember({"automatic", "fixed", "observed"}));
    command
        .add_option("--reduce-range", a.reduceRange,
                    "on: activations have 7 bits; off: 8; automatic: 7 where the engine would "
                    "saturate on this CPU")
        ->check(CLI::IsMember({"automatic", "on", "off"}));
    addSwitch(command, "--symmetric-bottlenecks,!--affine-bottlenecks", a.symmetricBottlenecks,
              "zero point in the middle for outputs without an activation");
    command
        .add_option("--calibration", a.calibrationImages,
                    "training images to observe activations on (default 512; 0: all)")
        ->check(CLI::NonNegativeNumber);
}

void addWeightOptions(CLI::App& command, RecipeArguments& a) {
    command
        .add_option("--weights", a.weights,
                    "per-channel: a scale for every output channel; per-tensor: one for all")
        ->check(CLI::IsMember({"per-channel", "per-tensor"}));
    command
        .add_option("--weight-observer", a.weightObserver,
                    "what the scale of weights follows from: min-max, percentile (of |w|), mse")
        ->check(CLI::IsMember({"min-max", "percentile", "mse"}));
    command
        .add_option("--weight-percentile", a.weightPercentile,
                    "of --weight-observer percentile (default 99.9)")
        ->check(CLI::Range(0.0, 100.0));
    addSwitch(command, "--equalize,!--no-equalize", a.equalize,
              "cross-layer equalization before anything else");
    addSwitch(command, "--correct-bias,!--no-correct-bias", a.correctBias,
              "subtract the expected error of every layer's outputs from its bias");
    command
        .add_option("--keep-fp32", a.floatLayers,
                    "layers that keep float weights and compute in float")
        ->delimiter(',');
}

}  // namespace

void addRecipeOptions(CLI::App& command, RecipeArguments& a) {
    command
        .add_option("--recipe", a.recipe,
                    "settings to start from: " + recipeNames() +
                        ", one of the study's, or a JSON file; the options below go before them")
        ->capture_default_str();
    addActivationOptions(command, a);
    addWeightOptions(command, a);
    command.add_option("--engine", a.engine, "quantized engine of LibTorch");
    command.add_option("--save-recipe", a.saveAs, "keep the settings in the study by this name");
}

QuantizeOptions chosenRecipe(Session& session, const RecipeArguments& a) {
    QuantizeOptions o = startOf(session, a);
    if (a.observer) {
        o.activationObserver = observerFromName(*a.observer);
    }
    if (a.scheme) {
        o.activationScheme = activationSchemeFromName(*a.scheme);
    }
    if (a.relu6) {
        o.relu6Range = relu6RangeFromName(*a.relu6);
    }
    if (a.reduceRange) {
        o.reduceRange = reduceRangeFromName(*a.reduceRange);
    }
    if (a.weights) {
        o.weightScales = weightScalesFromName(*a.weights);
    }
    if (a.weightObserver) {
        o.weightObserver = observerFromName(*a.weightObserver);
    }
    set(a.percentile, o.activationPercentile);
    set(a.weightPercentile, o.weightPercentile);
    set(a.symmetricBottlenecks, o.symmetricBottlenecks);
    set(a.equalize, o.equalize);
    set(a.correctBias, o.correctBias);
    set(a.engine, o.engine);
    set(a.calibrationImages, o.calibrationImages);
    o.floatLayers.insert(a.floatLayers.begin(), a.floatLayers.end());
    checkOptions(o);
    if (!a.saveAs.empty()) {
        saveRecipe(openStudy(session), a.saveAs, o);
    }
    o.workers = session.common.threads;
    session.output["recipe"] = recipeToJson(o);
    return o;
}

}  // namespace secateur::cli
