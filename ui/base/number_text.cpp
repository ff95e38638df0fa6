#include "ui/base/number_text.h"

#include "core/base/figure_text.h"

namespace secateur {

QString countText(int64_t count) {
    return QString::fromStdString(text::count(count));
}

QString percentText(double fraction) {
    return QString::fromStdString(text::percent(fraction));
}

QString sizeText(int64_t bytes) {
    return QString::fromStdString(text::size(bytes));
}

QString pointsText(double fraction) {
    return QString::fromStdString(text::points(fraction));
}

}  // namespace secateur
