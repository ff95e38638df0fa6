#include "core/data/bmp_decoder.h"

#include <array>
#include <bit>
#include <cstdlib>

namespace secateur {

namespace {

constexpr size_t kFileHeader = 14;
constexpr uint32_t kOs2Header = 12;
constexpr uint32_t kUsualHeader = 40;
constexpr uint32_t kBitFields = 3;

class BmpDecoder : public ImageDecoder {
 public:
    explicit BmpDecoder(const std::vector<uint8_t>& bytes) : m_bytes(bytes) {}

    bool readHeader() override {
        if (m_bytes.size() < kFileHeader + kOs2Header) {
            return fail("the file ends within its header");
        }
        m_pixels = number(10, 4);
        m_header = static_cast<uint32_t>(number(14, 4));
        if (m_header == kOs2Header) {
            m_size = {static_cast<int64_t>(number(18, 2)), static_cast<int64_t>(number(20, 2))};
            m_bits = static_cast<int>(number(24, 2));
        } else if (m_header >= kUsualHeader) {
            const auto height = static_cast<int32_t>(number(22, 4));
            m_topDown = height < 0;
            m_size = {static_cast<int32_t>(number(18, 4)), std::abs(static_cast<int64_t>(height))};
            m_bits = static_cast<int>(number(28, 2));
            m_compression = static_cast<uint32_t>(number(30, 4));
            m_colours = number(46, 4);
        } else {
            return fail("a header of unknown kind");
        }
        if (m_size.width < 1 || m_size.height < 1) {
            return fail("an image without pixels");
        }
        if (m_pixels < kFileHeader + m_header) {
            return fail("pixels that start within its header");
        }
        return checkBits();
    }

    bool decode(uint8_t* out) override {
        const uint64_t rowBytes =
            (static_cast<uint64_t>(m_size.width) * static_cast<uint64_t>(m_bits) + 31) / 32 * 4;
        const auto height = static_cast<uint64_t>(m_size.height);
        if (m_pixels > m_bytes.size() || rowBytes > (m_bytes.size() - m_pixels) / height) {
            return fail("the file ends too early");
        }
        for (int64_t y = 0; y < m_size.height; ++y) {
            const int64_t stored = m_topDown ? y : m_size.height - 1 - y;
            const uint8_t* row =
                m_bytes.data() + m_pixels + static_cast<uint64_t>(stored) * rowBytes;
            decodeRow(row, out + y * m_size.width * 3);
        }
        return true;
    }

 private:
    /// Little-endian; 0 beyond the end.
    uint64_t number(size_t at, size_t width) const {
        uint64_t value = 0;
        for (size_t i = 0; i < width && at + i < m_bytes.size(); ++i) {
            value |= static_cast<uint64_t>(m_bytes[at + i]) << (8 * i);
        }
        return value;
    }

    bool checkBits() {
        const bool masked = m_compression == kBitFields && m_bits >= 16;
        if (m_compression != 0 && !masked) {
            return fail("a compressed BMP, which is not read");
        }
        switch (m_bits) {
            case 1:
            case 4:
            case 8:
                readPalette();
                return true;
            case 16:
                m_masks = {0x7c00, 0x3e0, 0x1f};
                break;
            case 24:
            case 32:
                m_masks = {0xff0000, 0xff00, 0xff};
                break;
            default:
                return fail("pixels of " + std::to_string(m_bits) + " bits");
        }
        if (masked) {
            for (size_t c = 0; c < 3; ++c) {
                const auto mask =
                    static_cast<uint32_t>(number(kFileHeader + kUsualHeader + 4 * c, 4));
                if (mask != 0) {
                    m_masks[c] = mask;
                }
            }
        }
        return true;
    }

    /// A colour that the palette lacks is PIL's: a grey of its number.
    void readPalette() {
        const size_t entry = m_header == kOs2Header ? 3 : 4;
        const uint64_t most = uint64_t{1} << m_bits;
        const uint64_t colours = m_colours == 0 ? most : std::min(m_colours, most);
        for (size_t i = 0; i < m_palette.size(); ++i) {
            const size_t at = kFileHeader + m_header + entry * i;
            for (size_t c = 0; c < 3; ++c) {
                const bool stored = i < colours && at + 2 - c < m_bytes.size();
                m_palette[i][c] = stored ? m_bytes[at + 2 - c] : static_cast<uint8_t>(i);
            }
        }
    }

    void decodeRow(const uint8_t* row, uint8_t* out) const {
        for (int64_t x = 0; x < m_size.width; ++x, out += 3) {
            if (m_bits <= 8) {
                const int64_t bit = x * m_bits;
                const int shift = 8 - m_bits - static_cast<int>(bit % 8);
                const auto& colour = m_palette[(row[bit / 8] >> shift) & ((1 << m_bits) - 1)];
                std::copy(colour.begin(), colour.end(), out);
                continue;
            }
            uint32_t pixel = 0;
            for (int i = 0; i < m_bits / 8; ++i) {
                pixel |= static_cast<uint32_t>(row[x * (m_bits / 8) + i]) << (8 * i);
            }
            for (size_t c = 0; c < 3; ++c) {
                const int shift = std::countr_zero(m_masks[c]);
                const uint64_t most = m_masks[c] >> shift;
                out[c] =
                    static_cast<uint8_t>(((pixel & m_masks[c]) >> shift) * uint64_t{255} / most);
            }
        }
    }

    const std::vector<uint8_t>& m_bytes;
    uint64_t m_pixels = 0;  ///< where they start
    uint32_t m_header = 0;  ///< its length
    uint32_t m_compression = 0;
    uint64_t m_colours = 0;
    int m_bits = 0;
    bool m_topDown = false;
    std::array<uint32_t, 3> m_masks{1, 1, 1};  ///< red, green, blue
    std::array<std::array<uint8_t, 3>, 256> m_palette{};
};

}  // namespace

bool looksLikeBmp(const std::vector<uint8_t>& bytes) {
    return bytes.size() >= 2 && bytes[0] == 'B' && bytes[1] == 'M';
}

std::unique_ptr<ImageDecoder> makeBmpDecoder(const std::vector<uint8_t>& bytes) {
    return std::make_unique<BmpDecoder>(bytes);
}

}  // namespace secateur
