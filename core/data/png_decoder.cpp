#include "core/data/png_decoder.h"

#include <png.h>

#include <cstdio>
#include <cstring>

namespace secateur {

namespace {

class PngDecoder : public ImageDecoder {
 public:
    explicit PngDecoder(const std::vector<uint8_t>& bytes) : m_bytes(bytes) {
        m_png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, onError, onWarning);
        m_info = m_png != nullptr ? png_create_info_struct(m_png) : nullptr;
    }
    ~PngDecoder() override { png_destroy_read_struct(&m_png, &m_info, nullptr); }

    bool readHeader() override {
        if (m_info == nullptr) {
            std::snprintf(m_error, sizeof(m_error), "libpng could not be set up");
            return false;
        }
        if (setjmp(png_jmpbuf(m_png)) != 0) {
            return false;
        }
        // No chunk but those of the pixels is looked at: a text may claim 2 GB, for which libpng
        // has only a warning.
        png_set_keep_unknown_chunks(m_png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
        png_set_read_fn(m_png, this, onRead);
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION  // else a fuzzer would see nothing but this
        png_set_crc_action(m_png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
#endif
        png_read_info(m_png, m_info);
        m_size = {static_cast<int64_t>(png_get_image_width(m_png, m_info)),
                  static_cast<int64_t>(png_get_image_height(m_png, m_info))};
        return true;
    }

    bool decode(uint8_t* out) override {
        std::vector<png_bytep> rows(static_cast<size_t>(m_size.height));
        for (size_t y = 0; y < rows.size(); ++y) {
            rows[y] = out + y * static_cast<size_t>(m_size.width) * 3;
        }
        const bool wideGrey = png_get_bit_depth(m_png, m_info) == 16 &&
                              png_get_color_type(m_png, m_info) == PNG_COLOR_TYPE_GRAY;
        if (!readRows(rows.data(), wideGrey)) {
            return false;
        }
        for (size_t y = 0; wideGrey && y < rows.size(); ++y) {
            clipRow(rows[y]);
        }
        return true;
    }

 private:
    /// Two big-endian bytes a pixel become RGB where they stand: PIL has grey of 16 bits as
    /// integers, of which all above 255 are white.
    void clipRow(uint8_t* row) const {
        for (int64_t x = m_size.width; x-- > 0;) {
            const uint8_t grey = row[2 * x] != 0 ? 255 : row[2 * x + 1];
            std::memset(row + 3 * x, grey, 3);
        }
    }

    bool readRows(png_bytepp rows, bool wideGrey) {
        if (setjmp(png_jmpbuf(m_png)) != 0) {
            return false;
        }
        // The sample values as stored, whatever gAMA or sRGB chunks say, as PIL reads them.
        if (!wideGrey) {
            png_set_strip_16(m_png);
            png_set_palette_to_rgb(m_png);
            png_set_expand_gray_1_2_4_to_8(m_png);
            png_set_gray_to_rgb(m_png);
            png_set_strip_alpha(m_png);
        }
        png_set_interlace_handling(m_png);
        png_read_update_info(m_png, m_info);
        const size_t pixelBytes = wideGrey ? 2 : 3;
        if (png_get_rowbytes(m_png, m_info) != static_cast<size_t>(m_size.width) * pixelBytes) {
            png_error(m_png, "rows are not RGB after conversion");
        }
        png_read_image(m_png, rows);
        png_read_end(m_png, nullptr);
        return true;
    }

    [[noreturn]] static void onError(png_structp png, png_const_charp text) {
        auto* self = static_cast<PngDecoder*>(png_get_error_ptr(png));
        std::snprintf(self->m_error, sizeof(self->m_error), "%s", text);
        png_longjmp(png, 1);
    }

    /// libpng warns of odd metadata only; damaged pixels are errors.
    static void onWarning(png_structp, png_const_charp) {}

    static void onRead(png_structp png, png_bytep out, size_t size) {
        auto* self = static_cast<PngDecoder*>(png_get_io_ptr(png));
        if (size > self->m_bytes.size() - self->m_position) {
            png_error(png, "the file ends too early");
        }
        std::memcpy(out, self->m_bytes.data() + self->m_position, size);
        self->m_position += size;
    }

    const std::vector<uint8_t>& m_bytes;
    size_t m_position = 0;
    png_structp m_png = nullptr;
    png_infop m_info = nullptr;
};

}  // namespace

bool looksLikePng(const std::vector<uint8_t>& bytes) {
    return bytes.size() >= 8 && png_sig_cmp(bytes.data(), 0, 8) == 0;
}

std::unique_ptr<ImageDecoder> makePngDecoder(const std::vector<uint8_t>& bytes) {
    return std::make_unique<PngDecoder>(bytes);
}

}  // namespace secateur
