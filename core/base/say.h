#pragma once

#include <fmt/format.h>

#include <functional>
#include <string>

namespace secateur {

/// Gives a text of core in the language of who reads it. The text, or format of fmt, is English,
/// and known to translations/core_CODE.ts under the context "core".
using Say = std::function<std::string(const char* english)>;

/// For files, logs and the command line.
inline std::string inEnglish(const char* english) {
    return english;
}

/// The format in the reader's language, filled.
template <class... Values>
std::string said(const Say& say, const char* format, const Values&... values) {
    return fmt::format(fmt::runtime(say(format)), values...);
}

}  // namespace secateur
