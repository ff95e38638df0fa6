#pragma once

#include "core/data/image_codecs.h"

namespace secateur {

bool looksLikeBmp(const std::vector<uint8_t>& bytes);
/// Of 1, 4 and 8 bits with a palette, 16, 24 and 32 bits, with masks or without, not compressed.
std::unique_ptr<ImageDecoder> makeBmpDecoder(const std::vector<uint8_t>& bytes);

}  // namespace secateur
