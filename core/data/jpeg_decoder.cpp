#include "core/data/jpeg_decoder.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstring>

// After <cstdio>: it takes size_t and FILE for granted.
#include <jpeglib.h>

#include <jerror.h>

namespace secateur {

namespace {

struct JpegErrors {
    jpeg_error_mgr manager;  // first: libjpeg hands back a pointer to it
    jmp_buf jump;
    char text[JMSG_LENGTH_MAX];
};

[[noreturn]] void onError(j_common_ptr info) {
    auto* errors = reinterpret_cast<JpegErrors*>(info->err);
    info->err->format_message(info, errors->text);
    longjmp(errors->jump, 1);
}

/// libjpeg only warns of missing or damaged data and fills in gray; here that is an error.
void onMessage(j_common_ptr info, int level) {
    const int code = info->err->msg_code;
    // Stray bytes before a marker are passed over, and cost nothing.
    if (level < 0 && code != JWRN_JFIF_MAJOR && code != JWRN_ADOBE_XFORM &&
        code != JWRN_EXTRANEOUS_DATA) {
        onError(info);
    }
}

/// A progressive image has ten scans or so; each costs a pass over all pixels, however few its
/// bytes.
void onProgress(j_common_ptr info) {
    constexpr int kMaxScans = 100;
    if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > kMaxScans) {
        auto* errors = reinterpret_cast<JpegErrors*>(info->err);
        std::snprintf(errors->text, sizeof(errors->text), "more than %d scans", kMaxScans);
        longjmp(errors->jump, 1);
    }
}

class JpegDecoder : public ImageDecoder {
 public:
    explicit JpegDecoder(const std::vector<uint8_t>& bytes) : m_bytes(bytes) {
        m_info.err = jpeg_std_error(&m_errors.manager);
        m_errors.manager.error_exit = onError;
        m_errors.manager.emit_message = onMessage;
        m_progress.progress_monitor = onProgress;
    }
    ~JpegDecoder() override { jpeg_destroy_decompress(&m_info); }

    bool readHeader() override {
        if (setjmp(m_errors.jump) != 0) {
            return keepError();
        }
        jpeg_create_decompress(&m_info);
        jpeg_mem_src(&m_info, m_bytes.data(), m_bytes.size());
        jpeg_read_header(&m_info, TRUE);
        m_size = {static_cast<int64_t>(m_info.image_width),
                  static_cast<int64_t>(m_info.image_height)};
        return true;
    }

    /// As PIL's Image.draft.
    void reduceTo(const PixelSize& least) override {
        const int64_t scale = std::min(m_size.width / least.width, m_size.height / least.height);
        int64_t divisor = 8;
        while (divisor > scale && divisor > 1) {
            divisor /= 2;
        }
        m_info.scale_num = 1;
        m_info.scale_denom = static_cast<unsigned>(divisor);
        m_size = {(m_size.width + divisor - 1) / divisor, (m_size.height + divisor - 1) / divisor};
    }

    bool decode(uint8_t* out) override {
        if (m_info.num_components != 4) {
            m_info.out_color_space = JCS_RGB;
            return readRows(out, 3);
        }
        m_info.out_color_space = JCS_CMYK;
        const auto pixels = static_cast<size_t>(m_size.width * m_size.height);
        const auto inks = std::make_unique_for_overwrite<uint8_t[]>(pixels * 4);
        if (!readRows(inks.get(), 4)) {
            return false;
        }
        for (size_t i = 0; i < pixels; ++i) {
            // Adobe stores inks inverted, as PIL assumes for every such file.
            const uint8_t* ink = inks.get() + 4 * i;
            for (size_t c = 0; c < 3; ++c) {
                out[3 * i + c] = withoutInk(255 - ink[3], 255 - ink[c]);
            }
        }
        return true;
    }

 private:
    bool readRows(uint8_t* out, int64_t components) {
        if (setjmp(m_errors.jump) != 0) {
            return keepError();
        }
        m_info.progress = &m_progress;
        jpeg_start_decompress(&m_info);
        while (m_info.output_scanline < m_info.output_height) {
            JSAMPROW row = out + m_info.output_scanline * m_size.width * components;
            jpeg_read_scanlines(&m_info, &row, 1);
        }
        jpeg_finish_decompress(&m_info);
        return true;
    }

    bool keepError() {
        std::snprintf(m_error, sizeof(m_error), "%s", m_errors.text);
        return false;
    }

    const std::vector<uint8_t>& m_bytes;
    jpeg_decompress_struct m_info{};
    JpegErrors m_errors{};
    jpeg_progress_mgr m_progress{};
};

}  // namespace

bool looksLikeJpeg(const std::vector<uint8_t>& bytes) {
    return bytes.size() >= 3 && std::memcmp(bytes.data(), "\xFF\xD8\xFF", 3) == 0;
}

std::unique_ptr<ImageDecoder> makeJpegDecoder(const std::vector<uint8_t>& bytes) {
    return std::make_unique<JpegDecoder>(bytes);
}

}  // namespace secateur
