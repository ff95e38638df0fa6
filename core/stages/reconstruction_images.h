#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "core/analysis/reconstruction.h"
#include "core/stages/stage_context.h"
#include "core/study/measurements.h"

namespace secateur {

/// The images that a cut is reconstructed on, if it is.
class ReconstructionImages {
 public:
    /// `count` of the train split, drawn by the seed; 0: none. `stage` must outlive this.
    /// Errors: InvalidArgument (no stage to look at images), NotFound (no train split).
    ReconstructionImages(const StageContext* stage, int64_t count, uint64_t seed);

    /// Lays down in a recipe which images they are, or takes their number away.
    void describe(nlohmann::json& recipe) const;
    /// What `repair` makes of `cut` on these images, as `whole` takes them; `note` gets
    /// ", reconstructed on 512 train images: 35 layers missed 12.3 % of their outputs' squares, now
    /// 4.5 %". Without images `cut` itself.
    Graph repaired(const Graph& cut, const Graph& whole,
                   const std::function<Reconstruction(const CalibrationImages&)>& repair,
                   std::string& note) const;

 private:
    const StageContext* m_stage;
    std::optional<ImageList> m_images;
};

}  // namespace secateur
