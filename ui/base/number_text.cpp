#include "ui/base/number_text.h"

#include <QLocale>
#include <cmath>

namespace secateur {

QString countText(int64_t count) {
    return QLocale().toString(static_cast<qlonglong>(count));
}

QString percentText(double fraction) {
    return pointsText(fraction) + QStringLiteral(" %");
}

QString pointsText(double fraction) {
    // Adding zero turns a rounded -0 into 0.
    return QLocale().toString(std::round(fraction * 1e4) / 100.0 + 0.0, 'f', 2);
}

}  // namespace secateur
