#include "ui/sensitivity/sensitivity_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

#include "ui/base/csv_text.h"

namespace secateur {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("secateur::Sensitivity", text);
}

QStringList csvFields(const std::string& layer, double ratio, int64_t correct, int64_t count,
                      const PairedDrop& drop) {
    const double accuracy =
        count > 0 ? static_cast<double>(correct) / static_cast<double>(count) : std::nan("");
    return {QString::fromStdString(layer), csvNumber(ratio),    QString::number(correct),
            QString::number(count),        csvNumber(accuracy), csvNumber(drop.drop),
            csvNumber(drop.low),           csvNumber(drop.high)};
}

}  // namespace

QString ratioText(double ratio) {
    const bool cents = std::abs(ratio * 100.0 - std::round(ratio * 100.0)) < 1e-9;
    return QLocale().toString(ratio, 'f', cents ? 2 : 3);
}

QString curveTitle(const SensitivityCurve& curve) {
    if (curve.global()) {
        return tr("All layers together");
    }
    const QString layer = QString::fromStdString(curve.layer);
    return curve.role.empty() ? layer
                              : tr("%1 (%2)").arg(layer, QString::fromStdString(curve.role));
}

QString pointDescription(const SensitivityCurve& curve, size_t index) {
    const SensitivityPoint& point = curve.points.at(index);
    const PairedDrop& drop = curve.drops.at(index);
    return tr("%1\nratio %2\ndrop %3 points, 95 % interval %4 to %5\naccuracy %6 of %7 images")
        .arg(curveTitle(curve), ratioText(point.ratio), pointsText(drop.drop), pointsText(drop.low),
             pointsText(drop.high), percentText(point.accuracy()), QLocale().toString(point.count));
}

QByteArray curvesCsv(const CurveList& curves) {
    if (curves.empty()) {
        return {};
    }
    QByteArray text = csvLine(
        {"layer", "ratio", "correct", "count", "accuracy", "drop", "drop_low", "drop_high"});
    for (const CurvePtr& curve : curves) {
        const SensitivityPoint& first = curve->points.front();
        if (first.ratio > 0.0) {
            text += csvLine(csvFields(curve->layer, 0.0, first.correct + first.lost - first.gained,
                                      first.count, {}));
        }
        for (size_t i = 0; i < curve->points.size(); ++i) {
            const SensitivityPoint& point = curve->points[i];
            text += csvLine(
                csvFields(curve->layer, point.ratio, point.correct, point.count, curve->drops[i]));
        }
    }
    return text;
}

}  // namespace secateur
