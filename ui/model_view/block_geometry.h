#pragma once

#include <QFont>
#include <QString>
#include <map>
#include <string>
#include <vector>

#include "ui/model_view/block_layout.h"
#include "ui/model_view/block_shapes.h"

namespace secateur {

struct BlockGeometry {
    double width = 0.0;
    double above = 0.0;      ///< of the axis: shapes, arcs
    double below = 0.0;      ///< of the axis: shapes
    double flowStart = 0.0;  ///< of the line along the axis
    std::vector<LayerShape> shapes;
    std::vector<SkipShape> skips;
    std::vector<ResolutionStep> steps;
    QString title;
    QString widths;      ///< "24→144→32"
    QString resolution;  ///< "28x28", "28x28→14x14"
};

/// The layers of another network by name, with which a drawing is compared.
using FormerLayers = std::map<std::string, const LayerCost*>;

/// Puts the columns of a block along x: the main path first, then the branches between its ends.
/// `base` is the font of the view; it is used in the sizes of titleFont and labelFont. Layers that
/// are wider among `former` get their outlines there.
BlockGeometry geometryOf(const GraphCost& cost, const DrawnBlock& block, const ChannelScale& scale,
                         const QFont& base, const FormerLayers& former = {});

}  // namespace secateur
