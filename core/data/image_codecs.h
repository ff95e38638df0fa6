#pragma once

#include <cstdint>

#include "core/data/image_decode.h"

namespace secateur {

/// One decoder at work on bytes that outlive it. The C libraries report failure by longjmp, which
/// must not pass a C++ object: so every step is a function without one, which returns false and
/// leaves the library's words in error().
class ImageDecoder {
 public:
    virtual ~ImageDecoder() = default;
    /// Reads the header, after which size() is known.
    virtual bool readHeader() = 0;
    /// Decodes into size().height rows of size().width RGB triples.
    virtual bool decode(uint8_t* out) = 0;

    const ImageSize& size() const { return m_size; }
    const char* error() const { return m_error; }

 protected:
    ImageSize m_size;
    char m_error[256] = "";
};

}  // namespace secateur
