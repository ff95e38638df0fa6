#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/quant/clip_range.h"
#include "core/quant/histogram.h"

namespace secateur {

class Study;

/// The outputs of one node, activation fused, over the calibration images.
struct ActivationHistogram {
    std::string layer;
    Histogram values;
    std::optional<ClipRange> movingAverage;  ///< as in NodeHistogram; unknown before schema 4
    bool relu6 = false;                      ///< bounded by [0, 6] by construction
    bool bottleneck = false;  ///< a linear output (no activation), as MobileNetV2's projections
};

/// The histograms of this variant on these images (StoredImages::id); empty if there are none.
/// Error(CorruptData), naming the layer, if one is damaged.
std::map<std::string, ActivationHistogram> findHistograms(Study& study, int64_t variant,
                                                          int64_t images);
/// All of them or, if the process ends before it returns, none.
void addHistograms(Study& study, int64_t variant, int64_t images,
                   const std::map<std::string, ActivationHistogram>& histograms);

/// What the study holds of this variant: of the calibration with the most images, if any.
struct StoredActivations {
    std::map<std::string, ActivationHistogram> histograms;
    int64_t images = 0;  ///< how many they were collected on
};
StoredActivations storedActivations(Study& study, int64_t variant);

}  // namespace secateur
