#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <span>
#include <vector>

#include "core/data/augmentation.h"
#include "core/data/dataset.h"

namespace secateur {

/// Images and labels of one batch.
struct Batch {
    at::Tensor images;  ///< float [N, C, H, W], normalised, channels-last in memory
    at::Tensor labels;  ///< int64 [N]
};

/// Reads, augments and normalises the images `indices` of `dataset`. A function of its arguments
/// alone: image k of the data set uses Random::derived(seed, k), so it does not matter which worker
/// loads it or in which batch it is. A pixel becomes (float(pixel) / 255 - mean) / std in float32,
/// as with torchvision's ToTensor and Normalize. Any thread.
/// `next` are images that the caller will load soon. The time is counted (LoadingShare).
/// Errors: InvalidArgument (no such image), Mismatch (channels), and those of Dataset::read.
Batch loadBatch(const Dataset& dataset, const Normalisation& normalisation,
                std::span<const int64_t> indices, std::span<const int64_t> next = {});
Batch loadAugmentedBatch(const Dataset& dataset, const Normalisation& normalisation,
                         std::span<const int64_t> indices, const Augmentation& augmentation,
                         uint64_t seed, std::span<const int64_t> next = {});

}  // namespace secateur
