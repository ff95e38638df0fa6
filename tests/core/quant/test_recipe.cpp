#include "core/quant/recipe.h"

#include "core/base/error.h"
#include "tests/support/catch.h"

namespace secateur::test {

namespace {

/// No setting at its default.
QuantizeOptions unusual() {
    QuantizeOptions o;
    o.activationObserver = ObserverKind::Percentile;
    o.activationPercentile = 99.5;
    o.activationScheme = ActivationScheme::Symmetric;
    o.relu6Range = Relu6Range::Observed;
    o.symmetricBottlenecks = true;
    o.reduceRange = ReduceRange::On;
    o.weightScales = WeightScales::PerTensor;
    o.weightObserver = ObserverKind::Mse;
    o.weightPercentile = 97.0;
    o.equalize = true;
    o.correctBias = true;
    o.floatLayers = {"conv1", "linear"};
    o.activationClips = {{"conv1", {-0.5, 2.25}}};
    o.weightClips = {{"linear", {-1.0, 0.1}}};
    o.engine = "onednn";
    o.calibrationImages = 77;
    return o;
}

ErrorCode codeOf(const std::string& text) {
    try {
        recipeFromText(text, "r.json");
    } catch (const Error& error) {
        INFO(error.what());
        CHECK(std::string(error.what()).size() > 10);
        return error.code();
    }
    return ErrorCode::Internal;
}

}  // namespace

TEST_CASE("every setting goes through JSON and comes back") {
    const nlohmann::json defaults = recipeToJson({});
    const nlohmann::json changed = recipeToJson(unusual());
    REQUIRE(defaults.size() == changed.size());
    for (const auto& [key, value] : changed.items()) {
        INFO(key);
        CHECK(value != defaults.at(key));
    }
    CHECK(recipeToJson(recipeFromText(recipeToText(unusual()), "r.json")) == changed);
    CHECK(recipeToJson(recipeFromText("{}", "r.json")) == defaults);
    QuantizeOptions busy;
    busy.workers = 7;
    CHECK(recipeToJson(busy) == defaults);
}

TEST_CASE("recipes that make no sense are refused") {
    CHECK(codeOf("nonsense") == ErrorCode::CorruptData);
    CHECK(codeOf("[]") == ErrorCode::CorruptData);
    CHECK(codeOf(R"({"percentil": 3})") == ErrorCode::CorruptData);
    CHECK(codeOf(R"({"equalize": "yes"})") == ErrorCode::CorruptData);
    CHECK(codeOf(R"({"float_layers": [1]})") == ErrorCode::CorruptData);
    CHECK(codeOf(R"({"activation_clips": {"a": [1]}})") == ErrorCode::CorruptData);
    CHECK(codeOf(R"({"activation_clips": {"a": [2, 1]}})") == ErrorCode::InvalidArgument);
    CHECK(codeOf(R"({"activation_observer": "guess"})") == ErrorCode::InvalidArgument);
    CHECK(codeOf(R"({"weight_observer": "entropy"})") == ErrorCode::InvalidArgument);
    CHECK(codeOf(R"({"activation_percentile": 0})") == ErrorCode::InvalidArgument);
    CHECK(codeOf(R"({"calibration_images": -1})") == ErrorCode::InvalidArgument);
    CHECK(codeOf(R"({"calibration_images": 1.5})") == ErrorCode::CorruptData);
}

TEST_CASE("predefined recipes have different names and settings, the defaults first") {
    const std::vector<QuantRecipe>& recipes = predefinedRecipes();
    CHECK(recipes.front().name == "default");
    CHECK(recipeToJson(recipes.front().options) == recipeToJson({}));
    for (size_t i = 0; i < recipes.size(); ++i) {
        CHECK_NOTHROW(quantizeSettings().check(recipes[i].options));
        for (size_t k = 0; k < i; ++k) {
            CHECK(recipes[i].name != recipes[k].name);
            CHECK(recipeToJson(recipes[i].options) != recipeToJson(recipes[k].options));
        }
    }
}

TEST_CASE("names of settings lead back to them") {
    for (const auto value : {ReduceRange::Automatic, ReduceRange::On, ReduceRange::Off}) {
        CHECK(enumFromName<ReduceRange>(enumName(value)) == value);
    }
    for (const auto value : {WeightScales::PerChannel, WeightScales::PerTensor}) {
        CHECK(enumFromName<WeightScales>(enumName(value)) == value);
    }
    for (const auto value : {ActivationScheme::Affine, ActivationScheme::Symmetric}) {
        CHECK(enumFromName<ActivationScheme>(enumName(value)) == value);
    }
    for (const auto value : {ObserverKind::MinMax, ObserverKind::MovingAverage,
                             ObserverKind::Percentile, ObserverKind::Mse, ObserverKind::Entropy}) {
        CHECK(enumFromName<ObserverKind>(enumName(value)) == value);
    }
    CHECK_THROWS_AS(enumFromName<WeightScales>("per-row"), Error);
}

}  // namespace secateur::test
