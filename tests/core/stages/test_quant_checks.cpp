#include "core/stages/quant_checks.h"
#include "core/study/quant_error_store.h"

#include <optional>

#include "core/analysis/parity_json.h"
#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/io/model_file.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/stages.h"
#include "core/study/parity_store.h"
#include "core/study/recipe_store.h"
#include "core/study/study.h"
#include "tests/support/catch.h"
#include "tests/support/quadrants.h"
#include "tests/support/scratch.h"

using namespace secateur;
using namespace secateur::test;

namespace {

const ImageList kCalibration{Split::Train, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}};
const ImageList kTest{Split::Test, {20, 21, 22, 23, 24, 25, 26, 27}};

int64_t imported(Study& study) {
    return importNetwork(study, tinyNetwork(), "tiny").id;
}

QuantErrors errorsOf(Study& study, int64_t variant, const RunContext& context) {
    return quantErrorsOf({study, quadrantImages(), 0, context}, variant, kCalibration, kTest, {});
}

}  // namespace

TEST_CASE("recipes are kept by name, predefined ones apart", "[study]") {
    const Scratch folder;
    QuantizeOptions options;
    options.equalize = true;
    options.floatLayers = {"conv1"};
    {
        Study study(folder / "a.secateur");
        CHECK(listRecipes(study).size() == predefinedRecipes().size());
        saveRecipe(study, "mine", options);
        CHECK_THROWS_AS(saveRecipe(study, "default", options), Error);
        CHECK_THROWS_AS(saveRecipe(study, "", options), Error);
    }
    Study study(folder / "a.secateur");
    CHECK(recipeToJson(requireRecipe(study, "mine").options) == recipeToJson(options));
    CHECK(recipeNameOf(study, options) == "mine");
    CHECK(recipeNameOf(study, {}) == "default");
    CHECK_THROWS_AS(requireRecipe(study, "other"), Error);
    options.equalize = false;
    saveRecipe(study, "mine", options);
    CHECK_FALSE(requireRecipe(study, "mine").options.equalize);
    CHECK(listRecipes(study).size() == predefinedRecipes().size() + 1);
    CHECK(recipeNameOf(study, options) == "mine");
}

TEST_CASE("another observer needs no other pass, and the note names the recipe", "[study]") {
    Study study;
    const ImageData data = quadrantImages();
    const int64_t id = imported(study);
    const Variant first = quantizeVariant({study, data}, id, kCalibration, {});
    CHECK(first.note.find("by recipe \"default\"") != std::string::npos);
    RunContext context;
    context.onProgress = [](const Progress&) { FAIL("the images were run again"); };
    for (const ObserverKind kind : {ObserverKind::MovingAverage, ObserverKind::Percentile,
                                    ObserverKind::Mse, ObserverKind::Entropy}) {
        QuantizeOptions options;
        options.activationObserver = kind;
        options.activationPercentile = 90.0;
        const Variant other = quantizeVariant({study, data, 0, context}, id, kCalibration, options);
        CHECK(other.id != first.id);
        CHECK(loadVariant(study, other.id).node(1).quant !=
              loadVariant(study, first.id).node(1).quant);
    }
}

TEST_CASE("per-tensor weights and float layers go through the file and run alike", "[study]") {
    Study study;
    const ImageData data = quadrantImages();
    QuantizeOptions options;
    options.weightScales = WeightScales::PerTensor;
    options.floatLayers = {"conv2"};
    options.correctBias = true;
    const Variant int8 = quantizeVariant({study, data}, imported(study), kCalibration, options);
    CHECK(int8.note.find("kept in FP32: conv2") != std::string::npos);
    const Graph graph = loadVariant(study, int8.id);
    CHECK(graph.node(graph.require("conv1")).parameter("weight").qscheme() == at::kPerTensorAffine);
    CHECK(graph.node(graph.require("conv2")).parameter("weight").scalar_type() == at::kFloat);
    const Graph again = parseModel(serializeModel(graph), "again");
    const StoredEvaluation stored = evaluateVariant({study, data, 1}, int8.id, kTest);
    const Variant copy = importNetwork(study, again, "again");
    CHECK(evaluateVariant({study, data, 1}, copy.id, kTest).result.predictions ==
          stored.result.predictions);
    const auto codeOf = [&](const std::string& layer) {
        QuantizeOptions wrong;
        wrong.floatLayers = {layer};
        try {
            quantizeVariant({study, data}, 1, kCalibration, wrong);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::Internal;
    };
    CHECK(codeOf("conv9") == ErrorCode::NotFound);
    CHECK(codeOf("flat") == ErrorCode::InvalidArgument);
}

TEST_CASE("what was pruned is exactly zero in INT8, whatever the recipe", "[study]") {
    Study study;
    const ImageData data = quadrantImages();
    PruneRecipe prune;
    prune.scope = PruneScope::Layer;
    prune.amount = 0.5;
    const int64_t pruned = pruneVariant(study, imported(study), prune).id;
    const Graph before = loadVariant(study, pruned);
    for (const QuantRecipe& recipe : predefinedRecipes()) {
        INFO(recipe.name);
        const Variant int8 = quantizeVariant({study, data}, pruned, kCalibration, recipe.options);
        const Graph after = loadVariant(study, int8.id);
        for (const char* layer : {"conv1", "conv2", "linear"}) {
            const at::Tensor mask = before.node(before.require(layer)).parameter("weight") == 0;
            const at::Tensor weight = after.node(after.require(layer)).parameter("weight");
            CHECK(mask.sum().item<int64_t>() * 2 == mask.numel());
            CHECK(weight.int_repr().masked_select(mask).eq(0).all().item<bool>());
        }
        CHECK(int8.zeros >= requireVariant(study, pruned).zeros);
    }
}

TEST_CASE("quantization errors are stored point by point and go on after a stop", "[study]") {
    Study whole;
    const QuantErrors expected = errorsOf(whole, imported(whole), {});
    CHECK(expected.points.size() == 7);
    CHECK(expected.knownBefore == 0);
    CHECK(expected.count == 8);

    Study study;
    const int64_t id = imported(study);
    std::stop_source source;
    RunContext context;
    context.stop = source.get_token();
    context.onProgress = [&](const Progress& progress) {
        if (progress.stage == "quantization errors" && progress.done == 3) {
            source.request_stop();
        }
    };
    CHECK_THROWS_AS(errorsOf(study, id, context), Cancelled);
    CHECK(storedQuantErrors(study, id).points.size() == 3);
    const QuantErrors resumed = errorsOf(study, id, {});
    CHECK(resumed.knownBefore == 3);
    REQUIRE(resumed.points.size() == expected.points.size());
    for (size_t i = 0; i < expected.points.size(); ++i) {
        CHECK(resumed.points[i].layer == expected.points[i].layer);
        CHECK(resumed.points[i].mode == expected.points[i].mode);
        CHECK(resumed.points[i].correct == expected.points[i].correct);
        CHECK(resumed.points[i].lost == expected.points[i].lost);
    }
    const QuantErrors stored = storedQuantErrors(study, id);
    CHECK(stored.points.size() == 7);
    CHECK(stored.baselineCorrect == expected.baselineCorrect);
    REQUIRE(stored.noises.size() == expected.noises.size());
    CHECK(stored.noises[0].weightSqnrDb == expected.noises[0].weightSqnrDb);
    CHECK(stored.noises[0].activationSqnrDb == expected.noises[0].activationSqnrDb);
    CHECK(storedQuantErrors(study, id + 1).points.empty());
}

TEST_CASE("only INT8 variants can be verified, and the study keeps the newest result", "[study]") {
    const Scratch folder;
    const std::string path = folder / "a.secateur";
    std::optional<Study> opened(std::in_place, path);
    Study& study = *opened;
    const ImageData data = quadrantImages();
    const int64_t id = imported(study);
    CHECK_THROWS_AS(verifyVariant({study, data, 1}, id, kTest), Error);
    const Variant int8 = quantizeVariant({study, data}, id, kCalibration, {});
    const ParityReport report = verifyVariant({study, data, 2}, int8.id, kTest);
    CHECK(report.images == 8);
    CHECK(report.layers.size() == 4);
    CHECK_FALSE(findParity(study, id).has_value());
    verifyVariant({study, data, 2}, int8.id, {Split::Test, {1, 2}});
    verifyVariant({study, data, 2}, int8.id, kTest);  // in place of the first
    opened.reset();
    Study again(path);
    CHECK(listParity(again).size() == 2);
    CHECK(parityText(findParity(again, int8.id).value()) == parityText(report));
    CHECK(parityToJson(findParity(again, int8.id).value()) == parityToJson(report));
}

TEST_CASE("a parity report that is none is refused", "[study]") {
    nlohmann::json json = parityToJson(ParityReport());
    CHECK(parityFromJson(json).layers.empty());
    json["layers"] = "none";
    CHECK_THROWS_AS(parityFromJson(json), Error);
    CHECK_THROWS_AS(parityFromJson(nlohmann::json::parse("{", nullptr, false)), Error);
}
