#pragma once

#include <QString>
#include <cstdint>

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

/// Everything that is known of the layer, as rich text for a tooltip.
QString layerTip(const GraphCost& cost, size_t layer, const LayerValues& values);

}  // namespace secateur
