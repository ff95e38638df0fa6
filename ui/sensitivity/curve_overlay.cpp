#include "ui/sensitivity/curve_overlay.h"

#include <algorithm>

#include "ui/sensitivity/sensitivity_text.h"

namespace secateur {

namespace {

constexpr const char* kLayer = "overlay";  // QCustomPlot's topmost layer, buffered
constexpr double kHoverDistance = 12.0;
constexpr double kHoverRadius = 5.0;
constexpr double kHoverWidth = 3.0;

template <class Item>
Item* overlayItem(QCustomPlot& plot) {
    auto* item = new Item(&plot);
    item->setLayer(kLayer);
    item->setSelectable(false);
    item->setClipToAxisRect(true);
    return item;
}

QColor translucent(QColor colour) {
    colour.setAlphaF(0.85F);
    return colour;
}

}  // namespace

CurveOverlay::CurveOverlay(QCustomPlot& plot)
    : m_plot(plot),
      m_toleranceText(overlayItem<QCPItemText>(plot)),
      m_tolerance(overlayItem<QCPItemLine>(plot)),
      m_safe(overlayItem<QCPItemLine>(plot)),
      m_safeText(overlayItem<QCPItemText>(plot)),
      m_hoverCurve(new CurveGraph(plot.xAxis, plot.yAxis)),
      m_hoverMark(overlayItem<QCPItemEllipse>(plot)),
      m_hoverText(overlayItem<QCPItemText>(plot)) {
    for (QCPItemPosition* end : {m_tolerance->start, m_tolerance->end, m_toleranceText->position}) {
        end->setTypeX(QCPItemPosition::ptAxisRectRatio);
        end->setTypeY(QCPItemPosition::ptPlotCoords);
    }
    m_safe->start->setTypeY(QCPItemPosition::ptAxisRectRatio);
    m_safe->start->setTypeX(QCPItemPosition::ptPlotCoords);
    m_safe->setAntialiased(false);
    m_tolerance->setAntialiased(false);
    m_safeText->position->setTypeX(QCPItemPosition::ptPlotCoords);
    m_safeText->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    m_safeText->setPadding(QMargins(4, 1, 4, 1));
    m_toleranceText->setPadding(QMargins(4, 1, 4, 1));
    m_toleranceText->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom);
    m_hoverText->setPadding(QMargins(6, 4, 6, 4));
    m_hoverText->setTextAlignment(Qt::AlignLeft);
    m_hoverText->setClipToAxisRect(false);
    m_hoverText->position->setType(QCPItemPosition::ptAbsolute);
    m_hoverMark->topLeft->setType(QCPItemPosition::ptAbsolute);
    m_hoverMark->bottomRight->setType(QCPItemPosition::ptAbsolute);
    m_hoverCurve->setLayer(kLayer);
    setSafeLevel({}, {}, {});
    clearHover();
}

void CurveOverlay::setTheme(const Theme& theme, const QFont& font) {
    m_tolerance->setPen(QPen(theme.warning, 2));

    for (QCPItemText* text : {m_toleranceText, m_safeText}) {
        text->setFont(font);
        text->setColor(theme.text);
        text->setBrush(translucent(theme.background));
        text->setPen(Qt::NoPen);
    }
    m_hoverText->setFont(font);
    m_hoverText->setColor(theme.text);
    m_hoverText->setBrush(theme.background);
    m_hoverText->setPen(QPen(theme.outline));
    m_hoverMark->setPen(QPen(theme.text, 2));
}

void CurveOverlay::setTolerance(double axisValue, const QString& text) {
    m_value = axisValue;
    m_tolerance->start->setCoords(0.0, axisValue);
    m_tolerance->end->setCoords(1.0, axisValue);
    m_toleranceText->position->setCoords(1.0, axisValue);
    m_toleranceText->setText(text);
}

void CurveOverlay::setSafeLevel(std::optional<double> level, const QString& text,
                                const QColor& colour) {
    m_safe->setPen(QPen(colour, 1, Qt::DashLine));
    m_safe->setVisible(level.has_value());
    m_safeText->setVisible(!text.isEmpty());
    const QCPRange range = m_plot.xAxis->range();
    const bool reversed = m_plot.xAxis->rangeReversed();
    const double x = level.value_or(reversed ? range.upper : range.lower);
    m_safe->start->setCoords(x, 1.0);
    m_safe->end->setCoords(x, m_value);
    m_safeText->position->setCoords(x, 1.0);
    const bool right = reversed ? x < range.center() : x > range.center();
    m_safeText->setPositionAlignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignBottom);
    m_safeText->setText(text);
}

void CurveOverlay::setHover(const CurveGraph& curve, CurveValue value, double baseline,
                            size_t point) {
    if (m_hoverCurve->curve() != curve.curve()) {
        m_hoverCurve->setCurve(curve.curve(), value, baseline);
    }
    CurveGraph::Look look = curve.look();
    look.colour.setAlphaF(1.0F);
    look.width = std::max(look.width, kHoverWidth);
    look.band = !curve.look().band;  // never two over each other
    look.points = true;
    m_hoverCurve->setLook(look);
    m_hoverPoint = point;
    m_hoverText->setText(pointDescription(*curve.curve(), point));
    placeHoverText(curve.at(point));
    m_hoverCurve->setVisible(true);
    m_hoverMark->setVisible(true);
    m_hoverText->setVisible(true);
}

void CurveOverlay::placeHoverText(const QPointF& coordinates) {
    const QPointF pixel = m_hoverCurve->coordsToPixels(coordinates.x(), coordinates.y());
    const QPointF radius(kHoverRadius, kHoverRadius);
    m_hoverMark->topLeft->setPixelPosition(pixel - radius);
    m_hoverMark->bottomRight->setPixelPosition(pixel + radius);
    const QRect area = m_plot.axisRect()->rect();
    const bool leftHalf = pixel.x() < area.center().x();
    const bool upperHalf = pixel.y() < area.center().y();
    m_hoverText->setPositionAlignment((leftHalf ? Qt::AlignLeft : Qt::AlignRight) |
                                      (upperHalf ? Qt::AlignTop : Qt::AlignBottom));
    // A point outside the visible range is named at the edge.
    const double y = std::clamp(pixel.y(), double(area.top()), double(area.bottom()));
    m_hoverText->position->setPixelPosition(
        {pixel.x() + (leftHalf ? kHoverDistance : -kHoverDistance),
         y + (upperHalf ? kHoverDistance : -kHoverDistance)});
}

void CurveOverlay::clearHover() {
    m_hoverCurve->setCurve(nullptr, CurveValue::Drop, 0.0);
    m_hoverText->setText({});
    m_hoverMark->setVisible(false);
    m_hoverText->setVisible(false);
}

void CurveOverlay::setHoverShown(bool shown) {
    const bool visible = shown && hoveredCurve() != nullptr;
    m_hoverCurve->setVisible(visible);
    m_hoverMark->setVisible(visible);
    m_hoverText->setVisible(visible);
}

void CurveOverlay::replot() {
    m_plot.layer(kLayer)->replot();
}

}  // namespace secateur
