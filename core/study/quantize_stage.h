#pragma once

#include <string>

#include "core/quant/post_training.h"
#include "core/study/layer_ranges.h"
#include "core/study/measurements.h"

namespace secateur {

class Study;

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

}  // namespace secateur
