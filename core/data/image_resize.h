#pragma once

#include "core/data/image_decode.h"

namespace secateur {

/// Antialiased bilinear resizing, bit for bit what PIL's `Image.resize(size, BILINEAR)` (and so
/// torchvision's Resize on PIL images) gives: a triangle filter as wide as the scale, rows first,
/// 22-bit fixed-point weights, rounded to bytes after each of the two passes.
RgbImage resizeImage(const RgbImage& image, const PixelSize& target);

/// The size that torchvision's Resize(shorterSide) makes of `size`: the longer side is truncated.
PixelSize resizedSize(const PixelSize& size, int64_t shorterSide);

/// Where torchvision's CenterCrop starts along a side: the half, rounded to even as Python does.
int64_t centralCropStart(int64_t side, int64_t crop);

}  // namespace secateur
