#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/analysis/parity_report.h"
#include "core/analysis/quant_error_table.h"
#include "core/base/run_context.h"
#include "core/quant/quantize_options.h"
#include "core/study/measurements.h"

/// What can be known about a quantization: whether the kernels compute what they should, and which
/// layer costs what.
namespace secateur {

class Study;

/// compareParity() of an INT8 variant on its recipe's engine, kept in the study (parity_store.h).
/// Errors: InvalidArgument (an FP32 variant).
ParityReport verifyVariant(Study& study, int64_t variant, const ImageData& data,
                           const ImageList& images, int workers, const RunContext& context);

/// Per-layer quantization errors of an FP32 variant under these options.
struct QuantErrors {
    std::vector<LayerNoise> noises;       ///< in the graph's order
    std::vector<QuantErrorPoint> points;  ///< in the order in which they were measured
    int64_t knownBefore = 0;
    int64_t baselineCorrect = 0;  ///< of the FP32 network
    int64_t count = 0;            ///< images
};

/// measureQuantErrors(), each point stored when measured; what the study has is not measured again.
/// `changed` (may be empty) gets all that is known whenever a point is added. Errors: those of
/// quantizeVariant and evaluateVariant.
QuantErrors quantErrorsOf(Study& study, int64_t variant, const ImageData& data,
                          const ImageList& calibration, const ImageList& images,
                          const QuantizeOptions& options,
                          const std::function<void(const QuantErrors&)>& changed,
                          const RunContext& context);

/// What the study holds of this variant, of the run that was begun last; empty if there is none.
QuantErrors storedQuantErrors(Study& study, int64_t variant);

}  // namespace secateur
