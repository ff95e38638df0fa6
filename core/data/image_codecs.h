#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/data/image_decode.h"

namespace secateur {

/// One decoder at work on bytes that outlive it. Some of the C libraries report failure by longjmp,
/// which must not pass a C++ object: so every step is a function without one, which returns false
/// and leaves the library's words in error().
class ImageDecoder {
 public:
    virtual ~ImageDecoder() = default;
    /// Reads the header, after which size() is known.
    virtual bool readHeader() = 0;
    /// After readHeader: makes size() smaller where the decoder can decode to a half, a quarter or
    /// an eighth of the size and both sides stay at least these.
    virtual void reduceTo(const PixelSize& /*least*/) {}
    /// Decodes into size().height rows of size().width RGB triples.
    virtual bool decode(uint8_t* out) = 0;

    const PixelSize& size() const { return m_size; }
    const char* error() const { return m_error; }

 protected:
    bool fail(const std::string& text) {
        m_error[text.copy(m_error, sizeof(m_error) - 1)] = '\0';
        return false;
    }

    PixelSize m_size;
    char m_error[256] = "";
};

/// A kind of image files.
struct ImageCodec {
    const char* name;
    std::vector<std::string> endings;  ///< of file names, in small letters
    bool (*looksLike)(const std::vector<uint8_t>& bytes);
    /// `bytes` must outlive the decoder.
    std::unique_ptr<ImageDecoder> (*make)(const std::vector<uint8_t>& bytes);
};

/// Every kind that is read.
const std::vector<ImageCodec>& imageCodecs();

/// PIL's arithmetic of inks, CMYK to RGB: (255 - black) less its product with a colour's ink,
/// divided by 255 and rounded.
inline uint8_t withoutInk(int black, int ink) {
    const int whole = 255 - black;
    const int product = whole * ink + 128;
    return static_cast<uint8_t>(std::max(0, whole - (((product >> 8) + product) >> 8)));
}

}  // namespace secateur
