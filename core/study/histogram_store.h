#pragma once

#include <map>
#include <string>

#include "core/study/layer_ranges.h"

namespace secateur {

/// The histograms of this variant on these images (StoredImages::id); empty if there are none.
/// Error(CorruptData), naming the layer, if one is damaged.
std::map<std::string, ActivationHistogram> findHistograms(Study& study, int64_t variant,
                                                          int64_t images);
/// All of them or, if the process ends before it returns, none.
void addHistograms(Study& study, int64_t variant, int64_t images,
                   const std::map<std::string, ActivationHistogram>& histograms);

}  // namespace secateur
