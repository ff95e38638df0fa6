#pragma once

#include <QPainterPath>
#include <QPointF>
#include <QPolygonF>
#include <QString>

#include "core/graph/cost.h"

namespace secateur {

/// Channels to scene units, one scale for the whole network.
struct ChannelScale {
    double unitsPerChannel = 1.0;
    double largest = 1.0;  ///< channels that are drawn in full height

    /// To the widest convolution. Feature vectors may be wider: they are cut.
    static ChannelScale of(const GraphCost& cost, double fullHeight = kFullHeight);
    /// The one by which both have room.
    static ChannelScale ofBoth(const GraphCost& cost, const GraphCost& other, double fullHeight);
    static constexpr double kFullHeight = 130.0;
    double height(int64_t channels) const;
    bool cut(int64_t channels) const { return static_cast<double>(channels) > largest; }
};

enum class ShapeForm {
    Body,   ///< on the main path: a trapezoid from input width to output width
    Strip,  ///< a normalisation, activation, ... beside its layer
    Join,   ///< a circle: sum, product, concatenation
    Box     ///< on a branch: a box with its kind, not to scale
};

/// One layer, in scene units of its block: x from the block's left side, y from its axis.
struct LayerShape {
    size_t layer = 0;
    ShapeForm form = ShapeForm::Body;
    QPointF centre;
    double width = 0.0;
    double leftHeight = 0.0;
    double rightHeight = 0.0;
    bool cut = false;  ///< higher than drawn
    QString label;     ///< of boxes and joins
    /// Of the same layer in the network that is compared with, where that is wider; 0: it is not.
    double formerLeft = 0.0;
    double formerRight = 0.0;

    QPolygonF outline() const;
    QPolygonF formerOutline() const;  ///< empty where there is none
    QRectF bounds() const { return outline().boundingRect(); }
};

/// The line of one branch.
struct SkipShape {
    QPointF from;
    QPointF to;
    double laneY = 0.0;
    bool identity = false;
    bool pointwise = false;  ///< all that is on it is one 1x1 convolution
    bool external = false;
    QString source;  ///< where an external one comes from

    QPainterPath path() const;
};

/// Where the resolution falls, along the block.
struct ResolutionStep {
    double x = 0.0;
    QString label;  ///< "/2"; empty for a global pooling
};

}  // namespace secateur
