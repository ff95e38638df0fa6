#pragma once

#include <QString>
#include <QStringList>

#include "core/graph/cost.h"
#include "core/stages/layer_ranges.h"
#include "core/study/clips.h"

namespace secateur {

/// Which layers have a range to choose, in network order. Weights: convolutions and linear layers.
/// Activations: nodes that get a scale of their own, so neither pooling nor what is folded into the
/// layer before; once histograms are there, those that have one.
QStringList rangedLayers(const GraphCost& network, ClipTarget target,
                         const ActivationHistograms* histograms);

/// The layer of the list that stands for `node`: itself, or the one that batch normalisation,
/// activation or pooling nodes follow. Empty: none.
QString rangedLayerOf(const GraphCost& network, const QStringList& layers, const QString& node);

/// "block", for Selection; empty if there is no such layer.
QString blockOf(const GraphCost& network, const QString& layer);

}  // namespace secateur
