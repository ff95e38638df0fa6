#pragma once

#include <string>

#include "core/quant/quantize_options.h"
#include "core/stages/stage_context.h"
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
QuantizeResult quantizeStored(const StageContext& stage, int64_t variant,
                              const ImageList& calibration, const QuantizeOptions& clipped);

/// Post-training quantization, calibrated on `calibration` (of train). The ranges that were chosen
/// by hand for `parent` or its nearest ancestor (clipsInForce) are used and named in the note.
/// Errors: those of quantizePostTraining.
Variant quantizeVariant(const StageContext& stage, int64_t parent, const ImageList& calibration,
                        const QuantizeOptions& options);

}  // namespace secateur
