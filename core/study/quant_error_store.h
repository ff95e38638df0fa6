#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/analysis/quant_error_table.h"

namespace secateur {

class Study;

/// Per-layer quantization errors of an FP32 variant under these options.
struct QuantErrors {
    std::vector<LayerNoise> noises;       ///< in the graph's order
    std::vector<QuantErrorPoint> points;  ///< in the order in which they were measured
    int64_t knownBefore = 0;
    int64_t baselineCorrect = 0;  ///< of the FP32 network
    int64_t count = 0;            ///< images
};

/// Finds or makes the run of this variant on these images (StoredImages::id) with this recipe
/// (quantizeRecipeText), and keeps its noises.
int64_t openQuantErrorRun(Study& study, int64_t variant, int64_t images, const std::string& recipe,
                          const std::vector<LayerNoise>& noises);
/// In the order in which they were measured.
std::vector<QuantErrorPoint> quantErrorPoints(Study& study, int64_t run);
void addQuantErrorPoint(Study& study, int64_t run, const QuantErrorPoint& point);

/// What the study holds of this variant, of the run that was begun last; empty if there is none.
QuantErrors storedQuantErrors(Study& study, int64_t variant);

}  // namespace secateur
