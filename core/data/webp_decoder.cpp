#include "core/data/webp_decoder.h"

#include <webp/decode.h>

#include <cstring>

namespace secateur {

namespace {

class WebpDecoder : public ImageDecoder {
 public:
    explicit WebpDecoder(const std::vector<uint8_t>& bytes) : m_bytes(bytes) {}

    bool readHeader() override {
        WebPBitstreamFeatures features;
        if (WebPGetFeatures(m_bytes.data(), m_bytes.size(), &features) != VP8_STATUS_OK) {
            return fail("no header of a WebP image");
        }
        if (features.has_animation != 0) {
            return fail("an animation, which is not read");
        }
        m_size = {features.width, features.height};
        return true;
    }

    bool decode(uint8_t* out) override {
        const auto rowBytes = static_cast<size_t>(m_size.width) * 3;
        const size_t bytes = rowBytes * static_cast<size_t>(m_size.height);
        return WebPDecodeRGBInto(m_bytes.data(), m_bytes.size(), out, bytes,
                                 static_cast<int>(rowBytes)) != nullptr ||
               fail("its pixels cannot be decoded, or the file ends too early");
    }

 private:
    const std::vector<uint8_t>& m_bytes;
};

}  // namespace

bool looksLikeWebp(const std::vector<uint8_t>& bytes) {
    return bytes.size() >= 12 && std::memcmp(bytes.data(), "RIFF", 4) == 0 &&
           std::memcmp(bytes.data() + 8, "WEBP", 4) == 0;
}

std::unique_ptr<ImageDecoder> makeWebpDecoder(const std::vector<uint8_t>& bytes) {
    return std::make_unique<WebpDecoder>(bytes);
}

}  // namespace secateur
