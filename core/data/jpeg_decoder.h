#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/data/image_codecs.h"

namespace secateur {

bool looksLikeJpeg(const std::vector<uint8_t>& bytes);
/// `bytes` must outlive the decoder.
std::unique_ptr<ImageDecoder> makeJpegDecoder(const std::vector<uint8_t>& bytes);

}  // namespace secateur
