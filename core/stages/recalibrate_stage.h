#pragma once

#include <cstdint>
#include <string>

#include "core/stages/stage_context.h"
#include "core/study/measurements.h"
#include "core/study/variant.h"
#include "core/train/recalibrate_options.h"

namespace secateur {

/// Whether a network is a cut of another, with nothing done to it since.
bool justCut(const Variant& variant);
/// Whether a stored network has batch normalisations, whose statistics can be estimated, or is a
/// cut of another, whose means and deviations it can be given.
bool canRecalibrate(Study& study, int64_t variant);

/// The variant with the statistics of its batch normalisations estimated anew (recalibrated) on
/// `images` drawn by the options and the seed from train, as its child of kind Recalibrated; what
/// is there already is given back. Where it has none (they are folded) and is a cut of another
/// network (kind Pruned or Slimmed), its outputs get the means and deviations of those of that
/// network (realigned). Errors: those of recalibrated and removalOfVariant, InvalidArgument for an
/// INT8 network.
Variant recalibrateVariant(const StageContext& stage, int64_t parent,
                           const RecalibrateOptions& options, uint64_t seed);

}  // namespace secateur
