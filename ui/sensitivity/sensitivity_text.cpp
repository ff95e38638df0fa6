#include "ui/sensitivity/sensitivity_text.h"

#include <QLocale>
#include <QStringList>

#include "core/analysis/drop_text.h"
#include "ui/base/csv_text.h"
#include "ui/base/translation.h"
#include "ui/models/perturbation_kinds.h"

namespace secateur {

namespace {

QStringList csvFields(const SensitivityPoint& point, const PairedDrop& drop) {
    return {QString::fromStdString(point.target.text()),
            csvNumber(point.level.number),
            QString::number(point.correct),
            QString::number(point.count),
            csvNumber(point.accuracy()),
            csvNumber(drop.drop),
            csvNumber(drop.low),
            csvNumber(drop.high),
            QString::fromLatin1(enumName(point.kind)),
            point.unchanged ? QStringLiteral("1") : QStringLiteral("0"),
            point.bounds ? QStringLiteral("adaptive") : QStringLiteral("exact"),
            point.settled ? QStringLiteral("1") : QStringLiteral("0")};
}

/// The unchanged network on the images of `first`.
SensitivityPoint atBaseline(const SensitivityPoint& first) {
    SensitivityPoint point;
    point.target = first.target;
    point.kind = first.kind;
    point.count = first.count;
    point.correct = first.correct + first.lost - first.gained;
    point.bounds = first.bounds;
    point.unchanged = true;
    return point;
}

}  // namespace

QString curveTitle(const SensitivityCurve& curve) {
    if (curve.global()) {
        return curve.kind() == PerturbationKind::Channels
                   ? Text::tr("All groups together, by one ranking")
                   : Text::tr("All layers together");
    }
    const QString layer = QString::fromStdString(curve.name());
    return curve.role.empty() ? layer
                              : Text::tr("%1 (%2)").arg(layer, QString::fromStdString(curve.role));
}

QString safeLevelText(const SensitivityCurve& curve, const std::optional<SafeLevel>& safe) {
    const KindTraits& traits = traitsOf(curve.kind());
    if (!safe) {
        return traits.unchanged;
    }
    if (safe->none() && !traits.noneSafe.isEmpty()) {
        return traits.noneSafe;
    }
    const QString text = traits.safe.arg(safeNumberText(*safe));
    return !safe->hardestTried ? text
           : safe->level.bits  ? Text::tr("%1, the fewest tried").arg(text)
                               : Text::tr("%1, the largest tried").arg(text);
}

QString pointDescription(const SensitivityCurve& curve, size_t index) {
    const SensitivityPoint& point = curve.points.at(index);
    const PairedDrop& drop = curve.drops.at(index);
    const KindTraits& traits = traitsOf(point.kind);
    QStringList lines{curveTitle(curve),
                      Text::tr("%1 %2").arg(traits.level, levelText(point.level))};
    if (point.unchanged) {
        lines << Text::tr("%1: this says nothing of the layer").arg(traits.unchanged);
        return lines.join('\n');
    }
    const QString interval = point.bounds ? Text::tr("bounds") : Text::tr("95 % interval");
    lines << Text::tr("drop %1 points (%2)").arg(QString::fromStdString(dropText(drop)), interval)
          << Text::tr("accuracy %1 of %2 images")
                 .arg(percentText(point.accuracy()), QLocale().toString(point.count));
    if (point.bounds) {
        lines << (point.settled ? Text::tr("settled: no more images are needed")
                                : Text::tr("not settled: more images are needed"));
    }
    return lines.join('\n');
}

QByteArray curvesCsv(const CurveList& curves) {
    if (curves.empty()) {
        return {};
    }
    QByteArray text = csvLine({"layer", "ratio", "correct", "count", "accuracy", "drop", "drop_low",
                               "drop_high", "kind", "unchanged", "mode", "settled"});
    for (const CurvePtr& curve : curves) {
        const SensitivityPoint& first = curve->points.front();
        if (first.level.number > 0.0 && !harderDownwards(first.kind)) {
            text += csvLine(csvFields(atBaseline(first), {}));
        }
        for (size_t i = 0; i < curve->points.size(); ++i) {
            text += csvLine(csvFields(curve->points[i], curve->drops[i]));
        }
    }
    return text;
}

}  // namespace secateur
