#include "ui/compare/compare_style.h"

#include <cmath>
#include <map>

#include "core/base/figure_text.h"

namespace secateur {

QColor kindColour(VariantKind kind) {
    static const std::map<VariantKind, int> kPlaces{
        {VariantKind::Baseline, 0},    {VariantKind::Trained, 4}, {VariantKind::Pruned, 1},
        {VariantKind::FineTuned, 2},   {VariantKind::Int8, 3},    {VariantKind::Slimmed, 5},
        {VariantKind::Recalibrated, 6}};
    return categoricalColour(kPlaces.at(kind), false);
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

}  // namespace secateur
