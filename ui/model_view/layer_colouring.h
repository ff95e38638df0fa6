#pragma once

#include <QString>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/graph/cost.h"
#include "core/report/profile_view.h"

namespace secateur {

enum class ColourBy {
    Parameters,
    Macs,
    Sparsity,
    Sensitivity,
    QuantizationError,
    Time,
    Int8SpeedUp
};

/// In the order in which a list offers them.
const std::vector<ColourBy>& allColourings();
QString colouringName(ColourBy by);
/// One sentence that explains the term.
QString colouringTip(ColourBy by);
/// Column name in a CSV file, with its unit.
QString colouringColumn(ColourBy by);

/// What integers stand for in a layer, and who decided it, for people; empty: not known.
struct LayerRangeText {
    QString weights;
    QString output;
    bool operator==(const LayerRangeText&) const = default;
};

/// What was measured of single layers, by node name. A layer that is not in the map was not
/// measured.
struct LayerValues {
    std::map<std::string, double> safeRatio;           ///< largest safe pruning ratio, 0 to 1
    std::set<std::string> largestTried;                ///< more than their safe ratio may be safe
    std::map<std::string, double> quantizationSqnrDb;  ///< of the weights in INT8; may be infinite
    std::map<std::string, LayerRangeText> ranges;
    std::map<std::string, LayerTime> times;  ///< of the study's latest profile
    bool operator==(const LayerValues&) const = default;
};

struct LegendTick {
    double position = 0.0;  ///< in [0, 1] along the colour scale
    QString label;
    bool major = true;  ///< where there is no room for all, these stay
};

struct ColourLegend {
    QString title;  ///< what is coloured, with its unit
    QString note;   ///< how to read it; may be empty
    std::vector<LegendTick> ticks;
    bool notMeasured = false;  ///< a layer that could have a value has none
};

/// The colour of every layer of one network. Immutable.
class LayerColouring {
 public:
    LayerColouring() = default;
    LayerColouring(const GraphCost& cost, ColourBy by, const LayerValues& values);
    /// On one scale with the layers of another network, which stands beside it.
    LayerColouring(const GraphCost& cost, ColourBy by, const LayerValues& values,
                   const LayerColouring& beside);

    ColourBy by() const { return m_by; }
    /// A count, a fraction, decibels, milliseconds or a ratio; nothing where it was not measured or
    /// means nothing.
    std::optional<double> value(size_t layer) const { return m_layers[layer].value; }
    /// Where on the colour scale, in [0, 1]: logarithmic for counts, times and ratios of times,
    /// linear for the others.
    std::optional<double> position(size_t layer) const { return m_layers[layer].position; }
    /// The layer has weights, but nobody measured this (of times: nor do they count for another
    /// layer, with which its kernel runs).
    bool notMeasured(size_t layer) const { return m_layers[layer].notMeasured; }
    const ColourLegend& legend() const { return m_legend; }

 private:
    struct Entry {
        std::optional<double> value;
        std::optional<double> position;
        bool notMeasured = false;
    };
    void setupEntries(const GraphCost& cost, const LayerValues& values);
    void setupPositions(const std::vector<Entry>& beside);

    ColourBy m_by = ColourBy::Macs;
    std::vector<Entry> m_layers;
    ColourLegend m_legend;
};

}  // namespace secateur
