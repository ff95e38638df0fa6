#pragma once

#include <QColor>
#include <QFont>
#include <QPainter>
#include <optional>

#include "ui/base/theme.h"
#include "ui/model_view/block_geometry.h"
#include "ui/model_view/layer_colouring.h"

namespace secateur {

/// How the drawing looks: the same for all blocks of a scene.
struct DrawingStyle {
    Theme theme;
    QFont font;
    LayerColouring colouring;
};

/// What the user points at in one block.
struct BlockMarks {
    bool selected = false;
    bool hovered = false;
    std::optional<size_t> selectedLayer;
    std::optional<size_t> hoveredLayer;
};

/// `share` of `b` in `a`.
QColor blend(const QColor& a, const QColor& b, double share);
QColor cardColour(const Theme& theme);
/// Fills a convex shape as layers without a measured value are: with slanted lines, drawn one by
/// one, because not every reader of SVG knows patterns.
void paintHatch(QPainter& painter, const QPolygonF& shape, const Theme& theme);

/// Draws one block in its own coordinates: x from its left side, y from its axis.
class BlockPainter {
 public:
    BlockPainter(QPainter& painter, const GraphCost& cost, const DrawingStyle& style,
                 const BlockGeometry& geometry);
    /// `card`: the rectangle of the block; `detail`: pixels per unit, small text is left out.
    void paint(const QRectF& card, const BlockMarks& marks, double detail);

    /// Below the lowest shape of the row: the line that shows the resolution and the two texts.
    static constexpr double kFooter = 44.0;
    static constexpr double kHeader = 20.0;
    static constexpr double kStepDown = 5.0;

 private:
    void paintCard(const QRectF& card, const BlockMarks& marks);
    void paintTexts(const QRectF& card);
    void paintRail(const QRectF& card, bool labels);
    void paintSkip(const SkipShape& skip, bool labels);
    void paintShape(const LayerShape& shape, bool labels);
    void paintBody(const LayerShape& shape);
    void paintStripes(const LayerShape& shape, const QColor& fill, double spacing);
    void paintCut(const LayerShape& shape);
    void paintJoin(const LayerShape& shape, bool labels);
    void paintMark(const BlockMarks& marks);
    /// Fills and outlines with the layer's colour, or the hatch; gives the colour to read on.
    QColor paintFilled(size_t layer, const QPolygonF& outline, const QPen& pen);
    QColor fillOf(size_t layer) const;

    QPainter& m_painter;
    const GraphCost& m_cost;
    const DrawingStyle& m_style;
    const BlockGeometry& m_geometry;
};

}  // namespace secateur
