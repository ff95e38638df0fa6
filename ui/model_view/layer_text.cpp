#include "ui/model_view/layer_text.h"

#include <QLocale>
#include <QStringList>
#include <algorithm>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/translation.h"
namespace secateur {

namespace {

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

QString kindText(const LayerCost& layer) {
    QString kind = QString::fromUtf8(opName(layer.op));
    const QString label = QString::fromStdString(layer.kind);
    if (label != kind) {
        kind = label + " " + kind;
    }
    if (const auto fused = fusedActivation(layer.op)) {
        kind += QString(", ") + enumName(*fused);
    }
    return kind;
}

void keep(std::map<std::string, double>& some, const std::map<std::string, double>& all,
          const std::string& name) {
    if (const auto found = all.find(name); found != all.end() && !std::isnan(found->second)) {
        some.insert(*found);
    }
}

/// "12.50 % (conv1)"
QString leastText(const std::map<std::string, double>& values, QString (*format)(double)) {
    const auto least =
        std::min_element(values.begin(), values.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    return least == values.end() ? Text::tr("not measured")
                                 : QString("%1 (%2)").arg(format(least->second),
                                                          QString::fromStdString(least->first));
}

/// Of these layers together; nothing where none was timed.
std::optional<LayerTime> timesOf(const GraphCost& cost, const std::vector<size_t>& layers,
                                 const LayerValues& values) {
    std::optional<LayerTime> sum;
    double other = 0.0;  // the counterpart's
    bool both = true;
    for (const size_t index : layers) {
        const auto found = values.times.find(cost.layers[index].name);
        if (found == values.times.end()) {
            continue;
        }
        const LayerTime& time = found->second;
        sum = sum ? sum : LayerTime{0.0, 0.0, {}, time.integers};
        sum->seconds += time.seconds;
        sum->share += time.share;
        both = both && time.speedUp.has_value();
        other += (time.integers ? time.fp32() : time.int8()).value_or(0.0);
    }
    if (sum && both && sum->seconds > 0.0 && other > 0.0) {
        sum->speedUp = sum->integers ? other / sum->seconds : sum->seconds / other;
    }
    return sum;
}

void addTimes(std::vector<Fact>& facts, const std::optional<LayerTime>& time) {
    if (!time) {
        return;
    }
    const auto milliseconds = [](double seconds) {
        return QString::number(1e3 * seconds, 'f', 3) + Text::tr(" ms");
    };
    if (const auto fp32 = time->fp32()) {
        facts.push_back({Text::tr("Time in FP32"), milliseconds(*fp32)});
    }
    if (const auto int8 = time->int8()) {
        facts.push_back({Text::tr("Time in INT8"), milliseconds(*int8)});
    }
    facts.push_back({Text::tr("of the network's"), percentText(time->share)});
    if (time->speedUp) {
        facts.push_back({Text::tr("INT8 speed-up"), QString::number(*time->speedUp, 'f', 2)});
    }
}

/// Of a layer that is followed by its normalisation and activation, the output is theirs.
void addRanges(std::vector<Fact>& facts, const GraphCost& cost, size_t index,
               const LayerValues& values) {
    const auto rangeOf = [&](size_t layer) {
        const auto found = values.ranges.find(cost.layers[layer].name);
        return found != values.ranges.end() ? found->second : LayerRangeText();
    };
    if (const QString weights = rangeOf(index).weights; !weights.isEmpty()) {
        facts.push_back({Text::tr("INT8 range of weights"), weights});
    }
    for (size_t at = index; at < cost.layers.size(); ++at) {
        const LayerCost& layer = cost.layers[at];
        const bool follows = std::holds_alternative<BatchNorm2d>(layer.op) ||
                             std::holds_alternative<Activation>(layer.op);
        if (at > index && (!follows || layer.inputs != std::vector{cost.layers[at - 1].node})) {
            return;
        }
        if (const QString output = rangeOf(at).output; !output.isEmpty()) {
            facts.push_back({Text::tr("INT8 range of the output"), output});
            return;
        }
    }
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

std::vector<Fact> layerFacts(const GraphCost& cost, size_t index, const LayerValues& values) {
    const LayerCost& layer = cost.layers[index];
    std::vector<Fact> facts{{Text::tr("Kind"), kindText(layer)}};
    if (!layer.block.empty()) {
        facts.push_back({Text::tr("Block"), QString::fromStdString(layer.block)});
    }
    if (!layer.role.empty()) {
        facts.push_back({Text::tr("Role"), QString::fromStdString(layer.role)});
    }
    facts.push_back({Text::tr("Input"), formatShape(layer.input)});
    facts.push_back({Text::tr("Output"), formatShape(layer.output)});
    facts.push_back({Text::tr("Parameters"),
                     countText(layer.parameters) + shareOf(layer.parameters, cost.parameters)});
    if (layer.weights > 0) {
        facts.push_back({Text::tr("MACs"), countText(layer.macs) + shareOf(layer.macs, cost.macs)});
        facts.push_back({Text::tr("Weights"), countText(layer.weights)});
        facts.push_back({Text::tr("of these zero"),
                         countText(layer.zeros) + shareOf(layer.zeros, layer.weights)});
        facts.push_back({Text::tr("Largest safe ratio"),
                         safePrefix(values, layer.name) +
                             measuredOr(values.safeRatio, layer.name, percentText)});
        facts.push_back({Text::tr("INT8 weight SQNR"),
                         measuredOr(values.quantizationSqnrDb, layer.name, formatDecibels)});
    }
    addTimes(facts, timesOf(cost, {index}, values));
    addRanges(facts, cost, index, values);
    return facts;
}

std::vector<Fact> blockFacts(const GraphCost& cost, const std::vector<size_t>& layers,
                             const LayerValues& values) {
    GraphCost sum;
    std::map<std::string, double> safe;
    std::map<std::string, double> sqnr;
    size_t weighted = 0;
    for (const size_t index : layers) {
        const LayerCost& layer = cost.layers[index];
        sum.parameters += layer.parameters;
        sum.weights += layer.weights;
        sum.zeros += layer.zeros;
        sum.macs += layer.macs;
        weighted += layer.weights > 0 ? 1 : 0;
        keep(safe, values.safeRatio, layer.name);
        keep(sqnr, values.quantizationSqnrDb, layer.name);
    }
    std::vector<Fact> facts{
        {Text::tr("Layers"), Text::tr("%1, %2 with weights").arg(layers.size()).arg(weighted)},
        {Text::tr("Input"), formatShape(cost.layers[layers.front()].input)},
        {Text::tr("Output"), formatShape(cost.layers[layers.back()].output)},
        {Text::tr("Parameters"),
         countText(sum.parameters) + shareOf(sum.parameters, cost.parameters)},
        {Text::tr("MACs"), countText(sum.macs) + shareOf(sum.macs, cost.macs)}};
    if (sum.weights > 0) {
        facts.push_back({Text::tr("Weights"), countText(sum.weights)});
        facts.push_back(
            {Text::tr("of these zero"), countText(sum.zeros) + shareOf(sum.zeros, sum.weights)});
        facts.push_back({Text::tr("Least safe ratio"), leastText(safe, percentText)});
        facts.push_back({Text::tr("Least INT8 weight SQNR"), leastText(sqnr, formatDecibels)});
    }
    addTimes(facts, timesOf(cost, layers, values));
    return facts;
}

QString factsText(const QString& title, const std::vector<Fact>& facts) {
    QString rows;
    for (const Fact& fact : facts) {
        rows += QString("<tr><td>%1&nbsp;&nbsp;</td><td align=\"right\">%2</td></tr>")
                    .arg(fact.name, QString(fact.value.toHtmlEscaped())
                                        .replace(QLatin1String(" %"), QLatin1String("&nbsp;%")));
    }
    return QString("<b>%1</b><table>%2</table>").arg(title.toHtmlEscaped(), rows);
}

QString layerTip(const GraphCost& cost, size_t index, const LayerValues& values) {
    return factsText(QString::fromStdString(cost.layers[index].name),
                     layerFacts(cost, index, values));
}

}  // namespace secateur
