#pragma once

#include <cstdint>
#include <string>

/// Figures for people: one notation in the window, on the command line and in reports.
namespace secateur::text {

std::string count(int64_t count);       ///< 10,000
std::string decimals(double v, int n);  ///< 1,842.5; never -0.0
std::string points(double fraction);    ///< 1.25: percent without the sign
std::string percent(double fraction);   ///< 91.25 %
std::string size(int64_t bytes);        ///< 9.21 MB, or 8.78 MiB: in the sizeUnit()
std::string millions(int64_t count);    ///< 2.24 M
/// "from here to there" of a share, the same in every language: 90.60–91.90 %
std::string percentRange(double low, double high);

}  // namespace secateur::text
