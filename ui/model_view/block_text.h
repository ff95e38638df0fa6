#pragma once

#include <QFont>
#include <QString>

#include "ui/model_view/block_layout.h"

namespace secateur {

/// Fonts of the drawing in scene units: `base` with the size that the layout is made for.
QFont titleFont(const QFont& base);
QFont labelFont(const QFont& base);

/// "1x1", "avg", "+": what a box or a circle says.
QString boxLabel(const LayerCost& layer);
/// "from block 2", "from 3 blocks".
QString sourceText(const BlockBranch& branch);
/// "28x28", or "28x28→14x14" where the block changes it.
QString resolutionText(const GraphCost& cost, const DrawnBlock& block);
/// Channels along the main path, without repetitions; long ones keep first and last.
QString widthsText(const GraphCost& cost, const DrawnBlock& block);

}  // namespace secateur
