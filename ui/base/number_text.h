#pragma once

#include <QString>
#include <cstdint>

namespace secateur {

/// Numbers for people, as core/base/figure_text.h writes them.
QString countText(int64_t count);      ///< 10,000
QString percentText(double fraction);  ///< 91.25 %; never -0.00 %
QString sizeText(int64_t bytes);       ///< 9.21 MB, or 8.78 MiB
QString pointsText(double fraction);   ///< 1.25: percent without the sign, for drops in points

}  // namespace secateur
