#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "core/data/dataset.h"

namespace secateur {

/// Images and labels of one batch.
struct Batch {
    at::Tensor images;  ///< float [N, C, H, W], normalised, channels-last in memory
    at::Tensor labels;  ///< int64 [N]
};

/// Random crop (after zero padding by `padding` pixels a side) and horizontal flip with
/// probability 1/2, the usual training augmentation of small images. Padding is with black.
struct Augmentation {
    int64_t cropPadding = 0;
    bool horizontalFlip = false;
};

/// Reads, augments and normalises the images `indices` of `dataset`. A function of its arguments
/// alone: image k of the data set uses Random::derived(seed, k), so it does not matter which worker
/// loads it or in which batch it is. A pixel becomes (float(pixel) / 255 - mean) / std in float32,
/// as with torchvision's ToTensor and Normalize. Any thread.
/// Errors: InvalidArgument (no such image), Mismatch (channels), and those of Dataset::read.
Batch loadBatch(const Dataset& dataset, const Normalisation& normalisation,
                std::span<const int64_t> indices);
Batch loadAugmentedBatch(const Dataset& dataset, const Normalisation& normalisation,
                         std::span<const int64_t> indices, const Augmentation& augmentation,
                         uint64_t seed);

/// Which images of a data set serve which purpose. All index lists are sorted and, within train,
/// disjoint. The held-out part depends on the seed and the size of the set alone, so that training
/// with the same seed leaves out exactly those images that sensitivity later looks at.
struct Splits {
    std::vector<int64_t> train;    ///< of data.train: what training sees
    std::vector<int64_t> heldOut;  ///< of data.train: never trained on
    std::vector<int64_t> test;     ///< of data.test: all of it
};

/// Holds out min(5000, 10 %) of train, or `heldOut` images where >= 0. Without a train split only
/// `test` is filled. Errors: InvalidArgument where `heldOut` is more than train has.
Splits makeSplits(const ImageData& data, uint64_t seed, int64_t heldOut = -1);

/// `count` of `from` (all where count <= 0 or larger), drawn without replacement by the seed,
/// sorted.
std::vector<int64_t> drawSubset(const std::vector<int64_t>& from, int64_t count, uint64_t seed);

}  // namespace secateur
