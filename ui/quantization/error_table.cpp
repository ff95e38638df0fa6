#include "ui/quantization/error_table.h"

#include <QLocale>
#include <cmath>
#include <limits>

#include "ui/base/csv_text.h"
#include "ui/base/number_text.h"
#include "ui/quantization/translation.h"

namespace secateur {

namespace {

constexpr int kPointsALayer = 2;

QString decibels(double db) {
    return std::isinf(db) ? ChecksText::tr("exact") : QLocale().toString(db, 'f', 1);
}

FigureTable::Cell sqnrCell(std::optional<double> db) {
    if (!db) {
        return {ChecksText::tr("–"),
                std::numeric_limits<double>::infinity(),
                {},
                ChecksText::tr("It has no weights.")};
    }
    return {decibels(*db), *db, csvNumber(*db), {}};
}

FigureTable::Cell dropCell(const std::optional<QuantErrorPoint>& point) {
    if (!point) {
        return {ChecksText::tr("…"), -2.0, {}, ChecksText::tr("Not measured yet.")};
    }
    const PairedDrop drop = point->drop();
    return {ChecksText::tr("%1 [%2, %3]")
                .arg(pointsText(drop.drop), pointsText(drop.low), pointsText(drop.high)),
            drop.drop, csvNumber(drop.drop),
            ChecksText::tr("accuracy %1 of %2 images; %3 lost, %4 gained")
                .arg(percentText(point->accuracy()), countText(point->count),
                     countText(point->lost), countText(point->gained))};
}

FigureTable::Cell accuracyCell(const std::optional<QuantErrorPoint>& point) {
    if (!point) {
        return {ChecksText::tr("…"), -1.0, {}, ChecksText::tr("Not measured yet.")};
    }
    return {percentText(point->accuracy()), point->accuracy(), csvNumber(point->accuracy()), {}};
}

std::vector<FigureTable::Column> errorColumns() {
    return {
        {ChecksText::tr("Rank"),
         ChecksText::tr("The layer whose quantization costs most comes first."), "rank"},
        {ChecksText::tr("Layer"), ChecksText::tr("A layer with a quantization of its own."),
         "layer", false},
        {ChecksText::tr("Kind"), ChecksText::tr("What the layer computes."), "kind", false},
        {ChecksText::tr("Weights, dB"),
         ChecksText::tr(
             "SQNR of the weights: power of the values over power of the rounding error. Higher "
             "is better; 6 dB are one bit."),
         "weight_sqnr_db"},
        {ChecksText::tr("Output, dB"),
         ChecksText::tr("SQNR of the layer's output, from its histogram."), "activation_sqnr_db"},
        {ChecksText::tr("Only it: drop"),
         ChecksText::tr(
             "Points of top-1 that are lost when only this layer is quantized, with the 95 % "
             "interval."),
         "only_drop"},
        {ChecksText::tr("Only it"), ChecksText::tr("Top-1 with only this layer quantized."),
         "only_accuracy"},
        {ChecksText::tr("All but it: drop"),
         ChecksText::tr(
             "Points of top-1 that are lost when every layer but this one is quantized, with "
             "the 95 % interval: far below the drop of all layers, this one is to blame."),
         "all_but_drop"},
        {ChecksText::tr("All but it"),
         ChecksText::tr("Top-1 with every layer but this one quantized."), "all_but_accuracy"}};
}

const QuantErrorPoint* allPoint(const QuantErrors& errors) {
    for (const QuantErrorPoint& point : errors.points) {
        if (point.mode == QuantErrorMode::All) {
            return &point;
        }
    }
    return nullptr;
}

}  // namespace

FigureTable layerErrorTable(const QuantErrors& errors, const QString& caption) {
    FigureTable table;
    table.name = QStringLiteral("layer_errors");
    table.caption = caption;
    table.columns = errorColumns();
    int rank = 0;
    for (const LayerQuantError& line : rankedErrors(errors.noises, errors.points)) {
        const QString layer = QString::fromStdString(line.noise.layer);
        const QString kind = QString::fromStdString(line.noise.kind);
        ++rank;
        table.rows.push_back({layer,
                              {{QString::number(rank), rank, QString::number(rank), {}},
                               {layer, layer, layer, layer},
                               {kind, kind, kind, {}},
                               sqnrCell(line.noise.weightSqnrDb),
                               sqnrCell(line.noise.activationSqnrDb),
                               dropCell(line.only),
                               accuracyCell(line.only),
                               dropCell(line.allBut),
                               accuracyCell(line.allBut)}});
    }
    return table;
}

QString layerErrorHeading(const QuantErrors& errors) {
    if (errors.noises.empty()) {
        return {};
    }
    QStringList parts;
    if (const QuantErrorPoint* all = allPoint(errors)) {
        const PairedDrop drop = all->drop();
        parts << ChecksText::tr("All layers quantized: drop %1 points [%2, %3] on %4 images")
                     .arg(pointsText(drop.drop), pointsText(drop.low), pointsText(drop.high),
                          countText(all->count));
    }
    const auto wanted = static_cast<int64_t>(errors.noises.size()) * kPointsALayer + 1;
    const auto open = wanted - static_cast<int64_t>(errors.points.size());
    if (open > 0) {
        parts << ChecksText::tr("%1 of %2 figures to come").arg(countText(open), countText(wanted));
    }
    return parts.join(ChecksText::tr("; "));
}

}  // namespace secateur
