#include "core/stages/recalibrate_stage.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/stages/data_fit.h"
#include "core/stages/split_images.h"
#include "core/study/study.h"
#include "core/train/batch_statistics.h"
#include "core/train/recalibration.h"

namespace secateur {

bool hasStatistics(Study& study, int64_t variant) {
    return !normsOf(loadVariant(study, variant)).empty();
}

Variant recalibrateVariant(const StageContext& stage, int64_t parent, const ImageList& images,
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

Variant recalibrateVariant(const StageContext& stage, int64_t parent,
                           const RecalibrateOptions& options, uint64_t seed) {
    return recalibrateVariant(stage, parent,
                              drawnImages(stage.data, Split::Train, options.images, seed), options);
}

}  // namespace secateur
