// The half of CurvePlot that answers the mouse, the keyboard and the window system.
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

#include "ui/sensitivity/curve_plot.h"

namespace secateur {

namespace {

constexpr double kGrab = 6.0;   // pixels
constexpr double kReach = 9.0;  // of a curve
constexpr double kClick = 4.0;
constexpr double kStep = 0.1;  // points
constexpr double kLargest = 100.0;
constexpr double kZoom = 0.8;
constexpr double kSmallestRange = 0.5;
constexpr double kLargestRange = 120.0;

}  // namespace

bool CurvePlot::nearTolerance(const QPointF& pixel) const {
    return axisRect()->rect().contains(pixel.toPoint()) &&
           std::abs(pixel.y() - toleranceY()) <= kGrab;
}

const CurveGraph* CurvePlot::graphAt(const QPointF& pixel) const {
    const CurveGraph* nearest = nullptr;
    double distance = kReach;
    if (axisRect()->rect().contains(pixel.toPoint())) {
        for (const auto& [layer, graph] : m_graphs) {
            const double away = graph->distance(pixel);
            if (away < distance) {
                distance = away;
                nearest = graph;
            }
        }
    }
    return nearest;
}

void CurvePlot::hover(const CurveGraph* graph, size_t point) {
    if (graph == nullptr) {
        m_overlay.clearHover();
    } else {
        m_overlay.setHover(*graph, m_value, m_baseline, point);
    }
}

void CurvePlot::stepHover(int step) {
    const CurveGraph* graph = markedGraph();
    if (graph == nullptr) {
        return;
    }
    const int last = static_cast<int>(graph->curve()->points.size()) - 1;
    const bool started = m_overlay.hoveredCurve() == graph->curve();
    const int from = started ? static_cast<int>(m_overlay.hoveredPoint()) : (step > 0 ? -1 : 0);
    hover(graph, static_cast<size_t>(std::clamp(from + step, 0, last)));
    setAccessibleDescription(hoverText());
    m_overlay.replot();
}

void CurvePlot::moveTolerance(double points) {
    const double rounded = std::clamp(std::round(points / kStep) * kStep, 0.0, kLargest);
    if (std::abs(rounded - m_tolerance) < kStep / 10) {
        return;
    }
    setTolerance(rounded);
    emit toleranceChanged(rounded);
}

void CurvePlot::showWholeRange() {
    m_ownRange = false;
    fitRange();
    updateTolerance();
    m_overlay.clearHover();
    scheduleReplot();
}

void CurvePlot::zoom(double factor) {
    const QCPRange before = yAxis->range();
    yAxis->scaleRange(factor, m_overlay.toleranceValue());
    afterRangeChange(before);
    scheduleReplot();
}

void CurvePlot::afterRangeChange(const QCPRange& before) {
    if (yAxis->range() == before) {
        return;
    }
    m_ownRange = true;
    if (yAxis->range().size() < kSmallestRange || yAxis->range().size() > kLargestRange) {
        yAxis->setRange(before);
    }
    m_overlay.clearHover();
}

void CurvePlot::mousePressEvent(QMouseEvent* event) {
    m_pressed = event->position();
    m_dragging = event->button() == Qt::LeftButton && nearTolerance(m_pressed);
    if (m_dragging) {
        m_overlay.clearHover();
        m_overlay.replot();
    } else {
        QCustomPlot::mousePressEvent(event);
    }
}

void CurvePlot::mouseMoveEvent(QMouseEvent* event) {
    const QPointF pixel = event->position();

    if (m_dragging) {
        const double value = yAxis->pixelToCoord(pixel.y());
        moveTolerance(m_value == CurveValue::Drop ? value : 100.0 * m_baseline - value);
        return;
    }
    if (event->buttons() != Qt::NoButton) {
        const QCPRange before = yAxis->range();
        QCustomPlot::mouseMoveEvent(event);
        afterRangeChange(before);
        return;
    }
    const CurveGraph* graph = graphAt(pixel);
    setCursor(nearTolerance(pixel) ? Qt::SplitVCursor
              : graph != nullptr   ? Qt::PointingHandCursor
                                   : Qt::ArrowCursor);
    if (graph == nullptr && m_overlay.hoveredCurve() == nullptr) {
        return;
    }
    const size_t point = graph == nullptr ? 0 : graph->nearestPoint(pixel);
    if (graph == nullptr || graph->curve() != m_overlay.hoveredCurve() ||
        point != m_overlay.hoveredPoint()) {
        hover(graph, point);
        m_overlay.replot();
    }
}

void CurvePlot::mouseReleaseEvent(QMouseEvent* event) {
    if (m_dragging) {
        m_dragging = false;
        const QCPRange before = yAxis->range();
        fitRange();
        updateTolerance();
        if (yAxis->range() != before) {
            scheduleReplot();
        }
        return;
    }
    QCustomPlot::mouseReleaseEvent(event);
    const bool click = (event->position() - m_pressed).manhattanLength() < kClick;
    const CurveGraph* graph = graphAt(event->position());
    if (event->button() == Qt::LeftButton && click && graph != nullptr) {
        emit curveClicked(QString::fromStdString(graph->curve()->layer));
    }
}

void CurvePlot::mouseDoubleClickEvent(QMouseEvent* event) {
    QCustomPlot::mouseDoubleClickEvent(event);
    if (!nearTolerance(event->position())) {
        showWholeRange();
    }
}

void CurvePlot::wheelEvent(QWheelEvent* event) {
    const QCPRange before = yAxis->range();
    QCustomPlot::wheelEvent(event);
    afterRangeChange(before);
    scheduleReplot();
}

void CurvePlot::keyPressEvent(QKeyEvent* event) {
    // Up moves the line up, whatever that means for the tolerance.
    const double up = m_value == CurveValue::Drop ? 1.0 : -1.0;
    switch (event->key()) {
        case Qt::Key_Up:
            return moveTolerance(m_tolerance + up * kStep);
        case Qt::Key_Down:
            return moveTolerance(m_tolerance - up * kStep);
        case Qt::Key_PageUp:
            return moveTolerance(m_tolerance + up);
        case Qt::Key_PageDown:
            return moveTolerance(m_tolerance - up);
        case Qt::Key_Left:
            return stepHover(-1);
        case Qt::Key_Right:
            return stepHover(1);
        case Qt::Key_Plus:
            return zoom(kZoom);
        case Qt::Key_Minus:
            return zoom(1.0 / kZoom);
        case Qt::Key_Home:
            return showWholeRange();
        default:
            QCustomPlot::keyPressEvent(event);
    }
}

void CurvePlot::leaveEvent(QEvent* event) {
    QCustomPlot::leaveEvent(event);
    if (m_overlay.hoveredCurve()) {
        m_overlay.clearHover();
        m_overlay.replot();
    }
}

void CurvePlot::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        applyTheme(themeFor(palette()));
        scheduleReplot();
    }
}

void CurvePlot::showEvent(QShowEvent* event) {
    QCustomPlot::showEvent(event);
    if (m_stale) {
        scheduleReplot();
    }
}

void CurvePlot::paintEvent(QPaintEvent* event) {
    QCustomPlot::paintEvent(event);
    if (hasFocus()) {
        QPainter painter(this);
        painter.setPen(QPen(themeFor(palette()).accent, 1));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

}  // namespace secateur
