#pragma once

#include <QByteArray>
#include <QPaintDevice>
#include <QSize>
#include <memory>

#include "ui/model_view/block_painter.h"

namespace secateur {

/// Draws the whole network with its legend, as wide and high as `size`, in light colours.
void renderNetwork(QPaintDevice& device, const QSize& size, std::shared_ptr<const GraphCost> cost,
                   const DrawingStyle& style);

/// One line a layer, with the value that its colour stands for.
QByteArray networkCsv(const GraphCost& cost, const LayerColouring& colouring);

}  // namespace secateur
