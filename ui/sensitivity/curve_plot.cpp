#include "ui/sensitivity/curve_plot.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

#include "ui/sensitivity/sensitivity_text.h"

namespace secateur {

namespace {

constexpr double kGrab = 6.0;   // pixels
constexpr double kReach = 9.0;  // of a curve
constexpr double kClick = 4.0;
constexpr double kStep = 0.1;  // points
constexpr double kLargest = 100.0;
constexpr double kZoom = 0.8;

}  // namespace

CurvePlot::CurvePlot(QWidget* parent)
    : Plot("curvePlot", tr("Sensitivity curves"), parent),
      m_overlay(*this),
      m_axes(*this),
      m_legend(*this) {
    setupAxes();
    setValue(CurveValue::Drop);
    restyle();
}

void CurvePlot::setupAxes() {
    setNoAntialiasingOnDrag(true);
    setAutoAddPlottableToLegend(false);
    legend->clearItems();
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    axisRect()->setRangeDrag(Qt::Vertical);
    axisRect()->setRangeZoom(Qt::Vertical);
    axisRect()->setupFullAxesBox();
    for (QCPAxis* axis : {xAxis2, yAxis2}) {
        axis->setTicks(false);
        axis->setTickLabels(false);
    }
    plotLayout()->setMargins(QMargins(4, 8, 8, 4));
    setKind(PerturbationKind::Prune);
}

void CurvePlot::setKind(PerturbationKind kind) {
    m_axes.setKind(kind);
    showWholeRange();
}

void CurvePlot::fitRange() {
    if (!m_dragging) {
        m_axes.fit(m_curves, m_graphs, m_baseline, m_tolerance);
    }
}

void CurvePlot::setBaseline(double accuracy) {
    if (accuracy != m_baseline) {
        m_baseline = accuracy;
        makeGraphs();
    }
}

void CurvePlot::makeGraphs() {
    m_overlay.clearHover();
    for (const auto& [layer, graph] : m_graphs) {
        graph->setCurve(graph->curve(), m_axes.value(), m_baseline);
    }
    showWholeRange();
}

void CurvePlot::setCurves(const CurveList& curves) {
    if (curves == m_curves) {
        return;
    }
    bool sameLayers = curves.size() == m_curves.size();
    for (size_t i = 0; sameLayers && i < curves.size(); ++i) {
        sameLayers =
            curves[i]->target == m_curves[i]->target && curves[i]->role == m_curves[i]->role;
    }
    m_curves = curves;
    std::map<std::string, CurveGraph*> gone;
    gone.swap(m_graphs);
    for (const CurvePtr& curve : m_curves) {
        const auto known = gone.find(curve->name());
        CurveGraph* graph =
            known == gone.end() ? new CurveGraph(xAxis, yAxis) : gone.extract(known).mapped();
        m_graphs[curve->name()] = graph;
        if (graph->curve() != curve) {
            graph->setCurve(curve, m_axes.value(), m_baseline);
            graph->setName(curveTitle(*curve));
        }
    }
    if (!sameLayers) {
        legend->clearItems();
    }
    for (const auto& [layer, graph] : gone) {
        removePlottable(graph);
    }
    const CurveGraph* hovered = nullptr;
    if (m_overlay.hoveredCurve()) {
        const auto found = m_graphs.find(m_overlay.hoveredCurve()->name());
        hovered = found == m_graphs.end() ? nullptr : found->second;
    }
    if (!sameLayers) {
        applyLooks(themeFor(palette()));
    }
    fitRange();
    updateTolerance();
    hover(hovered, std::min(m_overlay.hoveredPoint(),
                            hovered != nullptr ? hovered->curve()->points.size() - 1 : 0));
    scheduleReplot();
}

void CurvePlot::setValue(CurveValue value) {
    m_axes.setValue(value);
    axisRect()->insetLayout()->setInsetAlignment(
        0, Qt::AlignLeft | (value == CurveValue::Drop ? Qt::AlignTop : Qt::AlignBottom));
    makeGraphs();
}

void CurvePlot::setShownRange(CurveRange range) {
    m_axes.setShownRange(range);
    showWholeRange();
}

void CurvePlot::setTolerance(double points) {
    if (points == m_tolerance) {
        return;
    }
    m_tolerance = points;
    const QCPRange before = yAxis->range();
    fitRange();
    updateTolerance();
    if (yAxis->range() != before) {
        scheduleReplot();
    } else if (isVisible()) {
        m_overlay.replot();
    } else {
        m_stale = true;
    }
}

void CurvePlot::setSelectedLayer(const QString& layer) {
    const std::string name = layer.toStdString();
    if (name == m_selected) {
        return;
    }
    m_selected = name;
    applyLooks(themeFor(palette()));
    fitRange();
    updateTolerance();
    scheduleReplot();
}

const CurveGraph* CurvePlot::markedGraph() const {
    const auto selected = m_graphs.find(markedLayer());
    if (selected != m_graphs.end()) {
        return selected->second;
    }
    const auto global = m_graphs.find(Target::global().text());
    return global == m_graphs.end() ? nullptr : global->second;
}

void CurvePlot::updateTolerance() {
    const double value = curveValue(m_axes.value(), m_baseline, m_tolerance / 100.0);
    m_overlay.setTolerance(value, tr("tolerance %1 points").arg(pointsText(m_tolerance / 100.0)));
    const CurveGraph* marked = markedGraph();
    if (marked == nullptr) {
        m_overlay.setSafeLevel({}, {}, {});
        return;
    }
    const SensitivityCurve& curve = *marked->curve();
    const std::optional<SafeLevel> safe = curve.safe(m_tolerance / 100.0);
    const bool shown = safe && (!safe->none() || !safe->level.bits);
    m_overlay.setSafeLevel(shown ? std::optional(safe->level.number) : std::nullopt,
                           safeLevelText(curve, safe), marked->look().colour);
}

void CurvePlot::applyTheme(const Theme& theme) {
    m_overlay.setTheme(theme, font());
    applyLooks(theme);
    updateTolerance();
}

void CurvePlot::applyLooks(const Theme& theme) {
    const CurveLooks looks = curveLooks(m_curves, markedLayer(), theme);
    for (const auto& [layer, look] : looks.layers) {
        m_graphs.at(layer)->setLook(look);
    }
    m_legend.fill(m_curves, m_graphs, looks, markedLayer(), theme);
}

void CurvePlot::setOnPaper(bool paper) {
    m_onPaper = paper;
    m_overlay.setHoverShown(!paper);
}

void CurvePlot::scheduleReplot() {
    m_stale = !isVisible();
    if (!m_stale) {
        replot(rpQueuedReplot);
    }
}

QPointF CurvePlot::pointPosition(const std::string& layer, size_t index) const {
    const auto graph = m_graphs.find(layer);
    if (graph == m_graphs.end() || index >= graph->second->curve()->points.size()) {
        return {};
    }
    const QPointF at = graph->second->at(index);
    return graph->second->coordsToPixels(at.x(), at.y());
}

QByteArray CurvePlot::csv() const {
    return curvesCsv(m_curves);
}

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
        m_overlay.setHover(*graph, m_axes.value(), m_baseline, point);
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
    m_axes.forgetUserRange();
    fitRange();
    updateTolerance();
    m_overlay.clearHover();
    scheduleReplot();
}

void CurvePlot::zoom(double factor) {
    const QCPRange before = yAxis->range();
    yAxis->scaleRange(factor, m_overlay.toleranceValue());
    keepUserRange(before);
    scheduleReplot();
}

void CurvePlot::keepUserRange(const QCPRange& before) {
    if (m_axes.keepUserRange(before)) {
        m_overlay.clearHover();
    }
}

void CurvePlot::mousePressEvent(QMouseEvent* event) {
    m_pressed = event->position();
    m_dragging = event->button() == Qt::LeftButton && nearTolerance(m_pressed);
    if (m_dragging) {
        m_overlay.clearHover();
        m_overlay.replot();
    } else {
        Plot::mousePressEvent(event);
    }
}

void CurvePlot::mouseMoveEvent(QMouseEvent* event) {
    const QPointF pixel = event->position();

    if (m_dragging) {
        const double value = yAxis->pixelToCoord(pixel.y());
        moveTolerance(m_axes.value() == CurveValue::Drop ? value : 100.0 * m_baseline - value);
        return;
    }
    if (event->buttons() != Qt::NoButton) {
        const QCPRange before = yAxis->range();
        Plot::mouseMoveEvent(event);
        keepUserRange(before);
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
    Plot::mouseReleaseEvent(event);
    const bool click = (event->position() - m_pressed).manhattanLength() < kClick;
    const CurveGraph* graph = graphAt(event->position());
    if (event->button() == Qt::LeftButton && click && graph != nullptr) {
        emit curveClicked(QString::fromStdString(graph->curve()->name()));
    }
}

void CurvePlot::mouseDoubleClickEvent(QMouseEvent* event) {
    Plot::mouseDoubleClickEvent(event);
    if (!nearTolerance(event->position())) {
        showWholeRange();
    }
}

void CurvePlot::wheelEvent(QWheelEvent* event) {
    const QCPRange before = yAxis->range();
    Plot::wheelEvent(event);
    keepUserRange(before);
    scheduleReplot();
}

void CurvePlot::keyPressEvent(QKeyEvent* event) {
    // Up moves the line up, whatever that means for the tolerance.
    const double up = m_axes.value() == CurveValue::Drop ? 1.0 : -1.0;
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
            Plot::keyPressEvent(event);
    }
}

void CurvePlot::leaveEvent(QEvent* event) {
    Plot::leaveEvent(event);
    if (m_overlay.hoveredCurve()) {
        m_overlay.clearHover();
        m_overlay.replot();
    }
}

void CurvePlot::showEvent(QShowEvent* event) {
    Plot::showEvent(event);
    if (m_stale) {
        scheduleReplot();
    }
}

}  // namespace secateur
