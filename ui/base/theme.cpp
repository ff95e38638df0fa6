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

QPalette paletteOf(const QColor& window, const QColor& base, const QColor& text,
                   const QColor& button, const QColor& highlight) {
    QPalette palette(button, window);
    const QColor muted =
        QColor((text.red() + window.red()) / 2, (text.green() + window.green()) / 2,
               (text.blue() + window.blue()) / 2);
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, window);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, button);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::ToolTipBase, base);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, muted);
    palette.setColor(QPalette::Highlight, highlight);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, highlight.lighter(130));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, muted);
    }
    return palette;
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

Theme paperTheme() {
    QPalette paper(lightPalette());
    paper.setColor(QPalette::Base, Qt::white);
    paper.setColor(QPalette::Text, Qt::black);
    return themeFor(paper);
}

QPalette lightPalette() {
    return paletteOf(QColor(0xF3, 0xF3, 0xF5), Qt::white, QColor(0x1D, 0x1D, 0x22),
                     QColor(0xE9, 0xE9, 0xED), QColor(0x00, 0x63, 0xA0));
}

QPalette darkPalette() {
    return paletteOf(QColor(0x2A, 0x2B, 0x2F), QColor(0x1E, 0x1F, 0x22), QColor(0xE4, 0xE5, 0xE8),
                     QColor(0x3A, 0x3B, 0x40), QColor(0x2F, 0x74, 0xB5));
}

QColor categoricalColour(int index, bool dark) {
    static const std::array<QColor, 8> kColours{QColor(0x00, 0x72, 0xB2), QColor(0xE6, 0x9F, 0x00),
                                                QColor(0x00, 0x9E, 0x73), QColor(0xCC, 0x79, 0xA7),
                                                QColor(0x56, 0xB4, 0xE9), QColor(0xD5, 0x5E, 0x00),
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
    const double luminance =
        0.2126 * background.redF() + 0.7152 * background.greenF() + 0.0722 * background.blueF();
    return luminance > 0.5 ? QColor(Qt::black) : QColor(Qt::white);
}

}  // namespace secateur
