#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/quant/node_histogram.h"

namespace secateur {

class Study;

/// The histograms of this variant, prepared so (preparationText; without one: however prepared, of
/// each layer one), on these images (StoredImages::id); empty if there are none.
/// Error(CorruptData), naming the layer, if one is damaged.
std::map<std::string, NodeHistogram> findHistograms(Study& study, int64_t variant, int64_t images,
                                                    const std::optional<std::string>& preparation);
/// All of them or, if the process ends before it returns, none.
void addHistograms(Study& study, int64_t variant, int64_t images, const std::string& preparation,
                   const std::map<std::string, NodeHistogram>& histograms);

/// What the study holds of this variant: of the calibration with the most images, if any.
struct StoredActivations {
    std::map<std::string, NodeHistogram> histograms;
    int64_t images = 0;  ///< how many they were collected on
};
StoredActivations storedActivations(Study& study, int64_t variant,
                                    const std::string& preparation = "");

}  // namespace secateur
