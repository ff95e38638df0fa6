#include "ui/compare/compare_style.h"

#include <cmath>
#include <map>

#include "core/base/figure_text.h"

namespace secateur {

QColor kindColour(const std::string& kind) {
    static const std::map<std::string, int> kPlaces{{"baseline", 0}, {"trained", 4},
                                                    {"pruned", 1},   {"fine-tuned", 2},
                                                    {"int8", 3},     {"slimmed", 5}};
    const auto place = kPlaces.find(kind);
    return place == kPlaces.end() ? QColor(Qt::gray) : categoricalColour(place->second, false);
}

QColor worseColour(const Theme& theme) {
    return theme.warning;
}

QColor betterColour(const Theme& theme) {
    return theme.accent;
}

QColor blended(const QColor& from, const QColor& to, double share) {
    const auto mix = [&](int a, int b) {
        return static_cast<int>(std::lround(a + (b - a) * share));
    };
    return QColor(mix(from.red(), to.red()), mix(from.green(), to.green()),
                  mix(from.blue(), to.blue()));
}

QString percentText(const ShareInterval& interval) {
    return QString::fromStdString(text::percentRange(interval.low, interval.high));
}

QString megabyteText(int64_t bytes) {
    return QString::fromStdString(text::megabytes(bytes));
}

}  // namespace secateur
