#pragma once

#include <functional>

#include "core/analysis/parity_report.h"
#include "core/quant/quantize_options.h"
#include "core/stages/stage_context.h"
#include "core/study/measurements.h"
#include "core/study/quant_error_store.h"

/// What can be known about a quantization: whether the kernels compute what they should, and which
/// layer costs what.
namespace secateur {

class Study;

/// compareParity() of an INT8 variant on its recipe's engine, kept in the study (parity_store.h).
/// Errors: InvalidArgument (an FP32 variant).
ParityReport verifyVariant(const StageContext& stage, int64_t variant, const ImageList& images);

/// measureQuantErrors(), each point stored when measured; what the study has is not measured again.
/// `changed` (may be empty) gets all that is known whenever a point is added. Errors: those of
/// quantizeVariant and evaluateVariant.
QuantErrors quantErrorsOf(const StageContext& stage, int64_t variant, const ImageList& calibration,
                          const ImageList& images, const QuantizeOptions& options,
                          const std::function<void(const QuantErrors&)>& changed = {});

}  // namespace secateur
