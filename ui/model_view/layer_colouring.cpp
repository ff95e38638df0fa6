#include "ui/model_view/layer_colouring.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/base/translation.h"
#include "ui/model_view/layer_text.h"

namespace secateur {

namespace {

struct Range {
    double low = 0.0;
    double high = 1.0;
    bool logarithmic = false;

    double along(double value) const {
        const double clamped = std::clamp(value, low, high);
        if (!(high > low)) {
            return 0.5;
        }
        return logarithmic ? std::log(clamped / low) / std::log(high / low)
                           : (clamped - low) / (high - low);
    }
};

bool isCount(ColourBy by) {
    return by == ColourBy::Parameters || by == ColourBy::Macs;
}

bool isTime(ColourBy by) {
    return by == ColourBy::Time || by == ColourBy::Int8SpeedUp;
}

bool isLogarithmic(ColourBy by) {
    return isCount(by) || isTime(by);
}

std::optional<double> timeOf(const LayerCost& layer, ColourBy by, const LayerValues& values) {
    const auto found = values.times.find(layer.name);
    if (found == values.times.end() || found->second.seconds <= 0.0) {
        return std::nullopt;
    }
    return by == ColourBy::Time ? std::optional(1e3 * found->second.seconds)
                                : found->second.speedUp;
}

std::optional<double> measured(const std::map<std::string, double>& values,
                               const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() || std::isnan(found->second) ? std::nullopt
                                                              : std::optional(found->second);
}

std::optional<double> valueOf(const LayerCost& layer, ColourBy by, const LayerValues& values) {
    const auto positive = [](int64_t count) {
        return count > 0 ? std::optional(static_cast<double>(count)) : std::nullopt;
    };
    if (by == ColourBy::Parameters) {
        return positive(layer.parameters);
    }
    if (by == ColourBy::Macs) {
        return positive(layer.macs);
    }
    if (isTime(by)) {
        return timeOf(layer, by, values);
    }
    if (layer.weights == 0) {
        return std::nullopt;
    }
    if (by == ColourBy::Sparsity) {
        return layer.sparsity();
    }
    return measured(by == ColourBy::Sensitivity ? values.safeRatio : values.quantizationSqnrDb,
                    layer.name);
}

/// Ticks at decades, or at 1, 2, 5 times them where decades are too few.
std::vector<double> logarithmicTicks(const Range& range) {
    std::vector<double> ticks;
    for (const std::vector<double>& mantissas :
         {std::vector<double>{1}, std::vector<double>{1, 2, 5}}) {
        ticks.clear();
        const auto first = static_cast<int>(std::floor(std::log10(range.low)));
        const auto last = static_cast<int>(std::ceil(std::log10(range.high)));
        for (int exponent = first; exponent <= last; ++exponent) {
            for (const double mantissa : mantissas) {
                const double tick = mantissa * std::pow(10.0, exponent);
                if (tick >= range.low * 0.999 && tick <= range.high * 1.001) {
                    ticks.push_back(tick);
                }
            }
        }
        if (ticks.size() >= 3) {
            return ticks;
        }
    }
    return ticks.size() >= 2 ? ticks : std::vector<double>{range.low, range.high};
}

std::vector<double> linearTicks(const Range& range) {
    double step = 1.0;
    for (const double candidate : {0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0}) {
        step = candidate;
        if ((range.high - range.low) / candidate <= 5.0) {
            break;
        }
    }
    std::vector<double> ticks;
    for (double k = std::ceil(range.low / step); k * step <= range.high * 1.0001; k += 1.0) {
        ticks.push_back(k * step);
    }
    return ticks;
}

QString tickLabel(double value, ColourBy by) {
    switch (by) {
        case ColourBy::Parameters:
        case ColourBy::Macs:
            return compactCount(value);
        case ColourBy::Sparsity:
        case ColourBy::Sensitivity:
            return QString::number(value * 100.0, 'g', 3) + " %";
        case ColourBy::QuantizationError:
            return QString::number(value, 'g', 4);
        case ColourBy::Time:
            return QString::number(value, 'g', 3);
        case ColourBy::Int8SpeedUp:
            return QString::number(value, 'g', 3) + QString::fromUtf8("×");
    }
    return {};
}

ColourLegend legendText(ColourBy by) {
    ColourLegend legend;
    switch (by) {
        case ColourBy::Parameters:
            legend.title = Text::tr("Parameters of the layer");
            legend.note = Text::tr("logarithmic");
            break;
        case ColourBy::Macs:
            legend.title = Text::tr("MACs of the layer, one image");
            legend.note = Text::tr("logarithmic");
            break;
        case ColourBy::Sparsity:
            legend.title = Text::tr("Sparsity: weights that are zero");
            break;
        case ColourBy::Sensitivity:
            legend.title = Text::tr("Largest safe pruning ratio");
            legend.note = Text::tr("the larger, the more robust");
            break;
        case ColourBy::QuantizationError:
            legend.title = Text::tr("SQNR of the INT8 weights, dB");
            legend.note = Text::tr("the larger, the smaller the error");
            break;
        case ColourBy::Time:
            legend.title = Text::tr("Milliseconds for one image");
            legend.note = Text::tr("logarithmic");
            break;
        case ColourBy::Int8SpeedUp:
            legend.title = Text::tr("Time in FP32 over time in INT8");
            legend.note = Text::tr("below 1: INT8 is slower");
            break;
    }
    return legend;
}

}  // namespace

const std::vector<ColourBy>& allColourings() {
    static const std::vector<ColourBy> kAll{
        ColourBy::Macs,        ColourBy::Parameters,        ColourBy::Sparsity,
        ColourBy::Sensitivity, ColourBy::QuantizationError, ColourBy::Time,
        ColourBy::Int8SpeedUp};
    return kAll;
}

QString colouringName(ColourBy by) {
    switch (by) {
        case ColourBy::Parameters:
            return Text::tr("Parameters");
        case ColourBy::Macs:
            return Text::tr("MACs");
        case ColourBy::Sparsity:
            return Text::tr("Sparsity");
        case ColourBy::Sensitivity:
            return Text::tr("Sensitivity");
        case ColourBy::QuantizationError:
            return Text::tr("INT8 error");
        case ColourBy::Time:
            return Text::tr("Time");
        case ColourBy::Int8SpeedUp:
            return Text::tr("INT8 speed-up");
    }
    return {};
}

QString colouringTip(ColourBy by) {
    switch (by) {
        case ColourBy::Parameters:
            return Text::tr(
                "Parameters: the trainable numbers of a layer, which make up the file's size.");
        case ColourBy::Macs:
            return Text::tr(
                "MACs: multiply-accumulate operations that one image costs in the layer.");
        case ColourBy::Sparsity:
            return Text::tr("Sparsity: the share of a layer's weights that are exactly zero.");
        case ColourBy::Sensitivity:
            return Text::tr(
                "Sensitivity: the largest share of a layer's weights that can be pruned within "
                "the tolerance; the larger, the more robust.");
        case ColourBy::QuantizationError:
            return Text::tr(
                "INT8 error: signal-to-quantization-noise ratio of the layer's weights in INT8; "
                "the larger, the smaller the error.");
        case ColourBy::Time:
            return Text::tr(
                "Time: milliseconds of the layer for one image, with what its kernel does "
                "besides (Run, Time per layer).");
        case ColourBy::Int8SpeedUp:
            return Text::tr(
                "INT8 speed-up: time of the layer in FP32 over its time in INT8, both timed side "
                "by side (Run, Time per layer).");
    }
    return {};
}

QString colouringColumn(ColourBy by) {
    switch (by) {
        case ColourBy::Parameters:
            return "colour_parameters";
        case ColourBy::Macs:
            return "colour_macs";
        case ColourBy::Sparsity:
            return "colour_sparsity";
        case ColourBy::Sensitivity:
            return "colour_safe_ratio";
        case ColourBy::QuantizationError:
            return "colour_int8_weight_sqnr_db";
        case ColourBy::Time:
            return "colour_ms";
        case ColourBy::Int8SpeedUp:
            return "colour_int8_speed_up";
    }
    return {};
}

LayerColouring::LayerColouring(const GraphCost& cost, ColourBy by, const LayerValues& values)
    : LayerColouring(cost, by, values, {}) {}

LayerColouring::LayerColouring(const GraphCost& cost, ColourBy by, const LayerValues& values,
                               const LayerColouring& beside)
    : m_by(by), m_legend(legendText(by)) {
    setupEntries(cost, values);
    setupPositions(beside.m_layers);
}

void LayerColouring::setupEntries(const GraphCost& cost, const LayerValues& values) {
    for (const LayerCost& layer : cost.layers) {
        Entry entry;
        entry.value = valueOf(layer, m_by, values);
        entry.notMeasured = !entry.value && layer.weights > 0 && !isCount(m_by);
        m_legend.notMeasured = m_legend.notMeasured || entry.notMeasured;
        m_layers.push_back(entry);
    }
}

void LayerColouring::setupPositions(const std::vector<Entry>& beside) {
    std::vector<double> finite;
    for (const std::vector<Entry>* entries : {&std::as_const(m_layers), &beside}) {
        for (const Entry& entry : *entries) {
            if (entry.value && std::isfinite(*entry.value)) {
                finite.push_back(*entry.value);
            }
        }
    }
    Range range;  // shares keep 0 to 1, so that two networks have the same colours
    if (isLogarithmic(m_by) || m_by == ColourBy::QuantizationError) {
        if (!finite.empty()) {
            const auto [low, high] = std::minmax_element(finite.begin(), finite.end());
            range = {*low, *high, isLogarithmic(m_by)};
        }
    }
    bool any = false;
    for (Entry& entry : m_layers) {
        if (entry.value) {
            entry.position = std::isinf(*entry.value) ? 1.0 : range.along(*entry.value);
            any = true;
        }
    }
    if (!any) {
        return;
    }
    if (!(range.high > range.low)) {
        m_legend.ticks = {{0.5, tickLabel(range.low, m_by), true}};
        return;
    }
    for (const double tick : range.logarithmic ? logarithmicTicks(range) : linearTicks(range)) {
        const double decade = std::log10(tick);
        const bool major = !range.logarithmic || std::abs(decade - std::round(decade)) < 1e-9;
        m_legend.ticks.push_back({range.along(tick), tickLabel(tick, m_by), major});
    }
}

}  // namespace secateur
