#pragma once

#include <nlohmann/json.hpp>

#include "core/analysis/parity_report.h"

namespace secateur {

/// `engine, instruction_set, saturating, images, same_class_simulated, same_class_kernels, total,
/// layers`; total and each layer: `layer, kind, fp32, outputs, simulated_largest_steps,
/// simulated_differing, kernel_largest_steps, kernel_differing, pair_sums, saturated`.
nlohmann::ordered_json parityToJson(const ParityReport& report);

/// Error(CorruptData) where a field is missing or of another type.
ParityReport parityFromJson(const nlohmann::json& json);

}  // namespace secateur
