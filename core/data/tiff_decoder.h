#pragma once

#include "core/data/image_codecs.h"

namespace secateur {

bool looksLikeTiff(const std::vector<uint8_t>& bytes);
/// The first page: grey of 1 to 16 bits, palettes, RGB and CMYK of 8 or 16 bits, with alpha or
/// without, in strips or tiles, in whatever compression libtiff reads. As PIL does, the orientation
/// tag is applied, and of grey of 16 bits all above 255 is white.
std::unique_ptr<ImageDecoder> makeTiffDecoder(const std::vector<uint8_t>& bytes);

}  // namespace secateur
