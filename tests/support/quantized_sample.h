#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/graph/cost.h"
#include "core/quant/recipe.h"
#include "core/stages/layer_ranges.h"
#include "core/study/clips.h"

namespace secateur::test {

/// What an INT8 file holds of one tensor.
struct FileRange {
    std::string layer;
    ClipTarget target = ClipTarget::Activations;
    double smallestScale = 0.0;
    double largestScale = 0.0;  ///< another one where weights have a scale for every channel
    int64_t zeroPoint = 0;
};

/// An untrained network on noise, quantized: what core says of its ranges before and after, and
/// what the file holds.
struct QuantizedSample {
    std::shared_ptr<const GraphCost> cost;
    std::shared_ptr<const NetworkRanges> planned;  ///< of the FP32 network, by the recipe
    std::shared_ptr<const NetworkRanges> stored;   ///< of the INT8 network
    std::vector<ClipChoice> clips;
    std::vector<FileRange> file;
};

/// `clipped`: the third layer's outputs were clipped by hand. No header of torch is needed here.
QuantizedSample quantizedSample(const std::string& model, const QuantRecipe& recipe, bool clipped);

}  // namespace secateur::test
