#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/analysis/quant_error_table.h"

namespace secateur {

class Study;

/// Finds or makes the run of this variant on these images (StoredImages::id) with this recipe
/// (quantizeRecipeText), and keeps its noises.
int64_t openQuantErrorRun(Study& study, int64_t variant, int64_t images, const std::string& recipe,
                          const std::vector<LayerNoise>& noises);
/// In the order in which they were measured.
std::vector<QuantErrorPoint> quantErrorPoints(Study& study, int64_t run);
void addQuantErrorPoint(Study& study, int64_t run, const QuantErrorPoint& point);

}  // namespace secateur
