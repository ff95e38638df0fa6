#include "ui/model_view/block_painter.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ui/model_view/block_text.h"

namespace secateur {

namespace {

constexpr double kCardRadius = 6.0;
constexpr double kTextInset = 8.0;
constexpr double kRailGap = 11.0;       // below the highest bar of the block
constexpr double kLeastReadable = 5.0;  // pixels of a label

QPen linePen(const QColor& colour, double width, Qt::PenStyle style = Qt::SolidLine) {
    return QPen(colour, width, style, Qt::RoundCap, Qt::RoundJoin);
}

}  // namespace

QColor blend(const QColor& a, const QColor& b, double share) {
    const auto mix = [share](int from, int to) {
        return static_cast<int>(std::lround(from + (to - from) * share));
    };
    return QColor(mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue()));
}

QColor cardColour(const Theme& theme) {
    return blend(theme.background, theme.text, theme.dark ? 0.06 : 0.035);
}

void paintHatch(QPainter& painter, const QPolygonF& shape, const Theme& theme) {
    constexpr double kSpacing = 4.5;
    const QRectF box = shape.boundingRect();
    painter.setPen(QPen(blend(theme.background, theme.text, 0.5), 0.8, Qt::SolidLine, Qt::FlatCap));
    // The lines x + y = c; a convex shape is cut twice or not at all.
    for (double c = std::ceil((box.left() + box.top()) / kSpacing) * kSpacing;
         c < box.right() + box.bottom(); c += kSpacing) {
        std::vector<QPointF> cuts;
        for (int i = 0; i < shape.size(); ++i) {
            const QPointF a = shape[i];
            const QPointF b = shape[(i + 1) % shape.size()];
            const double from = a.x() + a.y() - c;
            const double to = b.x() + b.y() - c;
            if ((from < 0.0) != (to < 0.0)) {
                cuts.push_back(a + (b - a) * (from / (from - to)));
            }
        }
        if (cuts.size() == 2) {
            painter.drawLine(cuts[0], cuts[1]);
        }
    }
}

BlockPainter::BlockPainter(QPainter& painter, const GraphCost& cost, const DrawingStyle& style,
                           const BlockGeometry& geometry)
    : m_painter(painter), m_cost(cost), m_style(style), m_geometry(geometry) {}

void BlockPainter::paint(const QRectF& card, const BlockMarks& marks, double detail) {
    const bool labels = QFontInfo(labelFont(m_style.font)).pixelSize() * detail >= kLeastReadable;
    m_painter.setRenderHint(QPainter::Antialiasing);
    paintCard(card, marks);
    m_painter.setPen(linePen(m_style.theme.outline, 1.0));
    m_painter.drawLine(QPointF(m_geometry.flowStart, 0.0), QPointF(card.right(), 0.0));
    paintRail(card, labels);
    for (const SkipShape& skip : m_geometry.skips) {
        paintSkip(skip, labels);
    }
    for (const LayerShape& shape : m_geometry.shapes) {
        paintShape(shape, labels);
    }
    paintMark(marks);
    if (labels) {
        paintTexts(card);
    }
}

void BlockPainter::paintCard(const QRectF& card, const BlockMarks& marks) {
    const Theme& theme = m_style.theme;
    QPen pen = linePen(theme.grid, 1.0);
    if (marks.selected) {
        pen = linePen(theme.accent, 2.0);
    } else if (marks.hovered) {
        pen = linePen(theme.mutedText, 1.0);
    }
    m_painter.setPen(pen);
    m_painter.setBrush(marks.selected ? blend(cardColour(theme), theme.accent, 0.10)
                                      : cardColour(theme));
    m_painter.drawRoundedRect(card, kCardRadius, kCardRadius);
}

void BlockPainter::paintTexts(const QRectF& card) {
    const Theme& theme = m_style.theme;
    const QRectF inner = card.adjusted(kTextInset, 4.0, -kTextInset, -4.0);
    m_painter.setFont(titleFont(m_style.font));
    m_painter.setPen(theme.text);
    m_painter.drawText(inner, Qt::AlignLeft | Qt::AlignTop, m_geometry.title);
    m_painter.setFont(labelFont(m_style.font));
    const double line = QFontMetricsF(m_painter.font()).height();
    m_painter.drawText(inner.adjusted(0, 0, 0, -line), Qt::AlignHCenter | Qt::AlignBottom,
                       m_geometry.widths);
    m_painter.setPen(theme.mutedText);
    m_painter.drawText(inner, Qt::AlignHCenter | Qt::AlignBottom, m_geometry.resolution);
}

void BlockPainter::paintRail(const QRectF& card, bool labels) {
    if (m_geometry.steps.empty()) {
        return;
    }
    const Theme& theme = m_style.theme;
    const double top = m_geometry.below + kRailGap;
    double y = top;
    m_painter.setPen(linePen(theme.mutedText, 1.2));
    m_painter.setFont(labelFont(m_style.font));
    QPolygonF rail{{card.left() + kTextInset, y}};
    for (const ResolutionStep& step : m_geometry.steps) {
        rail << QPointF(step.x, y);
        y += kStepDown;
        rail << QPointF(step.x, y);
    }
    rail << QPointF(card.right() - kTextInset, y);
    m_painter.drawPolyline(rail);
    if (!labels) {
        return;
    }
    const QFontMetricsF metrics(m_painter.font());
    m_painter.setPen(theme.text);
    for (const ResolutionStep& step : m_geometry.steps) {
        const double width = metrics.horizontalAdvance(step.label);
        const bool fits = step.x + 3.0 + width <= card.right() - 4.0;
        // Before the step the line runs where the text has its baseline.
        m_painter.drawText(fits ? QPointF(step.x + 3.0, top - 1.0)
                                : QPointF(step.x - width, top - 1.0 - metrics.descent()),
                           step.label);
    }
}

void BlockPainter::paintSkip(const SkipShape& skip, bool labels) {
    const Theme& theme = m_style.theme;
    const bool plain = skip.identity && !skip.external;
    const QColor ink = plain ? theme.mutedText : theme.text;
    m_painter.setBrush(Qt::NoBrush);
    if (plain) {
        QPen pen = linePen(ink, 1.2);
        pen.setDashPattern({3.0, 2.5});
        m_painter.setPen(pen);
    } else {
        m_painter.setPen(linePen(ink, 1.4));
    }
    m_painter.drawPath(skip.path());
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(ink);
    if (!skip.external) {
        m_painter.drawEllipse(skip.from, 1.8, 1.8);
    } else if (labels) {
        m_painter.setFont(labelFont(m_style.font));
        const QFontMetricsF metrics(m_painter.font());
        const QRectF text(skip.from.x() - 2.0, skip.laneY - metrics.height() / 2.0,
                          metrics.horizontalAdvance(skip.source) + 6.0, metrics.height());
        m_painter.setBrush(cardColour(theme));
        m_painter.drawRect(text);
        m_painter.setPen(theme.mutedText);
        m_painter.drawText(text, Qt::AlignCenter, skip.source);
    }
    const QPolygonF head{{skip.to.x() - 2.5, skip.to.y() - 4.0},
                         {skip.to.x() + 2.5, skip.to.y() - 4.0},
                         {skip.to.x(), skip.to.y()}};
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(ink);
    m_painter.drawPolygon(head);
}

QColor BlockPainter::fillOf(size_t layer) const {
    if (const auto position = m_style.colouring.position(layer)) {
        return sequentialColour(*position);
    }
    return m_style.colouring.notMeasured(layer) ? cardColour(m_style.theme) : m_style.theme.grid;
}

QColor BlockPainter::paintFilled(size_t layer, const QPolygonF& outline, const QPen& pen) {
    const QColor fill = fillOf(layer);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(fill);
    m_painter.drawPolygon(outline);
    if (m_style.colouring.notMeasured(layer)) {
        paintHatch(m_painter, outline, m_style.theme);
    }
    m_painter.setPen(pen);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawPolygon(outline);
    return fill;
}

void BlockPainter::paintShape(const LayerShape& shape, bool labels) {
    switch (shape.form) {
        case ShapeForm::Body:
            paintBody(shape);
            return;
        case ShapeForm::Join:
            paintJoin(shape, labels);
            return;
        case ShapeForm::Strip:
            m_painter.setPen(Qt::NoPen);
            m_painter.setBrush(
                m_style.colouring.position(shape.layer)
                    ? fillOf(shape.layer)
                    : QBrush(blend(m_style.theme.background, m_style.theme.text, 0.35)));
            m_painter.drawRect(shape.bounds());
            return;
        case ShapeForm::Box:
            break;
    }
    const QColor fill = paintFilled(shape.layer, shape.outline(), linePen(m_style.theme.text, 1.2));
    if (labels) {
        const bool hatched = m_style.colouring.notMeasured(shape.layer);
        m_painter.setPen(hatched ? m_style.theme.text : readableOn(fill));
        m_painter.setFont(labelFont(m_style.font));
        m_painter.drawText(shape.bounds(), Qt::AlignCenter, shape.label);
    }
}

void BlockPainter::paintBody(const LayerShape& shape) {
    const QColor fill =
        paintFilled(shape.layer, shape.outline(), linePen(m_style.theme.outline, 0.8));
    if (const auto* conv = std::get_if<Conv2d>(&m_cost.layers[shape.layer].op)) {
        if (conv->groups > 1) {
            paintStripes(shape, fill, conv->depthwise() ? 3.0 : 8.0);
        }
    }
    if (shape.cut) {
        paintCut(shape);
    }
    if (const QPolygonF former = shape.formerOutline(); !former.isEmpty()) {
        m_painter.setPen(linePen(m_style.theme.text, 1.0, Qt::DotLine));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawPolygon(former);
    }
}

/// One line a group, in spirit: every channel (depthwise) or group goes its own way.
void BlockPainter::paintStripes(const LayerShape& shape, const QColor& fill, double spacing) {
    QColor colour = readableOn(fill);
    colour.setAlphaF(0.55F);
    m_painter.setPen(QPen(colour, 0.8, Qt::SolidLine, Qt::FlatCap));
    const double left = shape.centre.x() - shape.width / 2.0 + 0.5;
    const double right = shape.centre.x() + shape.width / 2.0 - 0.5;
    const double half = std::min(shape.leftHeight, shape.rightHeight) / 2.0;
    for (double y = spacing / 2.0; y < half; y += spacing) {
        m_painter.drawLine(QPointF(left, shape.centre.y() + y),
                           QPointF(right, shape.centre.y() + y));
        m_painter.drawLine(QPointF(left, shape.centre.y() - y),
                           QPointF(right, shape.centre.y() - y));
    }
}

/// The mark of a broken axis: the layer is wider than its bar is high.
void BlockPainter::paintCut(const LayerShape& shape) {
    const double y = shape.centre.y() - std::max(shape.leftHeight, shape.rightHeight) / 4.0;
    const double left = shape.centre.x() - shape.width / 2.0 - 1.5;
    const double right = shape.centre.x() + shape.width / 2.0 + 1.5;
    const double wave = (right - left) / 4.0;
    QPolygonF zigzag;
    for (int i = 0; i <= 4; ++i) {
        zigzag << QPointF(left + i * wave, y + (i % 2 == 0 ? 1.8 : -1.8));
    }
    m_painter.setPen(linePen(cardColour(m_style.theme), 3.0));
    m_painter.drawPolyline(zigzag);
}

void BlockPainter::paintJoin(const LayerShape& shape, bool labels) {
    m_painter.setPen(linePen(m_style.theme.text, 1.1));
    m_painter.setBrush(m_style.theme.background);
    m_painter.drawEllipse(shape.bounds());
    if (labels) {
        m_painter.setFont(labelFont(m_style.font));
        m_painter.setPen(m_style.theme.text);
        m_painter.drawText(shape.bounds().adjusted(-3, -3, 3, 3), Qt::AlignCenter, shape.label);
    }
}

void BlockPainter::paintMark(const BlockMarks& marks) {
    const Theme& theme = m_style.theme;
    for (const LayerShape& shape : m_geometry.shapes) {
        const bool selected = marks.selectedLayer == shape.layer;
        if (!selected && marks.hoveredLayer != shape.layer) {
            continue;
        }
        const QRectF frame = shape.bounds().adjusted(-2.5, -2.5, 2.5, 2.5);
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(linePen(theme.background, 3.5));
        m_painter.drawRoundedRect(frame, 2.5, 2.5);
        m_painter.setPen(linePen(selected ? theme.accent : theme.text, selected ? 2.2 : 1.0));
        m_painter.drawRoundedRect(frame, 2.5, 2.5);
    }
}

}  // namespace secateur
