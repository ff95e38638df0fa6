#include "core/data/tiff_decoder.h"

#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace secateur {

namespace {

constexpr int kMostSamples = 5;                          // CMYK and one more
constexpr tmsize_t kMostBlockBytes = tmsize_t{1} << 28;  // of a tile, or a row

/// The bytes of a file, as libtiff reads them.
struct TiffSource {
    const std::vector<uint8_t>* bytes = nullptr;
    uint64_t position = 0;
    char* error = nullptr;
    size_t errorSize = 0;
};

TiffSource& sourceOf(thandle_t handle) {
    return *static_cast<TiffSource*>(handle);
}

tmsize_t readBytes(thandle_t handle, void* out, tmsize_t size) {
    TiffSource& source = sourceOf(handle);
    const uint64_t left =
        source.bytes->size() - std::min<uint64_t>(source.position, source.bytes->size());
    const uint64_t count = std::min(left, static_cast<uint64_t>(std::max<tmsize_t>(0, size)));
    if (count > 0) {
        std::memcpy(out, source.bytes->data() + source.position, count);
    }
    source.position += count;
    return static_cast<tmsize_t>(count);
}

toff_t seek(thandle_t handle, toff_t offset, int whence) {
    TiffSource& source = sourceOf(handle);
    const uint64_t base = whence == SEEK_CUR   ? source.position
                          : whence == SEEK_END ? source.bytes->size()
                                               : 0;
    source.position = base + offset;
    return source.position;
}

int keepError(TIFF*, void* user, const char*, const char* format, va_list arguments) {
    const TiffSource& source = sourceOf(user);
    std::vsnprintf(source.error, source.errorSize, format, arguments);
    return 1;
}

TIFF* openTiff(TiffSource& source) {
    TIFFOpenOptions* options = TIFFOpenOptionsAlloc();
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, tmsize_t{1} << 30);
    TIFFOpenOptionsSetErrorHandlerExtR(options, keepError, &source);
    TIFFOpenOptionsSetWarningHandlerExtR(
        options, [](TIFF*, void*, const char*, const char*, va_list) { return 1; }, nullptr);
    TIFF* tiff = TIFFClientOpenExt(
        "image", "rm", &source, readBytes, [](thandle_t, void*, tmsize_t) { return tmsize_t{0}; },
        seek, [](thandle_t) { return 0; },
        [](thandle_t handle) { return static_cast<toff_t>(sourceOf(handle).bytes->size()); },
        [](thandle_t, void**, toff_t*) { return 0; }, [](thandle_t, void*, toff_t) {}, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}

class TiffDecoder : public ImageDecoder {
 public:
    explicit TiffDecoder(const std::vector<uint8_t>& bytes)
        : m_source{&bytes, 0, m_error, sizeof(m_error)}, m_tiff(openTiff(m_source)) {}
    ~TiffDecoder() override {
        if (m_tiff != nullptr) {
            TIFFClose(m_tiff);
        }
    }

    bool readHeader() override {
        if (m_tiff == nullptr) {
            return m_error[0] == '\0' ? fail("no header of a TIFF image") : false;
        }
        m_stored = {static_cast<int64_t>(tag(TIFFTAG_IMAGEWIDTH)),
                    static_cast<int64_t>(tag(TIFFTAG_IMAGELENGTH))};
        m_bits = smallTag(TIFFTAG_BITSPERSAMPLE);
        m_samples = smallTag(TIFFTAG_SAMPLESPERPIXEL);
        m_planes = smallTag(TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE ? m_samples : 1;
        m_photometric = smallTag(TIFFTAG_PHOTOMETRIC);
        m_orientation = smallTag(TIFFTAG_ORIENTATION);
        uint16_t* extra = nullptr;
        uint16_t extras = 0;
        TIFFGetFieldDefaulted(m_tiff, TIFFTAG_EXTRASAMPLES, &extras, &extra);
        m_premultiplied = extras > 0 && extra[0] == EXTRASAMPLE_ASSOCALPHA;
        const bool turned = m_orientation >= ORIENTATION_LEFTTOP;
        m_size = turned ? PixelSize{m_stored.height, m_stored.width} : m_stored;
        if (m_stored.width < 1 || m_stored.height < 1) {
            return fail("an image without pixels");
        }
        return checkKind();
    }

    bool decode(uint8_t* out) override {
        m_pixels.resize(static_cast<size_t>(m_stored.width * m_stored.height * m_samples));
        const bool read = TIFFIsTiled(m_tiff) != 0 ? readTiles() : readRows();
        for (int64_t y = 0; read && y < m_stored.height; ++y) {
            for (int64_t x = 0; x < m_stored.width; ++x) {
                toRgb(&m_pixels[static_cast<size_t>((y * m_stored.width + x) * m_samples)],
                      out + 3 * placeOf(x, y));
            }
        }
        return read || (m_error[0] == '\0' ? fail("its pixels cannot be read") : false);
    }

 private:
    uint32_t tag(uint32_t name) const {
        uint32_t value = 0;
        TIFFGetField(m_tiff, name, &value);
        return value;
    }
    int smallTag(uint32_t name) const {
        uint16_t value = 0;
        TIFFGetFieldDefaulted(m_tiff, name, &value);
        return value;
    }

    int coloursOf() const {
        switch (m_photometric) {
            case PHOTOMETRIC_MINISWHITE:
            case PHOTOMETRIC_MINISBLACK:
            case PHOTOMETRIC_PALETTE:
                return 1;
            case PHOTOMETRIC_RGB:
                return 3;
            case PHOTOMETRIC_SEPARATED:
                return 4;
            default:
                return 0;
        }
    }

    bool checkKind() {
        const int compression = smallTag(TIFFTAG_COMPRESSION);
        if (m_photometric == PHOTOMETRIC_YCBCR && compression == COMPRESSION_JPEG) {
            TIFFSetField(m_tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
            m_photometric = PHOTOMETRIC_RGB;
        }
        const int colours = coloursOf();
        const bool few = m_bits == 8 || (colours == 1 && m_samples == 1 && m_bits < 8) ||
                         (m_bits == 16 && m_photometric != PHOTOMETRIC_PALETTE);
        const bool whole = m_bits == 1 || m_bits == 2 || m_bits == 4 || m_bits >= 8;
        if (colours == 0 || m_samples < colours || m_samples > kMostSamples || !few || !whole ||
            smallTag(TIFFTAG_SAMPLEFORMAT) != SAMPLEFORMAT_UINT) {
            return fail("a TIFF of " + std::to_string(m_samples) + " samples of " +
                        std::to_string(m_bits) + " bits, photometric " +
                        std::to_string(m_photometric) + ", which is not read");
        }
        if (TIFFScanlineSize(m_tiff) > kMostBlockBytes ||
            (TIFFIsTiled(m_tiff) != 0 && TIFFTileSize(m_tiff) > kMostBlockBytes)) {
            return fail("a row or tile of more than 256 MB");
        }
        return m_photometric != PHOTOMETRIC_PALETTE ||
               TIFFGetField(m_tiff, TIFFTAG_COLORMAP, &m_palette[0], &m_palette[1],
                            &m_palette[2]) != 0 ||
               fail("a palette is missing");
    }

    /// Samples of one row or a part of it, one byte each.
    void unpack(const uint8_t* row, int64_t x, int64_t y, int64_t width, int plane) {
        const int each = m_planes == 1 ? m_samples : 1;
        uint8_t* out = &m_pixels[static_cast<size_t>((y * m_stored.width + x) * m_samples + plane)];
        const int step = m_planes == 1 ? 1 : m_samples;
        for (int64_t i = 0; i < width * each; ++i, out += step) {
            if (m_bits == 16) {
                uint16_t sample = 0;
                std::memcpy(&sample, row + 2 * i, 2);
                *out =
                    static_cast<uint8_t>(m_samples == 1 ? std::min<int>(sample, 255) : sample >> 8);
            } else {
                const int64_t bit = i * m_bits;
                const int shift = 8 - m_bits - static_cast<int>(bit % 8);
                *out = static_cast<uint8_t>((row[bit / 8] >> shift) & ((1 << m_bits) - 1));
            }
        }
    }

    bool readRows() {
        std::vector<uint8_t> row(static_cast<size_t>(TIFFScanlineSize(m_tiff)));
        for (int plane = 0; plane < m_planes; ++plane) {
            for (int64_t y = 0; y < m_stored.height; ++y) {
                if (TIFFReadScanline(m_tiff, row.data(), static_cast<uint32_t>(y),
                                     static_cast<uint16_t>(plane)) < 0) {
                    return false;
                }
                unpack(row.data(), 0, y, m_stored.width, plane);
            }
        }
        return true;
    }

    bool readTiles() {
        const int64_t width = tag(TIFFTAG_TILEWIDTH);
        const int64_t height = tag(TIFFTAG_TILELENGTH);
        const tmsize_t rowBytes = TIFFTileRowSize(m_tiff);
        std::vector<uint8_t> tile(static_cast<size_t>(TIFFTileSize(m_tiff)));
        for (int plane = 0; plane < m_planes && width > 0 && height > 0; ++plane) {
            for (int64_t y = 0; y < m_stored.height; y += height) {
                for (int64_t x = 0; x < m_stored.width; x += width) {
                    if (TIFFReadTile(m_tiff, tile.data(), static_cast<uint32_t>(x),
                                     static_cast<uint32_t>(y), 0,
                                     static_cast<uint16_t>(plane)) < 0) {
                        return false;
                    }
                    for (int64_t row = 0; row < std::min(height, m_stored.height - y); ++row) {
                        unpack(tile.data() + row * rowBytes, x, y + row,
                               std::min(width, m_stored.width - x), plane);
                    }
                }
            }
        }
        return width > 0 && height > 0;
    }

    void toRgb(const uint8_t* pixel, uint8_t* out) const {
        const int most = m_bits < 8 ? (1 << m_bits) - 1 : 255;
        for (int c = 0; c < 3; ++c) {
            switch (m_photometric) {
                case PHOTOMETRIC_PALETTE:
                    out[c] = static_cast<uint8_t>(m_palette[c][pixel[0]] >> 8);
                    break;
                case PHOTOMETRIC_SEPARATED:
                    out[c] = withoutInk(pixel[3], pixel[c]);
                    break;
                case PHOTOMETRIC_RGB:
                    out[c] = m_premultiplied && m_samples == 4
                                 ? static_cast<uint8_t>(
                                       pixel[3] == 0 ? 0 : std::min(255, 255 * pixel[c] / pixel[3]))
                                 : pixel[c];
                    break;
                default:
                    out[c] = static_cast<uint8_t>(pixel[0] * 255 / most);
                    // PIL inverts no grey of 16 bits
                    if (m_photometric == PHOTOMETRIC_MINISWHITE && m_bits < 16) {
                        out[c] = static_cast<uint8_t>(255 - out[c]);
                    }
            }
        }
    }

    /// Where a stored pixel is in the image as it is looked at.
    int64_t placeOf(int64_t x, int64_t y) const {
        const int64_t right = m_stored.width - 1 - x;
        const int64_t bottom = m_stored.height - 1 - y;
        switch (m_orientation) {
            case ORIENTATION_TOPRIGHT:
                return y * m_size.width + right;
            case ORIENTATION_BOTRIGHT:
                return bottom * m_size.width + right;
            case ORIENTATION_BOTLEFT:
                return bottom * m_size.width + x;
            case ORIENTATION_LEFTTOP:
                return x * m_size.width + y;
            case ORIENTATION_RIGHTTOP:
                return x * m_size.width + bottom;
            case ORIENTATION_RIGHTBOT:
                return right * m_size.width + bottom;
            case ORIENTATION_LEFTBOT:
                return right * m_size.width + y;
            default:
                return y * m_size.width + x;
        }
    }

    TiffSource m_source;
    TIFF* m_tiff;
    PixelSize m_stored;
    int m_bits = 0;
    int m_samples = 0;
    int m_planes = 1;
    int m_photometric = 0;
    int m_orientation = 0;
    bool m_premultiplied = false;
    uint16_t* m_palette[3] = {};
    std::vector<uint8_t> m_pixels;  ///< samples of a byte each
};

}  // namespace

bool looksLikeTiff(const std::vector<uint8_t>& bytes) {
    return bytes.size() >= 8 && (std::memcmp(bytes.data(), "II*\0", 4) == 0 ||
                                 std::memcmp(bytes.data(), "MM\0*", 4) == 0);
}

std::unique_ptr<ImageDecoder> makeTiffDecoder(const std::vector<uint8_t>& bytes) {
    return std::make_unique<TiffDecoder>(bytes);
}

}  // namespace secateur
