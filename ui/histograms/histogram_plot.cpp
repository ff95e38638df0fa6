#include "ui/histograms/histogram_plot.h"

#include <QAccessible>
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/file_name.h"
#include "ui/base/csv_text.h"
#include "ui/histograms/candidate_lanes.h"
#include "ui/histograms/clip_handles.h"
#include "ui/models/range_text.h"

namespace secateur {

namespace {

constexpr double kHistogramPadding = 0.03;       // of the width, beside what is shown
constexpr double kLeastLogCount = 0.5;           // where a logarithmic axis of counts begins
constexpr double kNotePosition[] = {8.0, 34.0};  // pixels, below the line of the readout
const char* const kHandleLayer = "handles";
const char* const kLaneLayer = "lanes";
constexpr int kLargeStep = 10;      // bins, with Shift
constexpr double kBarsARoot = 4.0;  // of the number of values: more of them hide the shape
constexpr int kLeastLines = 16;     // of text, in height: lanes, readout, axis and bars between
constexpr double kReadoutLines = 1.8;

int binsABar(const Histogram& histogram) {
    const auto values = static_cast<double>(histogram.total() - histogram.zeros());
    return std::max(1, static_cast<int>(histogram.bins() / (kBarsARoot * std::sqrt(values + 1))));
}

}  // namespace

HistogramPlot::HistogramPlot(QWidget* parent)
    : Plot("histogramPlot", tr("Histogram with clip range"), parent) {
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    axisRect()->setRangeDrag(Qt::Horizontal);
    axisRect()->setRangeZoom(Qt::Horizontal);
    setupLayers();
    setMinimumHeight(kLeastLines * fontMetrics().height());
    restyle();
    clear();
}

void HistogramPlot::setupLayers() {
    addLayer(kLaneLayer, layer("axes"));
    addLayer(kHandleLayer, layer(kLaneLayer));
    layer(kHandleLayer)->setMode(QCPLayer::lmBuffered);
    m_lanes = new CandidateLanes(axisRect(), kLaneLayer);
    m_handles = new ClipHandles(axisRect(), kHandleLayer);
    m_zeros = addGraph();
    m_values = addGraph();
    for (QCPGraph* graph : {m_zeros, m_values}) {
        graph->setLineStyle(QCPGraph::lsStepLeft);
    }
    m_note = new QCPItemText(this);
    m_note->setLayer(kHandleLayer);
    m_note->position->setType(QCPItemPosition::ptAbsolute);
    m_note->position->setParentAnchor(nullptr);
    m_note->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_note->setPadding(QMargins(4, 1, 4, 1));
    connect(this, &QCustomPlot::afterLayout, this, [this] {
        m_note->position->setCoords(axisRect()->left() + kNotePosition[0],
                                    axisRect()->top() + kNotePosition[1]);
        const QCPRange before = yAxis->range();
        fitCounts();
        if (yAxis->range() != before) {
            replot(rpQueuedReplot);  // its ticks are those of before
        }
    });
    yAxis->setLabel(tr("count"));
    yAxis->setNumberFormat("gb");
    setLogCounts(false);
}

void HistogramPlot::setSubject(const RangeSubject& subject) {
    m_subject = subject;
    m_dragged.reset();
    m_stepping = false;
    ++m_gesture;
    m_lanes->setCandidates({});
    m_handles->setRange(subject.automatic());
    m_handles->setReadout({});
    m_handles->setPreview(std::nullopt);
    m_handles->setVisible(true);
    xAxis->setLabel((subject.target == ClipTarget::Weights ? tr("%1: weight (batch norm folded)")
                                                           : tr("%1: activation"))
                        .arg(subject.layer));
    m_binsABar = subject.histogram ? binsABar(*subject.histogram) : 1;
    fillGraphs();
    fitRange();
    replot(rpQueuedReplot);
}

void HistogramPlot::clear() {
    m_subject = {};
    m_values->data()->clear();
    m_zeros->data()->clear();
    m_note->setVisible(false);
    m_handles->setVisible(false);
    m_lanes->setCandidates({});
    replot(rpQueuedReplot);
}

void HistogramPlot::setRange(const ClipRange& range, const QString& readout) {
    m_handles->setRange(range);
    m_handles->setReadout(readout);
    setAccessibleDescription(tr("clip range %1, %2").arg(rangeText(range), readout));
    const bool seen = xAxis->range().contains(range.low) && xAxis->range().contains(range.high);
    if (!seen && !m_dragged && !m_stepping) {
        fitRange();
        replot(rpQueuedReplot);
        return;
    }
    redrawHandles();
}

const ClipRange& HistogramPlot::range() const {
    return m_handles->range();
}

void HistogramPlot::redrawHandles() {
    layer(kHandleLayer)->replot();
}

void HistogramPlot::setCandidates(std::vector<RangeCandidate> candidates) {
    m_lanes->setCandidates(std::move(candidates));
    replot(rpQueuedReplot);
}

void HistogramPlot::setLogCounts(bool log) {
    m_logCounts = log;
    yAxis->setScaleType(log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    yAxis->setTicker(log ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                         : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
    yAxis->setNumberPrecision(log ? 0 : 6);
    yAxis->setNumberFormat(log ? "eb" : "gb");
    fillGraphs();
    replot(rpQueuedReplot);
}

void HistogramPlot::setZerosHidden(bool hidden) {
    m_zerosHidden = hidden;
    fillGraphs();
    replot(rpQueuedReplot);
}

int HistogramPlot::zeroBin() const {
    const Histogram& histogram = *m_subject.histogram;
    const double bin = std::floor((0.0 - histogram.low()) / histogram.width());
    return bin >= 0.0 && bin < histogram.bins() ? static_cast<int>(bin) : -1;
}

int64_t HistogramPlot::drawnCount(int bin) const {
    const Histogram& histogram = *m_subject.histogram;
    const int64_t all = histogram.counts()[static_cast<size_t>(bin)];
    return m_zerosHidden && bin == zeroBin() ? all - histogram.zeros() : all;
}

int HistogramPlot::bars() const {
    return (m_subject.histogram->bins() + m_binsABar - 1) / m_binsABar;
}

double HistogramPlot::edgeOf(int bar) const {
    const Histogram& histogram = *m_subject.histogram;
    return histogram.low() + std::min(bar * m_binsABar, histogram.bins()) * histogram.width();
}

int64_t HistogramPlot::barCount(int bar) const {
    int64_t count = 0;
    const int end = std::min((bar + 1) * m_binsABar, m_subject.histogram->bins());
    for (int bin = bar * m_binsABar; bin < end; ++bin) {
        count += drawnCount(bin);
    }
    return count;
}

void HistogramPlot::fillGraphs() {
    if (!m_subject.histogram) {
        return;
    }
    const Histogram& histogram = *m_subject.histogram;
    const int zero = zeroBin() < 0 ? -1 : zeroBin() / m_binsABar;
    const double floor = m_logCounts ? kLeastLogCount : 0.0;
    QVector<QCPGraphData> drawn;
    drawn.reserve(bars() + 1);
    for (int i = 0; i < bars(); ++i) {
        auto count = static_cast<double>(barCount(i));
        count -= i == zero && !m_zerosHidden ? static_cast<double>(histogram.zeros()) : 0.0;
        drawn.append({edgeOf(i), std::max(count, floor)});
    }
    drawn.append({histogram.high(), floor});
    m_values->data()->set(drawn, true);
    m_zeros->data()->clear();
    if (!m_zerosHidden && zero >= 0 && histogram.zeros() > 0) {
        m_zeros->addData(edgeOf(zero), static_cast<double>(barCount(zero)));
        m_zeros->addData(edgeOf(zero + 1), floor);
    }
    const double share =
        static_cast<double>(histogram.zeros()) / static_cast<double>(histogram.total());
    m_note->setVisible(histogram.zeros() > 0);
    m_note->setText((m_zerosHidden ? tr("zeros: %1, not drawn") : tr("zeros: %1, orange bar"))
                        .arg(shareText(share)));
    fitCounts();
}

void HistogramPlot::fitCounts() {
    if (!m_subject.histogram) {
        return;
    }
    int64_t largest = 1;
    for (int i = 0; i < bars(); ++i) {
        largest = std::max(largest, barCount(i));
    }
    const auto top = static_cast<double>(largest);
    // What stands above the bars does not cover them.
    const double above = std::clamp(
        kReadoutLines * fontMetrics().height() / std::max(1, axisRect()->height()), 0.1, 0.5);
    yAxis->setRange(m_logCounts ? QCPRange(kLeastLogCount, top * std::pow(top / kLeastLogCount,
                                                                          above / (1 - above)))
                                : QCPRange(0.0, top / (1 - above)));
}

void HistogramPlot::fitRange() {
    if (!m_subject.histogram) {
        return;
    }
    double low = std::min({m_subject.histogram->minimum(), m_handles->range().low, 0.0});
    double high = std::max({m_subject.histogram->maximum(), m_handles->range().high, 0.0});
    for (const RangeCandidate& candidate : m_lanes->candidates()) {
        low = std::min(low, candidate.range.low);
        high = std::max(high, candidate.range.high);
    }
    if (m_subject.relu6) {
        high = std::max(high, 6.0);
    }
    const double padding = kHistogramPadding * (high - low);
    xAxis->setRange(low - padding, high + padding);
}

double HistogramPlot::pixelOf(RangeEnd end) const {
    return m_handles->pixelOf(end);
}

QRectF HistogramPlot::candidateLane(int index) const {
    return m_lanes->lane(index);
}

void HistogramPlot::applyTheme(const Theme& theme) {
    m_lanes->setTheme(theme);
    m_lanes->setCandidates(m_lanes->candidates());  // their height follows the font
    m_handles->setTheme(theme);
    QColor fill = theme.accent;
    fill.setAlphaF(0.55F);
    m_values->setPen(QPen(theme.accent, 1));
    m_values->setBrush(fill);
    m_zeros->setPen(QPen(theme.warning, 3));
    m_zeros->setBrush(theme.warning);
    m_note->setFont(font());
    m_note->setColor(theme.text);
    QColor back = theme.background;
    back.setAlphaF(0.85F);
    m_note->setBrush(back);
}

QString HistogramPlot::exportName() const {
    return QString("histogram_%1_%2")
        .arg(QString::fromStdString(fileNameOf(m_subject.layer.toStdString(), "")),
             enumName(m_subject.target));
}

QString HistogramPlot::exportTitle() const {
    return m_subject.layer.isEmpty() ? Plot::exportTitle()
           : m_subject.target == ClipTarget::Weights
               ? tr("Histogram of the weights of %1").arg(m_subject.layer)
               : tr("Histogram of the activations of %1").arg(m_subject.layer);
}

void HistogramPlot::setOnPaper(bool paper) {
    m_handles->setGripsVisible(!paper);
    m_handles->setPreview(std::nullopt);
}

QByteArray HistogramPlot::csv() const {
    if (!m_subject.histogram) {
        return {};
    }
    const Histogram& histogram = *m_subject.histogram;
    QByteArray text = csvLine({"bin_low", "bin_high", "count"});
    for (int i = 0; i < histogram.bins(); ++i) {
        const double low = histogram.low() + i * histogram.width();
        const double high = histogram.low() + (i + 1) * histogram.width();
        if (high > xAxis->range().lower && low < xAxis->range().upper) {
            text += csvLine({csvNumber(low), csvNumber(high), QString::number(drawnCount(i))});
        }
    }
    return text;
}

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
    Plot::mousePressEvent(event);
}

void HistogramPlot::mouseMoveEvent(QMouseEvent* event) {
    if (!m_dragged) {
        Plot::mouseMoveEvent(event);
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
        Plot::mouseReleaseEvent(event);
        return;
    }
    m_dragged.reset();
    if (m_handles->range() != m_before) {
        emit rangeChosen(m_handles->range(), m_gesture);
    }
    ++m_gesture;
}

void HistogramPlot::mouseDoubleClickEvent(QMouseEvent* event) {
    Plot::mouseDoubleClickEvent(event);
    if (!m_handles->endAt(event->position())) {
        fitRange();
        replot(rpQueuedReplot);
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
    Plot::leaveEvent(event);
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
        Plot::keyPressEvent(event);
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
    Plot::keyReleaseEvent(event);
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
    Plot::focusInEvent(event);
    focusEnd(event->reason() == Qt::BacktabFocusReason ? RangeEnd::High : RangeEnd::Low);
}

void HistogramPlot::focusOutEvent(QFocusEvent* event) {
    Plot::focusOutEvent(event);
    focusEnd(std::nullopt);
}

bool HistogramPlot::focusNextPrevChild(bool next) {
    if (m_subject.histogram && m_focused == (next ? RangeEnd::Low : RangeEnd::High)) {
        focusEnd(next ? RangeEnd::High : RangeEnd::Low);
        return true;
    }
    return Plot::focusNextPrevChild(next);
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
    const int bar = static_cast<int>(bin) / m_binsABar;
    const bool hides = m_zerosHidden && zeroBin() >= 0 && bar == zeroBin() / m_binsABar;
    const int64_t count = barCount(bar) + (hides ? histogram.zeros() : 0);
    const ClipRange edges{edgeOf(bar), edgeOf(bar + 1)};
    return tr("%1 of %2 values (%3) in %4")
        .arg(count)
        .arg(histogram.total())
        .arg(shareText(static_cast<double>(count) / static_cast<double>(histogram.total())),
             rangeText(edges));
}

}  // namespace secateur
