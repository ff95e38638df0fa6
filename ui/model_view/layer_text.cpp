#include "ui/model_view/layer_text.h"

#include <QLocale>
#include <QStringList>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/translation.h"
namespace secateur {

namespace {

QString row(const QString& name, const QString& value) {
    return QString("<tr><td>%1&nbsp;&nbsp;</td><td align=\"right\">%2</td></tr>")
        .arg(name, value.toHtmlEscaped());
}

QString shareOf(int64_t part, int64_t whole) {
    return whole > 0
               ? " (" + percentText(static_cast<double>(part) / static_cast<double>(whole)) + ")"
               : QString();
}

QString measuredOr(const std::map<std::string, double>& values, const std::string& name,
                   QString (*format)(double)) {
    const auto found = values.find(name);
    return found == values.end() || std::isnan(found->second) ? Text::tr("not measured")
                                                              : format(found->second);
}

}  // namespace

QString safePrefix(const LayerValues& values, const std::string& layer) {
    return values.largestTried.count(layer) > 0 ? QStringLiteral("≥ ") : QString();
}

QString compactCount(double count) {
    const std::pair<double, const char*> units[] = {{1e9, " G"}, {1e6, " M"}, {1e3, " k"}};
    for (const auto& [unit, suffix] : units) {
        if (count >= unit * 0.9995) {
            return QString::number(count / unit, 'g', 3) + suffix;
        }
    }
    return QString::number(count, 'g', 3);
}

QString formatResolution(const FeatureShape& shape) {
    return QString("%1x%2").arg(shape[1]).arg(shape[2]);
}

QString formatShape(const FeatureShape& shape) {
    return shape[1] == 1 && shape[2] == 1
               ? QString::number(shape[0])
               : QString("%1x%2").arg(shape[0]).arg(formatResolution(shape));
}

QString formatDecibels(double decibels) {
    return std::isinf(decibels) ? Text::tr("exact") : QString::number(decibels, 'f', 2) + " dB";
}

QString layerTip(const GraphCost& cost, size_t index, const LayerValues& values) {
    const LayerCost& layer = cost.layers[index];
    QString kind = QString::fromUtf8(opName(layer.op));
    const QString label = QString::fromStdString(layer.kind);
    if (label != kind) {
        kind = label + " " + kind;
    }
    if (const auto fused = fusedActivation(layer.op)) {
        kind += QString(", ") + enumName(*fused);
    }
    QString rows = row(Text::tr("Kind"), kind);
    if (!layer.block.empty()) {
        rows += row(Text::tr("Block"), QString::fromStdString(layer.block));
    }
    if (!layer.role.empty()) {
        rows += row(Text::tr("Role"), QString::fromStdString(layer.role));
    }
    rows += row(Text::tr("Input"), formatShape(layer.input));
    rows += row(Text::tr("Output"), formatShape(layer.output));
    rows += row(Text::tr("Parameters"),
                countText(layer.parameters) + shareOf(layer.parameters, cost.parameters));
    if (layer.weights > 0) {
        rows += row(Text::tr("MACs"), countText(layer.macs) + shareOf(layer.macs, cost.macs));
        rows += row(Text::tr("Weights"), countText(layer.weights));
        rows += row(Text::tr("of these zero"),
                    countText(layer.zeros) + shareOf(layer.zeros, layer.weights));
        rows += row(
            Text::tr("Largest safe ratio"),
            safePrefix(values, layer.name) + measuredOr(values.safeRatio, layer.name, percentText));
        rows += row(Text::tr("INT8 weight SQNR"),
                    measuredOr(values.quantizationSqnrDb, layer.name, formatDecibels));
    }
    return QString("<b>%1</b><table>%2</table>")
        .arg(QString::fromStdString(layer.name).toHtmlEscaped(), rows);
}

}  // namespace secateur
