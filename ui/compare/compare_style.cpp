#include "ui/compare/compare_style.h"

#include <QFontInfo>
#include <QLocale>
#include <algorithm>
#include <cmath>
#include <map>

namespace secateur {

namespace {

const QLocale& english() {
    static const QLocale locale(QLocale::English, QLocale::UnitedStates);
    return locale;
}

QString points(double fraction) {
    // Rounded first, so that no "−0.00" is written.
    const double rounded = std::round(fraction * 10000.0) / 100.0;
    const QString digits = QString::number(std::abs(rounded), 'f', 2);
    return rounded < 0 ? QChar(0x2212) + digits : digits;
}

}  // namespace

QColor kindColour(const std::string& kind) {
    static const std::map<std::string, int> kPlaces{
        {"baseline", 0}, {"trained", 4}, {"pruned", 1}, {"fine-tuned", 2}, {"int8", 3}};
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

QColor blended(const QColor& from, const QColor& to, double share) {
    const auto mix = [&](int a, int b) {
        return static_cast<int>(std::lround(a + (b - a) * share));
    };
    return QColor(mix(from.red(), to.red()), mix(from.green(), to.green()),
                  mix(from.blue(), to.blue()));
}

QString percentText(const ShareInterval& interval) {
    return QString::number(interval.low * 100.0, 'f', 2) + " to " + percentText(interval.high);
}

QString signedPoints(double fraction) {
    const QString text = points(fraction);
    return fraction > 0 && text != "0.00" ? '+' + text : text;
}

QString dropText(const std::optional<PairedDrop>& drop) {
    return drop ? QString("%1 (%2 to %3)")
                      .arg(points(drop->drop), points(drop->low), points(drop->high))
                : QString();
}

QString megabyteText(int64_t bytes) {
    const double megabytes = static_cast<double>(bytes) / 1e6;
    return QString::number(megabytes, 'f', megabytes < 0.1 ? 4 : 2) + " MB";
}

QString speedText(double imagesPerSecond) {
    return english().toString(imagesPerSecond, 'f', imagesPerSecond < 100 ? 1 : 0);
}

}  // namespace secateur
