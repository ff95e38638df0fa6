#pragma once

#include "core/base/random.h"
#include "core/data/dataset.h"
#include "core/data/image_decode.h"

namespace secateur {

/// A rectangle of an image, in pixels.
struct CropBox {
    int64_t top = 0;
    int64_t left = 0;
    PixelSize size;
    bool operator==(const CropBox&) const = default;
};

/// torchvision's RandomResizedCrop.get_params with scale (leastShare, 1) and ratio (3/4, 4/3): an
/// area uniform in shares of the image's, an aspect ratio uniform in its logarithm; of ten tries
/// the first that fits in, else the largest central box of such a ratio.
CropBox drawResizedCrop(const PixelSize& image, double leastShare, Random& random);

/// Image `index` as `box` of what it is cut out of (WholeImages; other data sets: of itself),
/// resized as resizeImage does: height * width * channels bytes into `out`.
/// `random` draws the box. Errors: those of Dataset::read, Unsupported (neither grey nor RGB).
void readResizedCrop(const Dataset& dataset, int64_t index, double leastShare, Random& random,
                     uint8_t* out);

}  // namespace secateur
