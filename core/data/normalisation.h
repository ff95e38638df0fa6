#pragma once

#include <string>

#include "core/data/dataset.h"

namespace secateur {

/// The constants of `options` for images of `channels` channels: the given mean and std, or those
/// of the chosen preset; nothing (empty) where neither says any. Errors: InvalidArgument (one of
/// mean and std without the other, numbers that are none, as many as there are no channels, a std
/// that is not above 0; a preset for three channels on others).
Normalisation givenNormalisation(const ImageFolderOptions& options, int64_t channels);

/// "CIFAR-10's normalisation", "ImageNet's normalisation", ..., or "a normalisation computed from
/// the images".
std::string normalisationTitle(const Normalisation& normalisation);

/// A preset and its constants, for images of this many channels.
struct NormalisationPreset {
    NormalisationChoice choice;
    Normalisation constants;
};
std::vector<NormalisationPreset> normalisationPresets(int64_t channels);

}  // namespace secateur
