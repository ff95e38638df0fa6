#pragma once

#include <cstdint>
#include <string>

#include "core/data/dataset.h"
#include "core/study/measurements.h"

namespace secateur {

/// All images of `split` ("test", "held-out", "train", see splits.h). Error(NotFound) if there are
/// none.
ImageList splitImages(const ImageData& data, const std::string& split, uint64_t seed);
/// `count` of them drawn by the seed (0: all), as a sweep and a calibration take them.
ImageList drawnImages(const ImageData& data, const std::string& split, int64_t count,
                      uint64_t seed);
/// `count` of them spread evenly over their order (0: all), as an evaluation takes them.
ImageList spreadImages(const ImageData& data, const std::string& split, int64_t count,
                       uint64_t seed);

}  // namespace secateur
