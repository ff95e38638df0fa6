// Mouse and keyboard of HistogramPlot.
#include <QAccessible>
#include <algorithm>
#include <cmath>

#include "ui/histograms/candidate_lanes.h"
#include "ui/histograms/clip_handles.h"
#include "ui/histograms/histogram_plot.h"
#include "ui/histograms/range_text.h"

namespace secateur {

namespace {

constexpr int kLargeStep = 10;  // bins, with Shift

}  // namespace

void HistogramPlot::mousePressEvent(QMouseEvent* event) {
    const bool left = event->button() == Qt::LeftButton && m_subject.histogram != nullptr;
    if (const auto end = left ? m_handles->endAt(event->position()) : std::nullopt) {
        finishGesture();
        ++m_gesture;
        m_dragged = end;
        m_before = m_handles->range();
        setFocus(Qt::MouseFocusReason);
        focusEnd(end);
        return;
    }
    const int candidate = left ? m_lanes->indexAt(event->position()) : -1;
    if (candidate >= 0) {
        finishGesture();
        emit candidateChosen(m_lanes->candidates()[static_cast<size_t>(candidate)].method);
        return;
    }
    QCustomPlot::mousePressEvent(event);
}

void HistogramPlot::mouseMoveEvent(QMouseEvent* event) {
    if (!m_dragged) {
        QCustomPlot::mouseMoveEvent(event);
        if (event->buttons() == Qt::NoButton) {
            hover(event->position());
        }
        return;
    }
    const Histogram& histogram = *m_subject.histogram;
    const double value = std::clamp(xAxis->pixelToCoord(event->position().x()),
                                    xAxis->range().lower, xAxis->range().upper);
    // To the edges of bins: between two of them the histogram knows nothing.
    const double edge = std::round((value - histogram.low()) / histogram.width());
    const double snapped = histogram.low() + edge * histogram.width();
    moveEnd(*m_dragged, std::abs(snapped) < histogram.width() / 2 ? 0.0 : snapped);
}

void HistogramPlot::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_dragged) {
        QCustomPlot::mouseReleaseEvent(event);
        return;
    }
    m_dragged.reset();
    if (m_handles->range() != m_before) {
        emit rangeChosen(m_handles->range(), m_gesture);
    }
    ++m_gesture;
}

void HistogramPlot::mouseDoubleClickEvent(QMouseEvent* event) {
    QCustomPlot::mouseDoubleClickEvent(event);
    if (!m_handles->endAt(event->position())) {
        fitRange();
        replot(QCustomPlot::rpQueuedReplot);
    }
}

void HistogramPlot::hover(const QPointF& position) {
    if (!m_subject.histogram) {
        return;
    }
    const int candidate = m_lanes->indexAt(position);
    if (m_handles->endAt(position)) {
        setCursor(Qt::SizeHorCursor);
    } else if (candidate >= 0) {
        setCursor(Qt::PointingHandCursor);
    } else {
        unsetCursor();
    }
    m_handles->setPreview(
        candidate >= 0 ? std::optional(m_lanes->candidates()[static_cast<size_t>(candidate)].range)
                       : std::nullopt);
    redrawHandles();
}

void HistogramPlot::leaveEvent(QEvent* event) {
    m_handles->setPreview(std::nullopt);
    redrawHandles();
    QCustomPlot::leaveEvent(event);
}

void HistogramPlot::moveEnd(RangeEnd end, double value) {
    const ClipRange range = movedRange(m_subject, m_handles->range(), end, value);
    if (range == m_handles->range()) {
        return;
    }
    m_handles->setRange(range);
    emit rangeEdited(range);
}

void HistogramPlot::keyPressEvent(QKeyEvent* event) {
    const bool arrow = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    if (event->key() == Qt::Key_Escape && m_dragged) {
        m_dragged.reset();
        m_handles->setRange(m_before);
        emit rangeEdited(m_before);
        return;
    }
    if (!arrow || !m_focused || m_dragged || !m_subject.histogram) {
        QCustomPlot::keyPressEvent(event);
        return;
    }
    if (!m_stepping) {
        m_stepping = true;
        m_before = m_handles->range();
    }
    const int bins = event->modifiers().testFlag(Qt::ShiftModifier) ? kLargeStep : 1;
    const double step = m_subject.histogram->width() * bins;
    const double value = *m_focused == RangeEnd::Low ? range().low : range().high;
    moveEnd(*m_focused, value + (event->key() == Qt::Key_Left ? -step : step));
}

void HistogramPlot::keyReleaseEvent(QKeyEvent* event) {
    if (m_stepping && !event->isAutoRepeat()) {
        m_stepping = false;
        if (m_handles->range() != m_before) {
            emit rangeChosen(m_handles->range(), m_gesture);
        }
        return;
    }
    QCustomPlot::keyReleaseEvent(event);
}

/// What was moved with keys that are still down is chosen before something else begins.
void HistogramPlot::finishGesture() {
    if (m_stepping) {
        m_stepping = false;
        if (m_handles->range() != m_before) {
            emit rangeChosen(m_handles->range(), m_gesture);
        }
    }
}

void HistogramPlot::focusEnd(std::optional<RangeEnd> end) {
    if (end != m_focused) {
        finishGesture();
        ++m_gesture;
    }
    m_focused = end;
    m_handles->setFocused(end);
    if (end) {
        setAccessibleName(*end == RangeEnd::Low ? tr("Histogram, lower clip handle")
                                                : tr("Histogram, upper clip handle"));
        QAccessibleEvent changed(this, QAccessible::NameChanged);
        QAccessible::updateAccessibility(&changed);
    }
    redrawHandles();
}

void HistogramPlot::focusInEvent(QFocusEvent* event) {
    QCustomPlot::focusInEvent(event);
    focusEnd(event->reason() == Qt::BacktabFocusReason ? RangeEnd::High : RangeEnd::Low);
}

void HistogramPlot::focusOutEvent(QFocusEvent* event) {
    QCustomPlot::focusOutEvent(event);
    focusEnd(std::nullopt);
}

bool HistogramPlot::focusNextPrevChild(bool next) {
    if (m_subject.histogram && m_focused == (next ? RangeEnd::Low : RangeEnd::High)) {
        focusEnd(next ? RangeEnd::High : RangeEnd::Low);
        return true;
    }
    return QCustomPlot::focusNextPrevChild(next);
}

bool HistogramPlot::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), tipAt(help->pos()), this);
        return true;
    }
    return QCustomPlot::event(event);
}

QString HistogramPlot::tipAt(const QPointF& position) const {
    if (!m_subject.histogram) {
        return {};
    }
    const int candidate = m_lanes->indexAt(position);
    if (candidate >= 0) {
        const RangeCandidate& found = m_lanes->candidates()[static_cast<size_t>(candidate)];
        return tr("%1: %2, clips %3, SQNR \u2248 %4. Click to take it.")
            .arg(found.label, rangeText(found.range), shareText(found.effect.clippedFraction),
                 decibelText(found.effect.sqnrDb));
    }
    const Histogram& histogram = *m_subject.histogram;
    const double bin =
        std::floor((xAxis->pixelToCoord(position.x()) - histogram.low()) / histogram.width());
    if (!axisRect()->rect().contains(position.toPoint()) || bin < 0 || bin >= histogram.bins()) {
        return tr(
            "Drag the orange lines to choose what is clipped; the wheel zooms, a double click "
            "shows all.");
    }
    const auto index = static_cast<int>(bin);
    const int64_t count = histogram.counts()[static_cast<size_t>(index)];
    const ClipRange edges{histogram.low() + index * histogram.width(),
                          histogram.low() + (index + 1) * histogram.width()};
    return tr("%1 of %2 values (%3) in %4")
        .arg(count)
        .arg(histogram.total())
        .arg(shareText(static_cast<double>(count) / static_cast<double>(histogram.total())),
             rangeText(edges));
}

}  // namespace secateur
