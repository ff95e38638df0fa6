#include "ui/model_view/block_item.h"

#include <QStyleOptionGraphicsItem>
#include <algorithm>
#include <cmath>

namespace secateur {

namespace {

constexpr double kReach = 4.0;  // how far from a thin shape the pointer may be
constexpr double kShapePad = 6.0;

double distanceTo(const QRectF& rect, const QPointF& point) {
    const double dx = std::max({rect.left() - point.x(), 0.0, point.x() - rect.right()});
    const double dy = std::max({rect.top() - point.y(), 0.0, point.y() - rect.bottom()});
    return std::hypot(dx, dy);
}

}  // namespace

BlockItem::BlockItem(std::shared_ptr<const GraphCost> cost, DrawnBlock block,
                     const DrawingStyle& style)
    : m_cost(std::move(cost)), m_block(std::move(block)), m_style(style) {}

BlockExtent BlockItem::extentOf(const BlockGeometry& geometry) {
    // The footer has room for one step of the resolution.
    const auto steps = static_cast<double>(std::max<size_t>(1, geometry.steps.size()) - 1);
    return {geometry.width, geometry.above + BlockPainter::kHeader + kShapePad,
            geometry.below + kShapePad + BlockPainter::kFooter + steps * BlockPainter::kStepDown};
}

void BlockItem::setGeometry(BlockGeometry geometry) {
    prepareGeometryChange();
    m_geometry = std::move(geometry);
}

void BlockItem::setRow(const WrappedRow& row) {
    prepareGeometryChange();
    m_card = QRectF(0.0, row.top - row.axis, m_geometry.width, row.bottom - row.top);
}

void BlockItem::setMarks(const BlockMarks& marks) {
    m_marks = marks;
    update();
}

std::optional<size_t> BlockItem::layerAt(const QPointF& point) const {
    std::optional<size_t> nearest;
    double least = kReach;
    for (const LayerShape& shape : m_geometry.shapes) {
        const double distance = distanceTo(shape.bounds(), point);
        if (distance < least) {
            least = distance;
            nearest = shape.layer;
        }
    }
    return nearest;
}

QRectF BlockItem::layerRect(size_t layer) const {
    for (const LayerShape& shape : m_geometry.shapes) {
        if (shape.layer == layer) {
            return shape.bounds();
        }
    }
    return {};
}

QRectF BlockItem::boundingRect() const {
    constexpr double kPen = 2.0;
    return m_card.adjusted(-kPen, -kPen, kPen, kPen);
}

void BlockItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
    BlockPainter(*painter, *m_cost, m_style, m_geometry)
        .paint(m_card, m_marks, option->levelOfDetailFromTransform(painter->worldTransform()));
}

}  // namespace secateur
