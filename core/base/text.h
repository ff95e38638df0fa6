#pragma once

#include <string>
#include <string_view>

namespace secateur {

// Names of files, folders, tensors and layers are bytes that somebody else chose. Inside the
// program they stay as they are; at its edges one of these two makes text of them. Both write a
// byte that may not pass as \xNN (lower-case hexadecimal) and leave all other text alone.

/// Valid UTF-8 (Unicode 15, table 3-7: shortest forms, no surrogates).
bool isUtf8(std::string_view text);

/// UTF-8 for JSON, studies and tables: "stra\xdfe" where a folder is named in Latin-1. What is
/// UTF-8 comes back unchanged.
std::string toUtf8(std::string_view text);

/// UTF-8 text with Hangul syllables and Latin letters with their marks composed, as most systems
/// write them (the part of Unicode's form C that names of files meet: macOS keeps them decomposed).
/// Other text comes back unchanged.
std::string composedText(std::string_view text);

/// What a terminal may be sent: UTF-8 without control codes (ESC and the C1 codes, which would
/// move the cursor or set colours) and without marks that reorder text. Newlines and tabs stay.
std::string printable(std::string_view text);

/// The same on one line: newlines and tabs become spaces.
std::string printableLine(std::string_view text);

}  // namespace secateur
