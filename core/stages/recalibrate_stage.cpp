#include "core/stages/recalibrate_stage.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/analysis/reconstruction.h"
#include "core/stages/data_fit.h"
#include "core/stages/removed_channels.h"
#include "core/stages/split_images.h"
#include "core/study/study.h"
#include "core/train/batch_statistics.h"
#include "core/train/recalibration.h"

namespace secateur {

namespace {

/// By the network that it was cut of.
Variant realignedVariant(const StageContext& stage, const Variant& cut, const Graph& graph,
                         const ImageList& images, int64_t batchSize, uint64_t seed) {
    const Variant whole = requireVariant(stage.study, *cut.parent);
    const nlohmann::json recipe{{"method", "realign"},
                                {"images", imageListDigest(stage.data, images)},
                                {"image_count", images.indices.size()},
                                {"batch_size", batchSize}};
    if (auto known = findVariant(stage.study, cut.id, VariantKind::Recalibrated, recipe.dump())) {
        return *known;
    }
    const Graph before = loadFloatVariant(stage.study, whole.id);
    const ChannelRemoval removal = cut.kind == VariantKind::Slimmed
                                       ? removalOfVariant(stage, cut, before, seed)
                                       : ChannelRemoval();
    const ImageData fitted = fitData(graph, stage);
    const Graph made =
        realigned(before, graph, removal,
                  {&images.dataset(fitted), fitted.normalisation, images.indices, batchSize},
                  stage.workers, stage.run);
    return addVariant(
        stage.study,
        {cut.id, "recalibrated", VariantKind::Recalibrated, recipe.dump(),
         fmt::format("without batch normalisations: outputs have the means and deviations of those "
                     "of {} on {} {} images, no training",
                     whole.name, images.indices.size(), enumName(images.split))},
        made);
}

/// On these images, which are of train.
Variant onImages(const StageContext& stage, int64_t parent, const ImageList& images,
                 const RecalibrateOptions& options) {
    nlohmann::json recipe{{"method", "recalibrate"},
                          {"images", imageListDigest(stage.data, images)},
                          {"batch_size", options.batchSize}};
    const std::string withoutCount = recipe.dump();  // as older studies have it
    recipe["image_count"] = images.indices.size();
    for (const std::string& text : {recipe.dump(), withoutCount}) {
        if (auto known = findVariant(stage.study, parent, VariantKind::Recalibrated, text)) {
            return *known;
        }
    }
    const Graph graph = loadFloatVariant(stage.study, parent);
    const ImageData fitted = fitData(graph, stage);
    const Graph made = recalibrated(graph, images.dataset(fitted), fitted.normalisation,
                                    images.indices, options.batchSize, stage.workers, stage.run);
    const std::string fitting = fitNote(graph, stage.data);
    return addVariant(
        stage.study,
        {parent, "recalibrated", VariantKind::Recalibrated, recipe.dump(),
         fmt::format("batch statistics estimated anew on {} {} images, {} a batch, no training{}{}",
                     images.indices.size(), enumName(images.split), options.batchSize,
                     fitting.empty() ? "" : "\n", fitting)},
        made);
}

}  // namespace

bool justCut(const Variant& variant) {
    return variant.parent &&
           (variant.kind == VariantKind::Pruned || variant.kind == VariantKind::Slimmed);
}

bool canRecalibrate(Study& study, int64_t variant) {
    return justCut(requireVariant(study, variant)) || !normsOf(loadVariant(study, variant)).empty();
}

Variant recalibrateVariant(const StageContext& stage, int64_t parent,
                           const RecalibrateOptions& options, uint64_t seed) {
    const ImageList images = drawnImages(stage.data, Split::Train, options.images, seed);
    const Variant variant = requireVariant(stage.study, parent);
    if (justCut(variant)) {
        const Graph graph = loadFloatVariant(stage.study, parent);
        if (normsOf(graph).empty()) {
            return realignedVariant(stage, variant, graph, images, options.batchSize, seed);
        }
    }
    return onImages(stage, parent, images, options);
}

}  // namespace secateur
