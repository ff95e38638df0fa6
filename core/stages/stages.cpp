#include "core/stages/stages.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/analysis/evaluator.h"
#include "core/analysis/sensitivity.h"
#include "core/base/digest.h"
#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/setting.h"
#include "core/exec/torch_device.h"
#include "core/graph/cost.h"
#include "core/io/model_file.h"
#include "core/prune/unstructured.h"
#include "core/stages/data_fit.h"
#include "core/stages/fitted_variant.h"
#include "core/stages/ranking_images.h"
#include "core/stages/reconstruction_images.h"
#include "core/study/study.h"

namespace secateur {

namespace {

using namespace nlohmann::literals;

Masks masksFor(const Graph& graph, const PruneRecipe& recipe, const ImageScores* scores) {
    const Ranking ranking(recipe.criterion, recipe.seed, scores);
    switch (recipe.scope) {
        case PruneScope::Global:
            return rankedMasks(graph, recipe.amount, recipe.layers, ranking);
        case PruneScope::Layer:
            return layerMasks(graph, recipe.amount, recipe.layers, ranking);
        case PruneScope::Plan:
            return plannedMasks(graph, recipe.plan, ranking);
    }
    throw Error(ErrorCode::Internal, "impossible scope of pruning");
}

std::string pruneNote(const PruneRecipe& recipe) {
    const char* by = criterionTraits(recipe.criterion).brief;
    if (recipe.scope == PruneScope::Plan) {
        return fmt::format("{}, {} layers each at its own ratio", by, recipe.plan.size());
    }
    const std::string where =
        recipe.layers.empty() ? "" : fmt::format(" of {} layers", recipe.layers.size());
    return fmt::format("{} {}, {:g}{}",
                       recipe.scope == PruneScope::Global ? "global" : "layer by layer", by,
                       recipe.amount, where);
}

/// Lines below the note: a pruning that did nothing, or too much.
std::string pruneRemarks(const Graph& before, const Graph& after) {
    const GraphCost cost = computeCost(before);
    const GraphCost pruned = computeCost(after);
    if (pruned.zeros == cost.zeros) {
        return "\nnothing changed: what this pruning would set to zero is zero already";
    }
    std::vector<std::string> emptied;
    for (size_t i = 0; i < pruned.layers.size(); ++i) {
        const LayerCost& layer = pruned.layers[i];
        if (layer.weights > 0 && layer.zeros == layer.weights &&
            cost.layers[i].zeros < layer.weights) {
            emptied.push_back(layer.name);
        }
    }
    return emptied.empty() ? "" : fmt::format("\nnothing is left of {}", fmt::join(emptied, ", "));
}

/// Those of pruning by L1 are as they were before there was another ranking.
std::string pruneRecipeText(const PruneRecipe& recipe, const RankingImages& images,
                            const ReconstructionImages& train) {
    nlohmann::json json = pruneSettings().toJson(recipe);
    json["method"] = "l1_unstructured";
    if (recipe.criterion == PruneCriterion::L1) {
        json.erase("criterion");
    } else {
        json["method"] = "unstructured";
    }
    if (recipe.criterion == PruneCriterion::Random) {
        json["seed"] = recipe.seed;
    }
    images.describe(json);
    train.describe(json);
    return json.dump();
}

Variant prunedVariant(Study& study, int64_t parent, const PruneRecipe& recipe,
                      const RankingImages& images, const StageContext* stage) {
    pruneSettings().check(recipe);
    const ReconstructionImages train(stage, recipe.reconstruct, recipe.seed);
    const std::string text = pruneRecipeText(recipe, images, train);
    if (auto known = findVariant(study, parent, VariantKind::Pruned, text)) {
        return *known;
    }
    const Graph graph = loadFloatVariant(study, parent);
    const std::optional<ImageScores> scores = images.scores(graph);
    const Masks masks = masksFor(graph, recipe, scores ? &*scores : nullptr);
    const Graph cut = applyMasks(graph, masks);
    NewVariant made{parent, "pruned", VariantKind::Pruned, text, pruneNote(recipe) + images.note()};
    const Graph pruned = train.repaired(
        cut, graph,
        [&](const CalibrationImages& calibration) {
            // What was zero before the cut stays zero, too.
            return reconstructed(graph, masksOfZeros(cut), calibration, stage->workers, stage->run);
        },
        made.note);
    made.note += pruneRemarks(graph, pruned);
    return addVariant(study, made, pruned);
}

/// Studies from before recipes were kept have none. Errors: CorruptData.
nlohmann::json recipeOf(const Variant& variant) {
    if (variant.recipe.empty()) {
        return nlohmann::json::object();
    }
    const std::string source = "the recipe of " + variant.name;
    nlohmann::json recipe = parseJson(variant.recipe, source);
    if (!recipe.is_object()) {
        throw Error(ErrorCode::CorruptData, "file is damaged", {source, "an object", ""});
    }
    return recipe;
}

/// The shares of a variant that was pruned by a plan and not repaired by images, else nothing.
/// Errors: CorruptData.
std::map<std::string, double> planOf(const Variant& variant) {
    const nlohmann::json recipe = recipeOf(variant);
    if (recipe.value("/scope"_json_pointer, nlohmann::json()) != enumName(PruneScope::Plan) ||
        recipe.contains("reconstruct_images")) {
        return {};
    }
    const nlohmann::json plan{{"plan", recipe.value("/plan"_json_pointer, nlohmann::json())}};
    PruneRecipe read;
    pruneSettings().read(plan, "the recipe of " + variant.name, read);
    return read.plan;
}

/// By what, and by how many workers, a stage evaluates this network.
std::pair<std::string, int> measurer(const StageContext& stage, const Graph& graph) {
    const Device device = graph.quantized() ? Device::Cpu : stage.device;
    return {nameOf(device), workersOn(device, stage.workers)};
}

}  // namespace

std::string engineOf(const Variant& variant) {
    const nlohmann::json engine =
        recipeOf(variant).value("/settings/engine"_json_pointer, nlohmann::json());
    return engine.is_string() ? engine.get<std::string>() : std::string();
}

Variant importNetwork(Study& study, const Graph& graph, const std::string& source) {
    const std::vector<uint8_t> bytes = serializeModel(graph);
    Digest digest;
    digest.addBytes(bytes.data(), bytes.size());
    const std::string recipe = nlohmann::json{{"network", digest.hex()}}.dump();
    return addVariant(study,
                      {{},
                       "baseline",
                       VariantKind::Baseline,
                       recipe,
                       fmt::format("{} from {}", graph.quantized() ? "INT8" : "FP32", source)},
                      graph);
}

StoredEvaluation evaluateVariant(const StageContext& stage, const FittedVariant& fitted,
                                 const ImageList& images) {
    const int64_t list = recordImages(stage.study, stage.data, images);
    const auto [processor, used] = measurer(stage, fitted.graph);
    const int64_t id = fitted.variant.id;
    if (auto known = findEvaluation(stage.study, id, list, processor, used)) {
        return *known;
    }
    StoredEvaluation evaluation{id, list, processor, used, {}, {}};
    evaluation.result = evaluate(
        fitted.graph, images.dataset(fitted.data), fitted.data.normalisation, images.indices,
        forStage(stage, EvaluateOptions{.engine = engineOf(fitted.variant),
                                        .sharing = {stage.cluster, images.split}}),
        stage.run);
    StoredEvaluation stored = addEvaluation(stage.study, evaluation);
    stage.run.tell(Stored());
    return stored;
}

StoredEvaluation evaluateVariant(const StageContext& stage, int64_t variant,
                                 const ImageList& images) {
    const Graph graph = loadVariant(stage.study, variant);
    // First: images that do not fit must not become the study's.
    requireFit(graph, stage.data);
    const int64_t list = recordImages(stage.study, stage.data, images);
    const auto [processor, workers] = measurer(stage, graph);
    if (auto known = findEvaluation(stage.study, variant, list, processor, workers)) {
        return *known;
    }
    return evaluateVariant(
        stage, FittedVariant{requireVariant(stage.study, variant), graph, fitData(graph, stage)},
        images);
}

std::vector<MeasuredPlan> measuredPlans(const std::vector<Variant>& variants,
                                        const std::vector<StoredEvaluation>& evaluations,
                                        int64_t variant, int64_t images) {
    const auto evaluationOf = [&](int64_t id) {
        const auto found = std::find_if(evaluations.begin(), evaluations.end(), [&](const auto& e) {
            return e.variant == id && e.images == images;
        });
        return found == evaluations.end() ? nullptr : &found->result;
    };
    std::vector<MeasuredPlan> plans;
    const Evaluation* before = evaluationOf(variant);
    for (const Variant& made : variants) {
        const Evaluation* after = evaluationOf(made.id);
        if (made.parent != variant || made.kind != VariantKind::Pruned || before == nullptr ||
            after == nullptr) {
            continue;
        }
        if (const std::map<std::string, double> plan = planOf(made); !plan.empty()) {
            plans.push_back({plan, dropBetween(*before, *after), made.name});
        }
    }
    return plans;
}

Variant pruneVariant(Study& study, int64_t parent, const PruneRecipe& recipe) {
    return prunedVariant(study, parent, recipe, {}, nullptr);
}

Variant pruneVariant(const StageContext& stage, int64_t parent, const PruneRecipe& recipe) {
    return prunedVariant(stage.study, parent, recipe,
                         {&stage, recipe.criterion, recipe.rankingImages, recipe.seed}, &stage);
}

}  // namespace secateur
