#include "ui/compare/comparison_bars.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/answer_changes.h"
#include "core/analysis/drop_text.h"
#include "core/base/figure_text.h"
#include "core/base/size_unit.h"
#include "core/report/comparison_tables.h"
#include "ui/base/core_text.h"
#include "ui/base/number_text.h"
#include "ui/compare/compare_style.h"
#include "ui/models/speed_note.h"

namespace secateur {

namespace {

QString nameOf(const ComparedVariant& item) {
    return QString::fromStdString(item.variant->name);
}

/// Where a percent axis may begin so that differences are seen: a multiple of 5 well below the
/// lowest whisker, or 0.
double percentStart(const std::vector<Bars::Bar>& bars) {
    double low = 100.0;
    double high = 0.0;
    for (const Bars::Bar& bar : bars) {
        if (bar.whisker) {
            low = std::min(low, bar.whisker->first);
            high = std::max(high, bar.whisker->second);
        }
    }
    const double start = std::floor((low - 0.5 * (high - low)) / 5.0) * 5.0;
    return high > low && start >= 20.0 ? start : 0.0;
}

QString speedsNote(const Comparison& comparison) {
    const bool measured = comparison.snapshot && comparison.snapshot->speed;
    return measured
               ? speedNoteText(*comparison.snapshot->speed)
               : BarChart::tr(
                     "Speeds are not measured: Run, Measure speed lets the networks take turns.");
}

QString imagesNote(const Comparison& comparison) {
    return comparison.images && comparison.data
               ? BarChart::tr("Top-1 on %1 images of %2 %3; whiskers: Wilson's 95 % interval.")
                     .arg(countText(comparison.images->count),
                          QString::fromStdString(comparison.data->name),
                          shownName(comparison.images->split))
               : QString();
}

Bars::Row variantRow(const ComparedVariant& item, bool reference) {
    QStringList lines{nameOf(item)};
    if (item.evaluation) {
        lines << BarChart::tr("Top-1 %1 (%2)")
                     .arg(percentText(item.top1()), percentText(item.top1Interval));
    }
    lines << sizeText(item.variant->sizeBytes) + ", " + shownName(item.variant->encoding);
    return {item.variant->id, nameOf(item), reference, lines.join('\n')};
}

}  // namespace

Bars comparisonBars(const Comparison& comparison) {
    const SizeUnit unit = sizeUnit();
    Bars bars;
    bars.note = imagesNote(comparison) + ' ' + speedsNote(comparison);
    bars.panels = {
        {BarChart::tr("Top-1 (%)"), {}, 0, {}, {}, {}},
        {BarChart::tr("Size (%1)").arg(QLatin1String(enumName(unit))), {}, 0, {}, {}, {}},
        {BarChart::tr("Images/s"), {}, 0, {}, {}, {}}};
    for (const ComparedVariant& item : comparison.variants) {
        bars.rows.push_back(variantRow(item, item.variant == comparison.reference.variant));
        const auto colour = [own = kindColour(item.variant->kind)](const Theme&) { return own; };
        const double size = static_cast<double>(item.variant->sizeBytes) / bytesPer(unit);
        Bars::Bar top1{{}, {}, BarChart::tr("not measured"), colour};
        Bars::Bar speed = top1;
        if (item.speed) {
            speed.value = item.speed->median;
            speed.whisker = {item.speed->lowest, item.speed->highest};
            speed.label = QString::fromStdString(text::decimals(item.speed->median, 0));
        }
        if (item.evaluation) {
            top1.value = 100.0 * item.top1();
            top1.whisker = {100.0 * item.top1Interval.low, 100.0 * item.top1Interval.high};
            top1.label = pointsText(item.top1());
        }
        bars.panels[0].bars.push_back(top1);
        bars.panels[1].bars.push_back({size, {}, sizeText(item.variant->sizeBytes), colour});
        bars.panels[2].bars.push_back(speed);
    }
    bars.panels[0].start = percentStart(bars.panels[0].bars);
    if (comparison.reference.evaluation) {
        bars.panels[0].mark = 100.0 * comparison.reference.top1();
    }
    if (!comparison.variants.empty()) {
        bars.csv = QByteArray::fromStdString(csvOf(comparisonTable(comparison)));
    }
    return bars;
}

Bars classBars(const Comparison& comparison, int64_t variant) {
    Bars bars;
    bars.exportWidth = 800;
    bars.panelsInALine = 1;
    const ComparedVariant* item = comparison.find(variant);
    if (!item || !comparison.isPaired(*item)) {
        return bars;
    }
    bars.title = BarChart::tr("%1 against %2: drop of top-1 in each class")
                     .arg(nameOf(*item), nameOf(comparison.reference));
    Bars::Panel panel{BarChart::tr("Points; whiskers: 95 % interval of the paired difference"),
                      {},
                      0,
                      {},
                      BarChart::tr("◄ better"),
                      BarChart::tr("worse ►")};
    for (const ClassChange& change :
         classChanges(comparison.reference.evaluation->result, item->evaluation->result,
                      comparison.classCount())) {
        const QString name = QString::fromStdString(comparison.className(change.label));
        const QString drop = QString::fromStdString(dropText(change.drop));
        const bool worse = change.drop.drop > 0;
        bars.rows.push_back(
            {change.label, name, false,
             BarChart::tr("%1: %2 images, drop %3 points\nClick to see the images of this class "
                          "that flipped.")
                 .arg(name, countText(change.images), drop)});
        panel.bars.push_back(
            {100.0 * change.drop.drop, std::pair(100.0 * change.drop.low, 100.0 * change.drop.high),
             BarChart::tr("%1  (%2 → %3 %)")
                 .arg(drop, pointsText(change.referenceAccuracy()), pointsText(change.accuracy())),
             worse ? worseColour : betterColour});
    }
    bars.panels = {std::move(panel)};
    bars.csv = QByteArray::fromStdString(csvOf(classTable(comparison, *item)));
    return bars;
}

}  // namespace secateur
