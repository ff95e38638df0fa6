#pragma once

#include <QByteArray>
#include <QPaintDevice>
#include <QSize>

#include "ui/model_view/block_painter.h"

namespace secateur {

class NetworkScene;

/// Draws all of the network that is shown, with its legend, as wide and high as `size`, in light
/// colours.
void renderNetwork(QPaintDevice& device, const QSize& size, const NetworkScene& shown);

/// One line a layer, with the value that its colour stands for.
QByteArray networkCsv(const GraphCost& cost, const LayerColouring& colouring);

}  // namespace secateur
