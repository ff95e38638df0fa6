#pragma once

#include <cstdint>

namespace secateur {

/// Random crop (after zero padding by `padding` pixels a side) and horizontal flip with
/// probability 1/2, the usual training augmentation of small images. Padding is with black.
struct Augmentation {
    int64_t cropPadding = 0;
    bool horizontalFlip = false;
};

}  // namespace secateur
