#include "ui/time/throughput_plot.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "ui/base/core_text.h"

namespace secateur {

namespace {

constexpr double kPointSize = 6.0;
constexpr double kRingSize = 14.0;
constexpr double kNear = 10.0;  // pixels from a point that mean it

double placeOf(const CurvePoint& point) {
    return std::log2(static_cast<double>(point.batch));
}

}  // namespace

ThroughputPlot::ThroughputPlot(QWidget* parent)
    : Plot("throughputPlot", tr("Images a second and latency over batch sizes"), parent) {
    auto* latency = new QCPAxisRect(this);
    plotLayout()->addElement(1, 0, latency);
    latency->setMarginGroup(QCP::msLeft | QCP::msRight, new QCPMarginGroup(this));
    axisRect(0)->setMarginGroup(QCP::msLeft | QCP::msRight, latency->marginGroup(QCP::msLeft));
    for (QCPAxisRect* rect : axisRects()) {
        for (QCPAxis* axis : rect->axes()) {
            axis->setLayer(QStringLiteral("axes"));
            axis->grid()->setLayer(QStringLiteral("grid"));
        }
    }
    rateAxis()->setLabel(tr("Images/s"));
    latencyAxis()->setLabel(tr("99 % latency (ms)"));
    latencyAxis()->setScaleType(QCPAxis::stLogarithmic);
    latencyAxis()->setTicker(QSharedPointer<QCPAxisTickerLog>(new QCPAxisTickerLog));
    latencyAxis()->setNumberFormat(QStringLiteral("gb"));
    latencyAxis()->setNumberPrecision(3);
    latency->axis(QCPAxis::atBottom)->setLabel(tr("Batch size"));
    m_limitLine = new QCPItemStraightLine(this);
    for (QCPItemPosition* end : {m_limitLine->point1, m_limitLine->point2}) {
        end->setAxisRect(latency);
        end->setAxes(latency->axis(QCPAxis::atBottom), latencyAxis());
    }
    m_limitLine->setClipAxisRect(latency);
    legend->setVisible(true);
    plotLayout()->addElement(0, 1, legend);  // beside the lines, never on them
    plotLayout()->setColumnStretchFactor(1, 0.001);
    plotLayout()->setColumnSpacing(0);
    restyle();
}

void ThroughputPlot::setCurves(std::vector<NetworkCurve> curves) {
    m_curves = std::move(curves);
    fill();
}

void ThroughputPlot::setLimit(double seconds) {
    m_limit = seconds;
    fill();
}

void ThroughputPlot::fill() {
    m_lines.clear();
    m_rings.clear();
    clearGraphs();
    for (const NetworkCurve& curve : m_curves) {
        std::set<int> workers;
        for (const CurvePoint& point : curve.points) {
            workers.insert(point.workers);
        }
        for (const int count : workers) {
            addLines(curve, count);
        }
        const CurvePoint* best = bestWithin(curve.points, m_limit > 0.0 ? m_limit : 1e9);
        for (QCPAxis* axis : {rateAxis(), latencyAxis()}) {
            QCPGraph* ring = addGraph(axis->axisRect()->axis(QCPAxis::atBottom), axis);
            ring->removeFromLegend();
            ring->setLineStyle(QCPGraph::lsNone);
            m_rings.push_back(ring);
            if (best != nullptr) {
                ring->addData(placeOf(*best),
                              axis == rateAxis() ? best->imagesPerSecond : 1e3 * best->tail);
            }
        }
    }
    m_limitLine->setVisible(m_limit > 0.0);
    m_limitLine->point1->setCoords(0.0, 1e3 * m_limit);
    m_limitLine->point2->setCoords(1.0, 1e3 * m_limit);
    fitAxes();
    restyle();
    replot(rpQueuedReplot);
}

void ThroughputPlot::addLines(const NetworkCurve& curve, int workers) {
    const auto graph = [this](QCPAxis* axis) {
        return addGraph(axis->axisRect()->axis(QCPAxis::atBottom), axis);
    };
    const Line line{static_cast<int>(&curve - m_curves.data()), workers, graph(rateAxis()),
                    graph(latencyAxis())};
    line.latency->removeFromLegend();
    line.rate->setName((workers == 1 ? tr("%1, %2 core") : tr("%1, %2 cores"))
                           .arg(QString::fromStdString(curve.network))
                           .arg(workers));
    for (const CurvePoint& point : curve.points) {
        if (point.workers == workers) {
            line.rate->addData(placeOf(point), point.imagesPerSecond);
            line.latency->addData(placeOf(point), 1e3 * point.tail);
        }
    }
    m_lines.push_back(line);
}

void ThroughputPlot::fitAxes() {
    double fastest = 0.0;
    double shortest = 1e12;
    double longest = 0.0;
    std::set<int64_t> batches;
    for (const NetworkCurve& curve : m_curves) {
        for (const CurvePoint& point : curve.points) {
            fastest = std::max(fastest, point.imagesPerSecond);
            shortest = std::min(shortest, 1e3 * point.tail);
            longest = std::max(longest, 1e3 * point.tail);
            batches.insert(point.batch);
        }
    }
    if (batches.empty()) {
        return;
    }
    QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    for (const int64_t batch : batches) {
        ticker->addTick(std::log2(static_cast<double>(batch)), QString::number(batch));
    }
    for (QCPAxisRect* rect : axisRects()) {
        QCPAxis* axis = rect->axis(QCPAxis::atBottom);
        axis->setTicker(ticker);
        axis->setRange(std::log2(static_cast<double>(*batches.begin())) - 0.3,
                       std::log2(static_cast<double>(*batches.rbegin())) + 0.3);
    }
    rateAxis()->setRange(0.0, 1.1 * fastest);
    latencyAxis()->setRange(shortest / 1.5, longest * 1.5);
}

void ThroughputPlot::applyTheme(const Theme& theme) {
    styleLegend(*legend, theme, font());
    for (const Line& line : m_lines) {
        const QColor colour = categoricalColour(line.network, theme.dark);
        const QPen pen(colour, 2.0, line.workers == 1 ? Qt::DashLine : Qt::SolidLine);
        for (QCPGraph* graph : {line.rate, line.latency}) {
            graph->setPen(pen);
            graph->setScatterStyle(
                QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(colour), QBrush(colour), kPointSize));
        }
    }
    for (QCPGraph* ring : m_rings) {
        ring->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(theme.text, 2.0),
                                              Qt::NoBrush, kRingSize));
    }
    m_limitLine->setPen(QPen(theme.warning, 1.5, Qt::DashLine));
}

QString ThroughputPlot::bestLines() const {
    QStringList lines;
    for (const NetworkCurve& curve : m_curves) {
        if (!curve.points.empty()) {
            lines << QString::fromStdString(bestText(curve, m_limit, inWindowLanguage));
        }
    }
    return lines.join('\n');
}

QString ThroughputPlot::tipAt(const QPointF& place) const {
    for (const Line& line : m_lines) {
        const NetworkCurve& curve = m_curves[static_cast<size_t>(line.network)];
        for (const CurvePoint& point : curve.points) {
            const QPointF spots[] = {
                line.rate->coordsToPixels(placeOf(point), point.imagesPerSecond),
                line.latency->coordsToPixels(placeOf(point), 1e3 * point.tail)};
            const bool near =
                std::any_of(std::begin(spots), std::end(spots), [&](const QPointF& spot) {
                    return std::hypot(spot.x() - place.x(), spot.y() - place.y()) < kNear;
                });
            if (point.workers == line.workers && near) {
                return tr("%1, batch %2: %3 images/s\nlatency %4 ms, 99 % within %5 ms")
                    .arg(line.rate->name())
                    .arg(point.batch)
                    .arg(point.imagesPerSecond, 0, 'f', 0)
                    .arg(1e3 * point.median, 0, 'f', 2)
                    .arg(1e3 * point.tail, 0, 'f', 2);
            }
        }
    }
    return {};
}

QByteArray ThroughputPlot::csv() const {
    return m_lines.empty() ? QByteArray() : QByteArray::fromStdString(csvOf(curveTable(m_curves)));
}

}  // namespace secateur
