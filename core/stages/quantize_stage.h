#pragma once

#include <string>

#include "core/base/run_context.h"
#include "core/quant/quantize_options.h"
#include "core/study/clips.h"
#include "core/study/measurements.h"

namespace secateur {

class Study;
struct QuantizeResult;

/// The options with the ranges chosen by hand that are in force for a network of the study; the
/// options' own go before them.
QuantizeOptions withClips(QuantizeOptions options, const ClipsInForce& clips);

/// What decides the result of PTQ, as text: the settings (clips included), the images, and what
/// "automatic" came to on this CPU. Variant::recipe of what quantizeVariant makes.
std::string quantizeRecipeText(const QuantizeOptions& clipped,
                               const std::string& calibrationDigest);

/// quantizePostTraining() of a variant, with the histograms that the study has where they serve;
/// those that it lacks are measured and stored. Errors: also InvalidArgument for an INT8 variant.
QuantizeResult quantizeStored(Study& study, int64_t variant, const ImageData& data,
                              const ImageList& calibration, const QuantizeOptions& clipped,
                              const RunContext& context);

/// Post-training quantization, calibrated on `calibration` (of train). The ranges that were chosen
/// by hand for `parent` or its nearest ancestor (clipsInForce) are used and named in the note.
/// Errors: those of quantizePostTraining.
Variant quantizeVariant(Study& study, int64_t parent, const ImageData& data,
                        const ImageList& calibration, const QuantizeOptions& options,
                        const RunContext& context);

}  // namespace secateur
