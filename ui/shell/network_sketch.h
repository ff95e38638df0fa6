#pragma once

#include <QPalette>
#include <QPixmap>
#include <QSize>
#include <cstdint>
#include <vector>

#include "core/graph/cost.h"

namespace secateur {

/// In channels, of the layers that have weights.
std::vector<int64_t> layerWidths(const GraphCost& network);

/// A network at a glance: a bar a layer, as high as the square root of its width in channels is
/// beside that of the widest one. `size` is in points of a screen with this device pixel ratio.
QPixmap networkSketch(const std::vector<int64_t>& widths, const QSize& size,
                      const QPalette& palette, double pixelRatio);

}  // namespace secateur
