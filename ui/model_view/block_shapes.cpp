#include "ui/model_view/block_shapes.h"

#include <algorithm>

namespace secateur {

namespace {

constexpr double kLeastHeight = 3.0;

}  // namespace

ChannelScale ChannelScale::of(const GraphCost& cost, double fullHeight) {
    int64_t convolutions = 0;
    int64_t all = 1;
    for (const LayerCost& layer : cost.layers) {
        const int64_t wider = std::max(layer.input[0], layer.output[0]);
        all = std::max(all, wider);
        if (std::holds_alternative<Conv2d>(layer.op)) {
            convolutions = std::max(convolutions, wider);
        }
    }
    ChannelScale scale;
    scale.largest = static_cast<double>(convolutions > 0 ? convolutions : all);
    scale.unitsPerChannel = fullHeight / scale.largest;
    return scale;
}

ChannelScale ChannelScale::ofBoth(const GraphCost& cost, const GraphCost& other,
                                  double fullHeight) {
    const ChannelScale own = of(cost, fullHeight);
    const ChannelScale others = of(other, fullHeight);
    return own.largest >= others.largest ? own : others;
}

double ChannelScale::height(int64_t channels) const {
    const double drawn = std::min(static_cast<double>(channels), largest);
    return std::max(kLeastHeight, drawn * unitsPerChannel);
}

namespace {

QPolygonF trapezoid(const LayerShape& shape, double leftHeight, double rightHeight) {
    const double left = shape.centre.x() - shape.width / 2.0;
    const double right = shape.centre.x() + shape.width / 2.0;
    const double y = shape.centre.y();
    return QPolygonF({{left, y - leftHeight / 2.0},
                      {right, y - rightHeight / 2.0},
                      {right, y + rightHeight / 2.0},
                      {left, y + leftHeight / 2.0}});
}

}  // namespace

QPolygonF LayerShape::outline() const {
    return trapezoid(*this, leftHeight, rightHeight);
}

QPolygonF LayerShape::formerOutline() const {
    return formerLeft > 0.0 ? trapezoid(*this, formerLeft, formerRight) : QPolygonF();
}

QPainterPath SkipShape::path() const {
    const double radius = std::max(1.0, std::min(14.0, (to.x() - from.x()) / 2.0));
    QPainterPath path(from);
    if (!external) {
        path.lineTo(from.x(), std::min(from.y(), laneY + radius));
        path.quadTo(from.x(), laneY, from.x() + radius, laneY);
    }
    path.lineTo(to.x() - radius, laneY);
    path.quadTo(to.x(), laneY, to.x(), std::min(to.y(), laneY + radius));
    path.lineTo(to);
    return path;
}

}  // namespace secateur
