#include "ui/compare/compare_style.h"

#include <QFontInfo>
#include <QLocale>
#include <algorithm>
#include <cmath>
#include <map>

namespace secateur {

namespace {

QString decimals(double value, int digits) {
    return QLocale().toString(value, 'f', digits);
}

/// With the true minus sign, which is as wide as a plus.
QString points(double fraction) {
    // Rounded first, so that no "−0.00" is written.
    const double rounded = std::round(fraction * 10000.0) / 100.0;
    return (rounded < 0 ? QString(QChar(0x2212)) : QString()) + decimals(std::abs(rounded), 2);
}

}  // namespace

QColor kindColour(const std::string& kind) {
    static const std::map<std::string, int> kPlaces{{"baseline", 0}, {"trained", 4},
                                                    {"pruned", 1},   {"fine-tuned", 2},
                                                    {"int8", 3},     {"slimmed", 5}};
    const auto place = kPlaces.find(kind);
    return place == kPlaces.end() ? QColor(Qt::gray) : categoricalColour(place->second, false);
}

QFont drawingFont(const QWidget& widget, double factor) {
    QFont font = widget.font();
    font.setPixelSize(std::max(7, qRound(QFontInfo(font).pixelSize() * factor)));
    return font;
}

QColor worseColour(const Theme& theme) {
    return theme.warning;
}

QColor betterColour(const Theme& theme) {
    return theme.accent;
}

void drawWhisker(QPainter& painter, double low, double high, double y, double cap,
                 const Theme& theme) {
    for (const QPen& pen : {QPen(theme.background, 3.4), QPen(theme.text, 1.4)}) {
        painter.setPen(pen);
        painter.drawLine(QPointF(low, y), QPointF(high, y));
        painter.drawLine(QPointF(low, y - cap), QPointF(low, y + cap));
        painter.drawLine(QPointF(high, y - cap), QPointF(high, y + cap));
    }
}

QColor blended(const QColor& from, const QColor& to, double share) {
    const auto mix = [&](int a, int b) {
        return static_cast<int>(std::lround(a + (b - a) * share));
    };
    return QColor(mix(from.red(), to.red()), mix(from.green(), to.green()),
                  mix(from.blue(), to.blue()));
}

QString percentText(const ShareInterval& interval) {
    return pointsText(interval.low) + " to " + percentText(interval.high);
}

QString signedPoints(double fraction) {
    return (std::round(fraction * 10000.0) > 0 ? "+" : "") + points(fraction);
}

QString dropText(const std::optional<PairedDrop>& drop) {
    return drop ? QString("%1 (%2 to %3)")
                      .arg(points(drop->drop), points(drop->low), points(drop->high))
                : QString();
}

QString megabytes(int64_t bytes) {
    const double value = static_cast<double>(bytes) / 1e6;
    return decimals(value, value < 0.1 ? 4 : 2);
}

QString megabyteText(int64_t bytes) {
    return megabytes(bytes) + " MB";
}

QString speedText(double imagesPerSecond) {
    return decimals(imagesPerSecond, imagesPerSecond < 100 ? 1 : 0);
}

}  // namespace secateur
