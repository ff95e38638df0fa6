#pragma once

#include <QGraphicsItem>
#include <memory>
#include <optional>

#include "ui/model_view/block_painter.h"
#include "ui/model_view/row_wrap.h"

namespace secateur {

/// One block of the network on the scene. Its position is its left side on its row's axis.
class BlockItem : public QGraphicsItem {
 public:
    /// The style belongs to the scene and outlives the item. setGeometry and setRow must follow.
    BlockItem(std::shared_ptr<const GraphCost> cost, DrawnBlock block, const DrawingStyle& style);

    const DrawnBlock& block() const { return m_block; }
    const BlockGeometry& geometry() const { return m_geometry; }
    static BlockExtent extentOf(const BlockGeometry& geometry);
    /// In the size that suits the scene; setRow must follow.
    void setGeometry(BlockGeometry geometry);
    /// The card's rectangle in the item's coordinates: as high as the row.
    void setRow(const WrappedRow& row);
    QRectF card() const { return m_card; }

    void setMarks(const BlockMarks& marks);
    const BlockMarks& marks() const { return m_marks; }

    /// The layer drawn at a point, or within a few units of it; thin shapes can be hit too.
    std::optional<size_t> layerAt(const QPointF& point) const;
    /// The rectangle of a layer's shape; empty if the block has no such layer.
    QRectF layerRect(size_t layer) const;

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) override;

 private:
    std::shared_ptr<const GraphCost> m_cost;
    DrawnBlock m_block;
    BlockGeometry m_geometry;
    const DrawingStyle& m_style;
    QRectF m_card;
    BlockMarks m_marks;
};

}  // namespace secateur
