#include "core/stages/ranking_images.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/analysis/image_scores.h"
#include "core/stages/data_fit.h"
#include "core/stages/split_images.h"
#include "core/train/micro_batch.h"

namespace secateur {

ImageScores scoresOf(const Graph& graph, const ImageData& data, PruneCriterion criterion,
                     const ImageList& images, const StageContext& stage) {
    return imageScores(graph, criterion,
                       {&images.dataset(data), data.normalisation, images.indices,
                        microBatch(graph, TrainOptions(), false)},
                       stage.workers, stage.run);
}

RankingImages::RankingImages(const StageContext* stage, PruneCriterion criterion, int64_t count,
                             uint64_t seed)
    : m_stage(stage), m_criterion(criterion) {
    if (criterionTraits(criterion).images) {
        m_images = drawnImages(stage->data, Split::Train, count, seed);
    }
}

std::optional<ImageScores> RankingImages::scores(const Graph& graph) const {
    return m_images ? std::optional(scoresOf(graph, fitData(graph, *m_stage), m_criterion,
                                             *m_images, *m_stage))
                    : std::nullopt;
}

void RankingImages::describe(nlohmann::json& recipe) const {
    if (m_images) {
        recipe["images"] = imageListDigest(m_stage->data, *m_images);
    } else {
        recipe.erase("ranking_images");
    }
}

std::string RankingImages::note() const {
    return m_images ? fmt::format(", ranked on {} {} images", m_images->indices.size(),
                                  enumName(m_images->split))
                    : "";
}

}  // namespace secateur
