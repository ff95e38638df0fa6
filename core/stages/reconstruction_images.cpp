#include "core/stages/reconstruction_images.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/stages/data_fit.h"
#include "core/stages/split_images.h"
#include "core/train/micro_batch.h"

namespace secateur {

namespace {

std::string noteOf(const Reconstruction& made, size_t images) {
    double before = 0.0;
    double after = 0.0;
    for (const ReconstructedLayer& layer : made.layers) {
        before += layer.before;
        after += layer.after;
    }
    const double share = 100.0 / static_cast<double>(std::max<size_t>(1, made.layers.size()));
    return fmt::format(
        ", reconstructed on {} train images: {} layers missed {:.1f} % of their outputs' squares, "
        "now {:.1f} %",
        images, made.layers.size(), share * before, share * after);
}

}  // namespace

ReconstructionImages::ReconstructionImages(const StageContext* stage, int64_t count, uint64_t seed)
    : m_stage(stage) {
    if (count == 0) {
        return;
    }
    if (stage == nullptr) {
        throw Error(ErrorCode::InvalidArgument, "a reconstruction looks at images",
                    {"", "training images", "none"});
    }
    m_images = drawnImages(stage->data, Split::Train, count, seed);
}

void ReconstructionImages::describe(nlohmann::json& recipe) const {
    if (m_images) {
        recipe["reconstruct_images"] = imageListDigest(m_stage->data, *m_images);
    } else {
        recipe.erase("reconstruct");
    }
}

Graph ReconstructionImages::repaired(
    const Graph& cut, const Graph& whole,
    const std::function<Reconstruction(const CalibrationImages&)>& repair,
    std::string& note) const {
    if (!m_images) {
        return cut;
    }
    const ImageData data = fitData(whole, *m_stage);
    const Reconstruction made =
        repair({&m_images->dataset(data), data.normalisation, m_images->indices,
                microBatch(whole, TrainOptions(), false)});
    note += noteOf(made, m_images->indices.size());
    return made.graph;
}

}  // namespace secateur
