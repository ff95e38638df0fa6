#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace secateur {

namespace {

struct CodePoint {
    uint32_t value = 0;
    size_t bytes = 0;  ///< 0: the text is not UTF-8 here
};

/// The code point that starts at `at`.
CodePoint codePointAt(std::string_view text, size_t at) {
    constexpr std::array<uint32_t, 5> kLowest{0, 0, 0x80, 0x800, 0x10000};
    const auto lead = static_cast<uint8_t>(text[at]);
    const size_t length = lead < 0x80       ? 1
                          : lead >> 5 == 6  ? 2
                          : lead >> 4 == 14 ? 3
                          : lead >> 3 == 30 ? 4
                                            : 0;
    if (length == 0 || length > text.size() - at) {
        return {};
    }
    uint32_t point = length == 1 ? lead : lead & (0x7f >> length);
    for (size_t k = 1; k < length; ++k) {
        const auto next = static_cast<uint8_t>(text[at + k]);
        if (next >> 6 != 2) {
            return {};
        }
        point = point << 6 | (next & 0x3f);
    }
    if (point < kLowest[length] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) {
        return {};
    }
    return {point, length};
}

bool isAny(uint32_t) {
    return true;
}

bool isHarmless(uint32_t point) {
    const bool control = point < 0x20 ? point != '\n' && point != '\t' : point - 0x7f <= 0x20;
    const bool reorders = (point >= 0x202a && point <= 0x202e) ||
                          (point >= 0x2066 && point <= 0x2069) || point == 0x200e ||
                          point == 0x200f;
    return !control && !reorders;
}

std::string escaped(std::string_view text, bool (*passes)(uint32_t)) {
    std::string result;
    result.reserve(text.size());
    for (size_t at = 0; at < text.size();) {
        const CodePoint point = codePointAt(text, at);
        const size_t bytes = std::max<size_t>(point.bytes, 1);
        if (point.bytes > 0 && passes(point.value)) {
            result += text.substr(at, bytes);
        } else {
            for (const char byte : text.substr(at, bytes)) {
                result += fmt::format("\\x{:02x}", static_cast<uint8_t>(byte));
            }
        }
        at += bytes;
    }
    return result;
}

}  // namespace

bool isUtf8(std::string_view text) {
    for (size_t at = 0; at < text.size();) {
        const size_t bytes = codePointAt(text, at).bytes;
        if (bytes == 0) {
            return false;
        }
        at += bytes;
    }
    return true;
}

std::string toUtf8(std::string_view text) {
    return escaped(text, isAny);
}

std::string printable(std::string_view text) {
    return escaped(text, isHarmless);
}

}  // namespace secateur
