#pragma once

#include <cstdint>
#include <vector>

#include "core/data/image_decode.h"

namespace secateur {

/// How the camera was held: 1 (upright) to 8, of the EXIF block of a JPEG, PNG or WebP file, whose
/// start is enough where the block lies in it; 1 where there is none, or it is damaged.
int exifOrientation(const std::vector<uint8_t>& bytes);

/// The image as PIL's ImageOps.exif_transpose gives it.
RgbImage turned(RgbImage image, int orientation);
PixelSize turned(const PixelSize& size, int orientation);

}  // namespace secateur
