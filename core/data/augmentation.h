#pragma once

#include <cstdint>

namespace secateur {

/// What training does to images at random: a crop of their own size after padding with black (the
/// usual of small images) or a crop of any size that is resized (the usual of photographs), and a
/// horizontal flip with probability 1/2.
struct Augmentation {
    int64_t cropPadding = 0;  ///< pixels a side
    bool horizontalFlip = false;
    /// The least share of the image's area that a resized crop takes (drawResizedCrop), in [0, 1];
    /// 0: no such crop.
    double leastCrop = 0.0;
};

}  // namespace secateur
