#pragma once

#include <cstdint>
#include <string>

#include "core/stages/stage_context.h"
#include "core/study/measurements.h"
#include "core/study/variant.h"
#include "core/train/recalibrate_options.h"

namespace secateur {

/// Whether a stored network has batch normalisations, whose statistics can be estimated.
bool hasStatistics(Study& study, int64_t variant);

/// The variant with the statistics of its batch normalisations estimated anew (recalibrated) on
/// `images`, which are of train, as its child of kind Recalibrated; what is there already is given
/// back. `options.images` is not looked at. Errors: those of recalibrated, InvalidArgument for an
/// INT8 network.
Variant recalibrateVariant(const StageContext& stage, int64_t parent, const ImageList& images,
                           const RecalibrateOptions& options);
/// On drawn images, as the options say.
Variant recalibrateVariant(const StageContext& stage, int64_t parent,
                           const RecalibrateOptions& options, uint64_t seed);

}  // namespace secateur
