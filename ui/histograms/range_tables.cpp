#include "ui/histograms/range_tables.h"

#include <QHash>

#include "ui/base/translation.h"
#include "ui/models/range_text.h"

namespace secateur {

namespace {

QString methodTip(const QString& method) {
    const QHash<QString, QString> tips{
        {"min-max", Text::tr("From the smallest to the largest value: nothing is clipped.")},
        {"percentile", Text::tr("Leaves out the rarest values at the ends.")},
        {"mse", Text::tr("The least mean squared error of rounding and clipping, under one scale "
                         "for the whole tensor.")},
        {"entropy", Text::tr("The least divergence (KL) between the values' distribution and what "
                             "is left of it.")},
        {"moving-average",
         Text::tr("The batches' extremes, each new batch moving the last ones a little.")},
        {"relu6", Text::tr("ReLU6 gives nothing outside [0, 6].")},
        {"automatic", Text::tr("What the recipe gives this layer, and why.")},
        {kOwnRange, Text::tr("The range of the handles and the fields.")}};
    return tips.value(method);
}

Table::Cell number(double value, const QString& text) {
    return {value, text.toStdString(), ""};
}

QString scaleText(const RangeEffect& effect) {
    return effect.smallestScale == effect.largestScale
               ? valueText(effect.largestScale)
               : Text::tr("%1 to %2")
                     .arg(valueText(effect.smallestScale), valueText(effect.largestScale));
}

Table::Cell methodCell(const RangeCandidate& row) {
    const QString label = row.automatic ? Text::tr("%1 (automatic)").arg(row.label) : row.label;
    return cell::named(cell::text(row.method.toStdString()), label.toStdString(),
                       methodTip(row.method).toStdString());
}

}  // namespace

Table rangedLayersTable(const std::vector<RangedLayer>& layers) {
    const std::vector<Field<RangedLayer>> fields{
        {{"layer", QT_TRANSLATE_NOOP("Tables", "Layer"),
          QT_TRANSLATE_NOOP("Tables",
                            "Layers whose range can be chosen, in the order in which they run."),
          false},
         [](const RangedLayer& row) { return cell::text(row.layer.toStdString()); }},
        {{"range", QT_TRANSLATE_NOOP("Tables", "Range"),
          QT_TRANSLATE_NOOP("Tables",
                            "Who chooses the range that quantization gives this layer: "
                            "you, or a rule of the recipe."),
          false},
         [](const RangedLayer& row) {
             return cell::text((row.chosen ? Text::tr("● by hand") : row.rule).toStdString());
         }},
        {{"sqnr_db", QT_TRANSLATE_NOOP("Tables", "SQNR"),
          QT_TRANSLATE_NOOP("Tables",
                            "Signal to quantization noise ratio with this range; the "
                            "lowest suffer most.")},
         [](const RangedLayer& row) { return number(row.sqnrDb, decibelText(row.sqnrDb)); }}};
    Table table{"ranged_layers", "", columnsOf(fields), {}};
    for (const RangedLayer& row : layers) {
        table.rows.push_back(rowOf(fields, row, row.layer.toStdString()));
        std::vector<Table::Cell>& cells = table.rows.back().cells;
        cells[0].place = static_cast<double>(table.rows.size());
        cells[1].place = row.chosen ? 0.0 : 1.0;
        const QString tip =
            row.chosen ? Text::tr("%1: clipped to %2").arg(row.layer, rangeText(*row.chosen))
            : row.about.isEmpty() ? row.layer
                                  : Text::tr("%1: %2").arg(row.layer, row.about);
        for (Table::Cell& cell : cells) {
            cell.note = tip.toStdString();
        }
    }
    return table;
}

Table rangesTable(const RangeSubject& subject, const std::vector<RangeCandidate>& candidates) {
    using Row = RangeCandidate;
    const std::string layer = subject.layer.toStdString();
    const std::string target = enumName(subject.target);
    const std::vector<Field<Row>> fields{
        {{"layer", "", ""}, [&](const Row&) { return cell::text(layer); }},
        {{"target", "", ""}, [&](const Row&) { return cell::text(target); }},
        {{"method", QT_TRANSLATE_NOOP("Tables", "Method"),
          QT_TRANSLATE_NOOP("Tables", "Who chooses the range."), false},
         methodCell},
        {{"low", QT_TRANSLATE_NOOP("Tables", "Low"),
          QT_TRANSLATE_NOOP("Tables", "The smallest real number that the integers stand for.")},
         [](const Row& row) { return number(row.range.low, valueText(row.range.low)); }},
        {{"high", QT_TRANSLATE_NOOP("Tables", "High"),
          QT_TRANSLATE_NOOP("Tables", "The largest real number that the integers stand for.")},
         [](const Row& row) { return number(row.range.high, valueText(row.range.high)); }},
        {{"clipped_fraction", QT_TRANSLATE_NOOP("Tables", "Clipped"),
          QT_TRANSLATE_NOOP("Tables",
                            "Share of the values outside the range: they become its ends.")},
         [](const Row& row) {
             return number(row.effect.clippedFraction, shareText(row.effect.clippedFraction));
         }},
        {{"scale", QT_TRANSLATE_NOOP("Tables", "Scale"),
          QT_TRANSLATE_NOOP("Tables",
                            "Real numbers between two neighbouring integers; per channel "
                            "from the finest to the coarsest.")},
         [](const Row& row) { return number(row.effect.smallestScale, scaleText(row.effect)); }},
        {{"zero_point", QT_TRANSLATE_NOOP("Tables", "Zero point"),
          QT_TRANSLATE_NOOP("Tables", "The integer that stands for the real number 0.")},
         [](const Row& row) { return cell::count(row.effect.zeroPoint); }},
        {{"sqnr_db", QT_TRANSLATE_NOOP("Tables", "SQNR"),
          QT_TRANSLATE_NOOP("Tables",
                            "Signal to quantization noise ratio: the power of the values over the "
                            "power of the error that rounding and clipping make, estimated from "
                            "the histogram. Higher is better; 6 dB are one bit.")},
         [](const Row& row) { return number(row.effect.sqnrDb, decibelText(row.effect.sqnrDb)); }},
        {{"largest_scale", "", ""},
         [](const Row& row) {
             return Table::Cell{row.effect.largestScale, "", ""};
         }},
        {{"", QT_TRANSLATE_NOOP("Tables", "Choose"),
          QT_TRANSLATE_NOOP("Tables", "Takes this range."), false},
         [](const Row&) { return Table::Cell{}; }}};
    const QString scales = subject.perChannel() ? Text::tr("%1, %2, %3 bits, one scale a channel")
                                                : Text::tr("%1, %2, %3 bits");
    Table table{"clip_ranges",
                scales.arg(subject.layer, targetName(subject.target))
                    .arg(subject.scheme.bits)
                    .toStdString(),
                columnsOf(fields),
                {}};
    for (const Row& row : candidates) {
        table.rows.push_back(rowOf(fields, row, row.method.toStdString()));
    }
    return table;
}

}  // namespace secateur
