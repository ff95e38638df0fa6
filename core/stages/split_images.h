#pragma once

#include <cstdint>

#include "core/data/dataset.h"
#include "core/study/measurements.h"

namespace secateur {

/// All images of `split`. Error(NotFound) if there are none.
ImageList splitImages(const ImageData& data, Split split, uint64_t seed);
/// `count` of them drawn by the seed (0: all), as a sweep and a calibration take them.
ImageList drawnImages(const ImageData& data, Split split, int64_t count, uint64_t seed);
/// `count` of them spread evenly over their order (0: all), as an evaluation takes them.
ImageList spreadImages(const ImageData& data, Split split, int64_t count, uint64_t seed);

}  // namespace secateur
