#include "ui/base/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace secateur {

namespace {

QColor mixed(const QColor& a, const QColor& b, double share) {
    return QColor::fromRgbF(static_cast<float>(a.redF() + (b.redF() - a.redF()) * share),
                            static_cast<float>(a.greenF() + (b.greenF() - a.greenF()) * share),
                            static_cast<float>(a.blueF() + (b.blueF() - a.blueF()) * share));
}

}  // namespace

Theme themeFor(const QPalette& palette) {
    Theme theme;
    theme.background = palette.color(QPalette::Base);
    theme.text = palette.color(QPalette::Text);
    theme.dark = theme.background.lightnessF() < 0.5;
    theme.mutedText = mixed(theme.text, theme.background, 0.35);
    theme.grid = mixed(theme.background, theme.text, 0.15);
    theme.outline = mixed(theme.background, theme.text, 0.5);
    theme.accent = theme.dark ? QColor(0x56, 0xB4, 0xE9) : QColor(0x00, 0x72, 0xB2);
    theme.warning = theme.dark ? QColor(0xFF, 0x8C, 0x42) : QColor(0xD5, 0x5E, 0x00);
    return theme;
}

QColor categoricalColour(int index, bool dark) {
    static const std::array<QColor, 8> kColours{
        QColor(0x00, 0x72, 0xB2), QColor(0xE6, 0x9F, 0x00), QColor(0x00, 0x9E, 0x73),
        QColor(0xCC, 0x79, 0xA7), QColor(0x56, 0xB4, 0xE9), QColor(0xD5, 0x5E, 0x00),
        QColor(0xF0, 0xE4, 0x42), QColor(0x00, 0x00, 0x00)};
    const size_t i = static_cast<size_t>(std::max(0, index)) % kColours.size();
    return dark && i == kColours.size() - 1 ? QColor(0xD0, 0xD0, 0xD0) : kColours[i];
}

QColor sequentialColour(double t) {
    if (std::isnan(t)) {
        return QColor(0, 0, 0, 0);
    }
    static const std::array<QColor, 9> kStops{
        QColor(0, 34, 78),     QColor(26, 56, 111),   QColor(65, 77, 107),
        QColor(93, 99, 110),   QColor(124, 123, 120), QColor(155, 147, 119),
        QColor(189, 173, 110), QColor(225, 204, 85),  QColor(254, 232, 56)};
    const double position = std::clamp(t, 0.0, 1.0) * (kStops.size() - 1);
    const auto below = std::min(static_cast<size_t>(position), kStops.size() - 2);
    return mixed(kStops[below], kStops[below + 1], position - static_cast<double>(below));
}

QColor readableOn(const QColor& background) {
    const double luminance = 0.2126 * background.redF() + 0.7152 * background.greenF() +
                             0.0722 * background.blueF();
    return luminance > 0.5 ? QColor(Qt::black) : QColor(Qt::white);
}

}  // namespace secateur
