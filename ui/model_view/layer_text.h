#pragma once

#include <QString>
#include <cstdint>
#include <vector>

#include "core/graph/cost.h"
#include "ui/model_view/layer_colouring.h"

namespace secateur {

/// "≥ " where nothing larger than the layer's safe ratio was tried, else nothing.
QString safePrefix(const LayerValues& values, const std::string& layer);
/// "65.3 M" with three digits, for legends and totals.
QString compactCount(double count);
/// "96x28x28", or "1280" for a feature vector.
QString formatShape(const FeatureShape& shape);
/// "28x28".
QString formatResolution(const FeatureShape& shape);
/// "41.72 dB"; an exact tensor has an infinite ratio.
QString formatDecibels(double decibels);

/// A line of what is known.
struct Fact {
    QString name;
    QString value;
};
/// Everything that is known of a layer; of several together, of which the first reads what they
/// read and the last gives what they give.
std::vector<Fact> layerFacts(const GraphCost& cost, size_t layer, const LayerValues& values);
std::vector<Fact> blockFacts(const GraphCost& cost, const std::vector<size_t>& layers,
                             const LayerValues& values);
/// As rich text, under a title.
QString factsText(const QString& title, const std::vector<Fact>& facts);
/// layerFacts for a tooltip.
QString layerTip(const GraphCost& cost, size_t layer, const LayerValues& values);

}  // namespace secateur
