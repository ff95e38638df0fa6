#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

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

std::string printableLine(std::string_view text) {
    std::string line = printable(text);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return line;
}

namespace {

/// "A" with U+0300 is U+00C0, and so on: the letters, and what each becomes with a mark.
struct Mark {
    uint32_t point;
    std::string_view letters;
    std::u32string_view composed;
};
constexpr std::array<Mark, 8> kMarks{{
    {0x300, "AEIOUaeiou", U"\u00c0\u00c8\u00cc\u00d2\u00d9\u00e0\u00e8\u00ec\u00f2\u00f9"},
    {0x301, "AEIOUYaeiouyCcNnSsZz",
     U"\u00c1\u00c9\u00cd\u00d3\u00da\u00dd\u00e1\u00e9\u00ed\u00f3\u00fa\u00fd\u0106\u0107\u0143"
     U"\u0144"
     U"\u015a\u015b\u0179\u017a"},
    {0x302, "AEIOUaeiou", U"\u00c2\u00ca\u00ce\u00d4\u00db\u00e2\u00ea\u00ee\u00f4\u00fb"},
    {0x303, "ANOano", U"\u00c3\u00d1\u00d5\u00e3\u00f1\u00f5"},
    {0x308, "AEIOUaeiouy", U"\u00c4\u00cb\u00cf\u00d6\u00dc\u00e4\u00eb\u00ef\u00f6\u00fc\u00ff"},
    {0x30a, "AaUu", U"\u00c5\u00e5\u016e\u016f"},
    {0x30c, "CcDdEeNnRrSsTtZz",
     U"\u010c\u010d\u010e\u010f\u011a\u011b\u0147\u0148\u0158\u0159\u0160\u0161\u0164\u0165\u017d"
     U"\u017e"},
    {0x327, "CcSs", U"\u00c7\u00e7\u015e\u015f"},
}};

/// `last` and `next` in one code point, or 0. Hangul: Unicode 15, section 3.12.
uint32_t composed(uint32_t last, uint32_t next) {
    constexpr uint32_t kSyllables = 0xac00;
    constexpr uint32_t kVowels = 21;
    constexpr uint32_t kTails = 28;
    const uint32_t lead = last - 0x1100;
    const uint32_t vowel = next - 0x1161;
    if (lead < 19 && vowel < kVowels) {
        return kSyllables + (lead * kVowels + vowel) * kTails;
    }
    const uint32_t syllable = last - kSyllables;
    const uint32_t tail = next - 0x11a7;
    if (syllable < 19 * kVowels * kTails && syllable % kTails == 0 && tail - 1 < kTails - 1) {
        return last + tail;
    }
    for (const Mark& mark : kMarks) {
        const size_t at =
            last < 0x80 ? mark.letters.find(static_cast<char>(last)) : mark.letters.npos;
        if (mark.point == next && at != mark.letters.npos) {
            return mark.composed[at];
        }
    }
    return 0;
}

void appendUtf8(std::string& text, uint32_t point) {
    const auto byte = [&](uint32_t value) { text += static_cast<char>(value); };
    if (point < 0x80) {
        byte(point);
    } else if (point < 0x800) {
        byte(0xc0 | point >> 6);
        byte(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
        byte(0xe0 | point >> 12);
        byte(0x80 | (point >> 6 & 0x3f));
        byte(0x80 | (point & 0x3f));
    } else {
        byte(0xf0 | point >> 18);
        byte(0x80 | (point >> 12 & 0x3f));
        byte(0x80 | (point >> 6 & 0x3f));
        byte(0x80 | (point & 0x3f));
    }
}

}  // namespace

std::string composedText(std::string_view text) {
    if (!isUtf8(text)) {
        return std::string(text);
    }
    std::vector<uint32_t> points;
    for (size_t at = 0; at < text.size();) {
        const CodePoint point = codePointAt(text, at);
        const uint32_t one = points.empty() ? 0 : composed(points.back(), point.value);
        if (one != 0) {
            points.back() = one;
        } else {
            points.push_back(point.value);
        }
        at += point.bytes;
    }
    std::string result;
    for (const uint32_t point : points) {
        appendUtf8(result, point);
    }
    return result;
}

}  // namespace secateur
