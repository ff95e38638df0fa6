#pragma once

#include <cstdint>

#include "core/data/dataset.h"

namespace secateur {

struct RgbImage;

/// A data set whose images are cut out of larger ones.
class WholeImages {
 public:
    virtual ~WholeImages() = default;
    /// What image `index` is cut out of, neither resized nor cropped; grey ones three times the
    /// same. Any thread. Errors: those of Dataset::read.
    virtual RgbImage whole(int64_t index) const = 0;
};

/// The same of any grey or RGB data set: its image itself where it is cut out of nothing.
RgbImage wholeImage(const Dataset& dataset, int64_t index);

}  // namespace secateur
