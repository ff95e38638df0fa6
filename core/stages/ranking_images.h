#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "core/prune/ranking.h"
#include "core/stages/stage_context.h"
#include "core/study/measurements.h"

namespace secateur {

class Graph;

/// imageScores() of a network on these images; `data`: as it takes them (fitData). In batches that
/// training takes at once (microBatch).
ImageScores scoresOf(const Graph& graph, const ImageData& data, PruneCriterion criterion,
                     const ImageList& images, const StageContext& stage);

/// The images that a ranking looks at, if it looks at any.
class RankingImages {
 public:
    /// None: a ranking by images is refused where it is used.
    RankingImages() = default;
    /// `count` of the train split, drawn by the seed; 0: all. Nothing where the criterion needs
    /// none. `stage` must outlive this. Error(NotFound): no train split.
    RankingImages(const StageContext* stage, PruneCriterion criterion, int64_t count,
                  uint64_t seed);

    std::optional<ImageScores> scores(const Graph& graph) const;
    /// Lays down in a recipe which images they are, and takes their number away where there are
    /// none.
    void describe(nlohmann::json& recipe) const;
    /// ", ranked on 1024 train images", or nothing.
    std::string note() const;

 private:
    const StageContext* m_stage = nullptr;
    PruneCriterion m_criterion = PruneCriterion::L1;
    std::optional<ImageList> m_images;
};

}  // namespace secateur
