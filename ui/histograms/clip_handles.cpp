#include "ui/histograms/clip_handles.h"

#include <cmath>

namespace secateur {

namespace {

constexpr double kReach = 7.0;  // pixels to either side of the line
constexpr QSizeF kGrip(10.0, 26.0);
constexpr double kOutside = 1.5;
constexpr double kHandleMargin = 6.0;

}  // namespace

ClipHandles::ClipHandles(QCPAxisRect* area, const QString& layer)
    : QCPLayerable(area->parentPlot(), layer), m_area(area) {}

double ClipHandles::pixelOf(RangeEnd end) const {
    const double value = end == RangeEnd::Low ? m_range.low : m_range.high;
    return m_area->axis(QCPAxis::atBottom)->coordToPixel(value);
}

std::optional<RangeEnd> ClipHandles::endAt(const QPointF& position) const {
    if (!QRectF(m_area->rect()).adjusted(-kReach, 0, kReach, 0).contains(position)) {
        return std::nullopt;
    }
    const double low = std::abs(position.x() - pixelOf(RangeEnd::Low));
    const double high = std::abs(position.x() - pixelOf(RangeEnd::High));
    if (std::min(low, high) > kReach) {
        return std::nullopt;
    }
    return low < high ? RangeEnd::Low : RangeEnd::High;
}

QRectF ClipHandles::grip(RangeEnd end) const {
    QRectF box(QPointF(), kGrip);
    box.moveCenter(QPointF(pixelOf(end), m_area->top() + m_area->height() * 0.55));
    return box;
}

void ClipHandles::applyDefaultAntialiasingHint(QCPPainter* painter) const {
    painter->setAntialiasing(true);
}

void ClipHandles::draw(QCPPainter* painter) {
    const QRectF area = m_area->rect();
    QColor shade = m_theme.mutedText;
    shade.setAlphaF(0.22F);
    const double low = std::clamp(pixelOf(RangeEnd::Low), area.left(), area.right());
    const double high = std::clamp(pixelOf(RangeEnd::High), area.left(), area.right());
    painter->fillRect(QRectF(area.topLeft(), QPointF(low, area.bottom())), shade);
    painter->fillRect(QRectF(QPointF(high, area.top()), area.bottomRight()), shade);
    if (m_preview) {
        painter->setPen(QPen(m_theme.text, 1, Qt::DashLine));
        for (const double value : {m_preview->low, m_preview->high}) {
            const double x = m_area->axis(QCPAxis::atBottom)->coordToPixel(value);
            painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        }
    }
    drawEnd(painter, RangeEnd::Low);
    drawEnd(painter, RangeEnd::High);
    drawReadout(painter);
}

void ClipHandles::drawEnd(QCPPainter* painter, RangeEnd end) const {
    // Just outside, for the values that pile up at the end itself.
    const double x = pixelOf(end) + (end == RangeEnd::Low ? -kOutside : kOutside);
    painter->setPen(QPen(m_theme.warning, 2));
    painter->drawLine(QPointF(x, m_area->top()), QPointF(x, m_area->bottom()));
    if (!m_gripsVisible) {
        return;
    }
    const QRectF box = grip(end);
    if (m_focused == end) {
        painter->setPen(QPen(m_theme.text, 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(box.adjusted(-3, -3, 3, 3), 5, 5);
    }
    painter->setPen(QPen(m_theme.background, 1));
    painter->setBrush(m_theme.warning);
    painter->drawRoundedRect(box, 3, 3);
    for (const double offset : {-1.5, 1.5}) {
        painter->drawLine(QPointF(x + offset, box.top() + 7),
                          QPointF(x + offset, box.bottom() - 7));
    }
}

void ClipHandles::drawReadout(QCPPainter* painter) const {
    if (m_readout.isEmpty()) {
        return;
    }
    painter->setFont(mParentPlot->font());
    const QFontMetricsF metrics(mParentPlot->font());
    const QRectF room =
        QRectF(m_area->rect())
            .adjusted(2 * kHandleMargin, kHandleMargin, -2 * kHandleMargin, -kHandleMargin);
    QRectF box = metrics.boundingRect(room, Qt::AlignHCenter | Qt::TextWordWrap, m_readout)
                     .adjusted(-kHandleMargin, -2, kHandleMargin, 2);
    box.moveTopRight(QPointF(m_area->right() - kHandleMargin, m_area->top() + kHandleMargin));
    QColor back = m_theme.background;
    back.setAlphaF(0.85F);
    painter->setPen(QPen(m_theme.grid, 1));
    painter->setBrush(back);
    painter->drawRoundedRect(box, 3, 3);
    painter->setPen(m_theme.text);
    painter->drawText(box, Qt::AlignCenter | Qt::TextWordWrap, m_readout);
}

}  // namespace secateur
