#include "core/stages/stages.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/analysis/evaluator.h"
#include "core/analysis/sensitivity.h"
#include "core/base/digest.h"
#include "core/base/error.h"
#include "core/base/machine.h"
#include "core/base/parallel.h"
#include "core/io/model_file.h"
#include "core/prune/unstructured.h"
#include "core/stages/data_fit.h"
#include "core/study/study.h"

namespace secateur {

namespace {

Masks masksFor(const Graph& graph, const PruneRecipe& recipe) {
    if (recipe.scope == "global") {
        return globalL1Masks(graph, recipe.amount, recipe.layers);
    }
    if (recipe.scope == "layer") {
        return layerL1Masks(graph, recipe.amount, recipe.layers);
    }
    if (recipe.scope == "plan") {
        return plannedL1Masks(graph, recipe.plan);
    }
    throw Error(ErrorCode::InvalidArgument, "unknown scope of pruning",
                {"", "global, layer or plan", recipe.scope});
}

std::string pruneNote(const PruneRecipe& recipe) {
    if (recipe.scope == "plan") {
        return fmt::format("L1, {} layers each at its own ratio", recipe.plan.size());
    }
    const std::string where =
        recipe.layers.empty() ? "" : fmt::format(" of {} layers", recipe.layers.size());
    return fmt::format("{} L1, {:g}{}", recipe.scope == "global" ? "global" : "layer by layer",
                       recipe.amount, where);
}

}  // namespace

std::string engineOf(const Variant& variant) {
    const nlohmann::json recipe = nlohmann::json::parse(variant.recipe, nullptr, false);
    return recipe.is_object() && recipe.contains("settings")
               ? recipe["settings"].value("engine", std::string())
               : std::string();
}

Variant importNetwork(Study& study, const Graph& graph, const std::string& source) {
    const std::vector<uint8_t> bytes = serializeModel(graph);
    Digest digest;
    digest.addBytes(bytes.data(), bytes.size());
    const std::string recipe = nlohmann::json{{"network", digest.hex()}}.dump();
    return addVariant(study,
                      {{},
                       "baseline",
                       "baseline",
                       recipe,
                       fmt::format("{} from {}", graph.quantized() ? "INT8" : "FP32", source)},
                      graph);
}

StoredEvaluation evaluateVariant(Study& study, int64_t variant, const ImageData& data,
                                 const ImageList& images, int workers, const RunContext& context) {
    const int64_t list = recordImages(study, data, images);
    const int used = workerCount(workers);
    const std::string processor = processorName();
    if (auto known = findEvaluation(study, variant, list, processor, used)) {
        return *known;
    }
    const Graph graph = loadVariant(study, variant);
    const ImageData fitted = fitData(graph, data, context);
    StoredEvaluation evaluation{variant, list, processor, used, {}, {}};
    evaluation.result = evaluate(graph, images.dataset(fitted), data.normalisation, images.indices,
                                 {workers, 8, engineOf(requireVariant(study, variant))}, context);
    addEvaluation(study, evaluation);
    return *findEvaluation(study, variant, list, processor, used);
}

std::string pruneRecipeText(const PruneRecipe& recipe) {
    return nlohmann::json{{"method", "l1_unstructured"},
                          {"scope", recipe.scope},
                          {"amount", recipe.amount},
                          {"layers", recipe.layers},
                          {"plan", recipe.plan}}
        .dump();
}

Variant pruneVariant(Study& study, int64_t parent, const PruneRecipe& recipe) {
    const Graph graph = loadFloatVariant(study, parent);
    return addVariant(study,
                      {parent, "pruned", "pruned", pruneRecipeText(recipe), pruneNote(recipe)},
                      applyMasks(graph, masksFor(graph, recipe)));
}

}  // namespace secateur
