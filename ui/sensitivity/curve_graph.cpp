#include "ui/sensitivity/curve_graph.h"

#include <algorithm>
#include <limits>

namespace secateur {

namespace {

constexpr float kBandOpacity = 0.18F;
constexpr double kPointRadius = 3.0;
constexpr double kMarkRadius = 3.5;

}  // namespace

double curveValue(CurveValue value, double baselineAccuracy, double drop) {
    return 100.0 * (value == CurveValue::Drop ? drop : baselineAccuracy - drop);
}

CurveGraph::CurveGraph(QCPAxis* ratioAxis, QCPAxis* valueAxis)
    : QCPAbstractPlottable(ratioAxis, valueAxis) {
    setSelectable(QCP::stNone);
}

void CurveGraph::setCurve(CurvePtr curve, CurveValue value, double baseline) {
    m_curve = std::move(curve);
    m_line.clear();
    m_band.clear();
    if (!m_curve) {
        return;
    }
    const auto& points = m_curve->points;
    QPolygonF low;
    const auto add = [&](double ratio, const PairedDrop& drop) {
        m_line << QPointF(ratio, curveValue(value, baseline, drop.drop));
        m_band << QPointF(ratio, curveValue(value, baseline, drop.high));
        low << QPointF(ratio, curveValue(value, baseline, drop.low));
    };
    // Bits have no place for the unchanged network on their axis.
    m_offset = !harderDownwards(m_curve->kind()) && points.front().level.number > 0.0 ? 1 : 0;
    if (m_offset == 1) {
        add(0.0, {});
    }
    for (size_t i = 0; i < points.size(); ++i) {
        add(points[i].level.number, m_curve->drops[i]);
    }
    std::reverse(low.begin(), low.end());
    m_band << low;
}

QPolygonF CurveGraph::toPixels(const QPolygonF& coordinates) const {
    QPolygonF pixels;
    pixels.reserve(coordinates.size());
    for (const QPointF& point : coordinates) {
        pixels << coordsToPixels(point.x(), point.y());
    }
    return pixels;
}

double CurveGraph::distance(const QPointF& pixel) const {
    const QPolygonF line = toPixels(m_line);
    const QCPVector2D point(pixel);
    double nearest = std::numeric_limits<double>::infinity();
    for (int i = 1; i < line.size(); ++i) {
        nearest = std::min(
            nearest, point.distanceSquaredToLine(QCPVector2D(line[i - 1]), QCPVector2D(line[i])));
    }
    return std::sqrt(nearest);
}

size_t CurveGraph::nearestPoint(const QPointF& pixel) const {
    const QPolygonF line = toPixels(m_line);
    const auto distance = [&](const QPointF& point) { return (point - pixel).manhattanLength(); };
    const auto first = line.begin() + static_cast<int>(m_offset);
    const auto nearest = std::min_element(
        first, line.end(), [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
    return static_cast<size_t>(nearest - first);
}

double CurveGraph::selectTest(const QPointF&, bool, QVariant*) const {
    return -1;  // the plot finds the nearest curve itself
}

QCPRange CurveGraph::getKeyRange(bool& found, QCP::SignDomain) const {
    found = !m_line.isEmpty();
    return found ? QCPRange(m_line.front().x(), m_line.back().x()) : QCPRange();
}

QCPRange CurveGraph::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const {
    found = !m_line.isEmpty();
    if (!found) {
        return {};
    }
    const QRectF bounds = (m_look.band ? m_band : m_line).boundingRect();
    return QCPRange(bounds.top(), bounds.bottom());
}

void CurveGraph::draw(QCPPainter* painter) {
    if (m_line.isEmpty()) {
        return;
    }
    if (m_look.band) {
        QColor fill = m_look.colour;
        fill.setAlphaF(kBandOpacity);
        applyFillAntialiasingHint(painter);
        painter->setPen(Qt::NoPen);
        painter->setBrush(fill);
        painter->drawPolygon(toPixels(m_band));
    }
    const QPolygonF line = toPixels(m_line);
    applyDefaultAntialiasingHint(painter);
    drawLine(*painter, line);
    drawPoints(*painter, line);
}

void CurveGraph::drawLine(QCPPainter& painter, const QPolygonF& line) const {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_look.colour, m_look.width, m_look.line, Qt::FlatCap, Qt::RoundJoin));
    if (m_look.width > 1.0) {
        painter.drawPolyline(line);
    } else {  // thin lines need no joins, and alone they are drawn several times as fast
        QVector<QLineF> segments;
        segments.reserve(line.size());
        for (int i = 1; i < line.size(); ++i) {
            segments << QLineF(line[i - 1], line[i]);
        }
        painter.drawLines(segments);
    }
}

void CurveGraph::drawPoints(QCPPainter& painter, const QPolygonF& line) const {
    const QPen pen(m_look.colour, 1.5);
    for (int i = static_cast<int>(m_offset); i < line.size(); ++i) {
        const SensitivityPoint& point = m_curve->points[static_cast<size_t>(i) - m_offset];
        if (point.unchanged) {
            const QPointF arm(kMarkRadius, kMarkRadius);
            const QPointF other(kMarkRadius, -kMarkRadius);
            painter.setPen(pen);
            painter.drawLine(line[i] - arm, line[i] + arm);
            painter.drawLine(line[i] - other, line[i] + other);
        } else if (!point.settled) {
            painter.setPen(pen);
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(line[i], kMarkRadius, kMarkRadius);
        } else if (m_look.points) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_look.colour);
            painter.drawEllipse(line[i], kPointRadius, kPointRadius);
        }
    }
}

void CurveGraph::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const {
    applyDefaultAntialiasingHint(painter);
    painter->setPen(QPen(m_look.colour, std::max(2.0, m_look.width), m_look.line, Qt::FlatCap));
    painter->drawLine(QLineF(rect.left(), rect.center().y(), rect.right(), rect.center().y()));
}

}  // namespace secateur
