#pragma once

#include "core/data/image_codecs.h"

namespace secateur {

bool looksLikeWebp(const std::vector<uint8_t>& bytes);
/// Still images, lossy and lossless; alpha is dropped.
std::unique_ptr<ImageDecoder> makeWebpDecoder(const std::vector<uint8_t>& bytes);

}  // namespace secateur
