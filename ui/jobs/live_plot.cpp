#include "ui/jobs/live_plot.h"

#include <QCheckBox>
#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QStackedWidget>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/base/csv_text.h"
#include "ui/base/plot.h"
#include "ui/base/widgets.h"
#include "ui/jobs/job_text.h"

namespace secateur {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr size_t kFewSamples = 40;  // that many are drawn with dots

QPen penFor(int colour, bool dark) {
    return QPen(categoricalColour(colour, dark), 1.6);
}

QIcon lineIcon(const QPen& pen, const QSize& size, double scale) {
    QPixmap pixmap(size * scale);
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QPen thick = pen;
    thick.setWidthF(2.5);
    painter.setPen(thick);
    painter.drawLine(QPointF(0, size.height() / 2.0), QPointF(size.width(), size.height() / 2.0));
    return QIcon(pixmap);
}

void fitAxis(QCPAxis& axis, double lowest, double highest) {
    bool any = false;
    QCPRange range;
    for (QCPGraph* graph : axis.graphs()) {
        bool found = false;
        const QCPRange own = graph->realVisibility() ? graph->getValueRange(found) : QCPRange();
        if (found) {
            range = any ? range.expanded(own) : own;
            any = true;
        }
    }
    if (any) {
        const double margin =
            range.size() > 0.0 ? 0.05 * range.size() : std::max(1e-3, 0.05 * std::abs(range.upper));
        axis.setRange(std::max(lowest, range.lower - margin),
                      std::min(highest, range.upper + margin));
    }
    axis.setTickLabels(any);
    axis.setTicks(any);
}

}  // namespace

LivePlot::LivePlot(QWidget* parent) : QWidget(parent), m_hidden{LiveFigure::LearningRate} {
    setupPlot();
    setupLayout();
    applyTheme(themeFor(palette()));
}

void LivePlot::setupPlot() {
    m_plot = new QCustomPlot;
    m_plot->setObjectName("livePlot");
    m_plot->setAccessibleName(tr("Live figures over progress"));
    m_plot->setLocale(QLocale(QLocale::English));  // 200,000 and 0.5
    m_plot->setMinimumSize(160, 90);
    // Without it (and with dashes) thousands of jagged samples take a second; with it 10 ms.
    m_plot->setPlottingHint(QCP::phFastPolylines);
    m_plot->yAxis2->setVisible(true);
    m_plot->xAxis->setNumberFormat("f");
    m_plot->xAxis->setNumberPrecision(0);
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis, m_plot->yAxis2}) {
        axis->ticker()->setTickCount(5);
    }
    m_plot->xAxis->ticker()->setTickCount(4);
    for (QCPAxis* axis : {m_plot->yAxis, m_plot->yAxis2}) {
        axis->setNumberFormat("g");
        axis->setNumberPrecision(5);
    }
    m_plot->axisRect()->insetLayout()->setInsetAlignment(0, Qt::AlignRight | Qt::AlignVCenter);
    connect(m_plot, &QCustomPlot::mouseMove, this, &LivePlot::onMouseMove);
}

void LivePlot::setupLayout() {
    auto* empty = messageLabel(
        "livePlotEmpty",
        tr("No live figures for this job. Training and fine-tuning show their loss and accuracy "
           "here while they run."));

    auto* drawing = new QWidget;
    auto* column = new QVBoxLayout(drawing);
    column->setContentsMargins(0, 0, 0, 0);
    m_legend = new QWidget;
    column->addWidget(m_legend);
    column->addWidget(m_plot, 1);

    m_pages = new QStackedWidget;
    m_pages->addWidget(empty);
    m_pages->addWidget(drawing);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_pages);
}

void LivePlot::setSamples(const QList<JobSample>& samples, const QString& unit) {
    m_unit = unit;
    matchFigures(samples);
    readSamples(samples);
    m_pages->setCurrentIndex(isEmpty() ? 0 : 1);
    fillGraphs();
    updateBoxes();
    updateAxes();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

/// Keeps the figures that the samples have, so that a box under the mouse stays.
void LivePlot::matchFigures(const QList<JobSample>& samples) {
    std::set<LiveFigure> keys;
    for (const JobSample& sample : samples) {
        for (const auto& [figure, value] : sample.figures) {
            keys.insert(figure);
        }
    }
    std::erase_if(m_curves, [&](const auto& item) {
        const bool gone = !keys.contains(item.first);
        if (gone) {
            m_plot->removeGraph(item.second.graph);
            delete item.second.box;
        }
        return gone;
    });
    for (const LiveFigure figure : keys) {
        if (!m_curves.contains(figure)) {
            m_curves.emplace(figure, makeCurve(figure));
        }
    }
}

LivePlot::Curve LivePlot::makeCurve(LiveFigure figure) {
    Curve curve;
    const auto taken = [this](int colour) {
        return std::any_of(m_curves.begin(), m_curves.end(),
                           [colour](const auto& item) { return item.second.colour == colour; });
    };
    while (taken(curve.colour)) {
        ++curve.colour;
    }
    QCPAxis* axis = isAccuracy(figure) ? m_plot->yAxis2 : m_plot->yAxis;
    curve.graph = m_plot->addGraph(m_plot->xAxis, axis);
    curve.graph->setName(figureName(figure));
    curve.graph->setVisible(!m_hidden.contains(figure));
    curve.box = new QCheckBox(m_legend);
    curve.box->setObjectName(QStringLiteral("live_") + figureKey(figure));
    curve.box->setToolTip(
        tr("Show or hide the curve of this figure; the number is its latest value."));
    curve.box->setChecked(!m_hidden.contains(figure));
    const QPen pen = penFor(curve.colour, themeFor(palette()).dark);
    curve.graph->setPen(pen);
    const int height = fontMetrics().height();
    curve.box->setIconSize({height, height});
    curve.box->setIcon(lineIcon(pen, curve.box->iconSize(), devicePixelRatioF()));
    connect(curve.box, &QCheckBox::toggled, this, [this, figure](bool shown) {
        shown ? void(m_hidden.erase(figure)) : void(m_hidden.insert(figure));
        m_curves.at(figure).graph->setVisible(shown);
        updateAxes();
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    });
    return curve;
}

void LivePlot::readSamples(const QList<JobSample>& samples) {
    m_positions.clear();
    m_restarts.clear();
    for (auto& [figure, curve] : m_curves) {
        curve.values.clear();
    }
    double offset = 0.0;
    double previous = 0.0;
    for (const JobSample& sample : samples) {
        const bool restart = sample.position < previous;
        offset += restart ? previous : 0.0;
        previous = sample.position;
        m_positions.push_back(offset + sample.position);
        m_restarts.push_back(restart);
        for (auto& [figure, curve] : m_curves) {
            const auto found = sample.figures.find(figure);
            const bool known = found != sample.figures.end() && std::isfinite(found->second);
            curve.values.push_back(known ? found->second : kNaN);
        }
    }
}

void LivePlot::fillGraphs() {
    for (auto& [figure, curve] : m_curves) {
        const double scale = isAccuracy(figure) ? 100.0 : 1.0;
        QVector<QCPGraphData> points;
        points.reserve(static_cast<qsizetype>(m_positions.size()) + 1);
        for (size_t i = 0; i < m_positions.size(); ++i) {
            if (m_restarts[i]) {
                points.append({m_positions[i], kNaN});
            }
            points.append({m_positions[i], scale * curve.values[i]});
        }
        curve.graph->data()->set(points, true);
        const bool few = m_positions.size() <= kFewSamples;
        curve.graph->setScatterStyle(few ? QCPScatterStyle(QCPScatterStyle::ssDisc, 5)
                                         : QCPScatterStyle());
    }
}

void LivePlot::updateBoxes() {
    for (auto& [figure, curve] : m_curves) {
        const auto latest = std::find_if(curve.values.rbegin(), curve.values.rend(),
                                         [](double value) { return !std::isnan(value); });
        const QString text =
            latest == curve.values.rend() ? QString() : figureText(figure, *latest);
        curve.box->setText(figureName(figure) + ' ' + text);
    }
    arrangeBoxes();
}

/// In rows, as many beside each other as there is room for.
void LivePlot::arrangeBoxes() {
    const int gap = fontMetrics().height() / 2;
    const int room = m_pages->contentsRect().width();
    QPoint place;
    int bottom = 0;
    for (const auto& [figure, curve] : m_curves) {
        const QSize size = curve.box->sizeHint();
        if (place.x() > 0 && place.x() + size.width() > room) {
            place = {0, bottom};
        }
        curve.box->setGeometry({place, size});
        curve.box->show();
        place.rx() += size.width() + gap;
        bottom = place.y() + size.height();
    }
    m_legend->setFixedHeight(bottom);
}

void LivePlot::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrangeBoxes();
}

void LivePlot::updateAxes() {
    QStringList left;
    bool right = false;
    for (const auto& [figure, curve] : m_curves) {
        if (curve.graph->visible() && !isAccuracy(figure)) {
            left << figureName(figure);
        }
        right = right || (curve.graph->visible() && isAccuracy(figure));
    }
    m_plot->yAxis->setLabel(left.join(", "));
    m_plot->yAxis2->setLabel(right ? tr("Accuracy (%)") : QString());  // short: the boxes name each
    m_plot->xAxis->setLabel(m_unit.left(1).toUpper() + m_unit.mid(1));
    fitAxis(*m_plot->yAxis, -std::numeric_limits<double>::max(),
            std::numeric_limits<double>::max());
    fitAxis(*m_plot->yAxis2, 0.0, 100.0);
    if (!isEmpty()) {
        const double first = m_positions.front();
        m_plot->xAxis->setRange(first, std::max(m_positions.back(), first + 1.0));
    }
}

void LivePlot::applyTheme(const Theme& theme) {
    stylePlot(*m_plot, theme, font());
    styleLegend(*m_plot->legend, theme, font());
    for (auto& [figure, curve] : m_curves) {
        const QPen pen = penFor(curve.colour, theme.dark);
        curve.graph->setPen(pen);
        curve.box->setIcon(lineIcon(pen, curve.box->iconSize(), devicePixelRatioF()));
    }
}

void LivePlot::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        applyTheme(themeFor(palette()));
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    }
}

QString LivePlot::textAt(double position) const {
    if (isEmpty()) {
        return {};
    }
    auto after = std::lower_bound(m_positions.begin(), m_positions.end(), position);
    if (after == m_positions.end() ||
        (after != m_positions.begin() && position - *(after - 1) < *after - position)) {
        --after;
    }
    const auto at = static_cast<size_t>(after - m_positions.begin());
    QStringList figures;
    for (const auto& [figure, curve] : m_curves) {
        if (curve.graph->visible() && !std::isnan(curve.values[at])) {
            figures << figureName(figure) + ' ' + figureText(figure, curve.values[at]);
        }
    }
    const QString place = QLocale(QLocale::English).toString(m_positions[at], 'f', 0);
    return place + ' ' + m_unit + ": " + figures.join(", ");
}

void LivePlot::onMouseMove(QMouseEvent* event) {
    if (m_plot->axisRect()->rect().contains(event->pos())) {
        const double position = m_plot->xAxis->pixelToCoord(event->pos().x());
        QToolTip::showText(event->globalPosition().toPoint(), textAt(position), m_plot);
    }
}

void LivePlot::renderTo(QPaintDevice& device, const QSize& size) {
    applyTheme(paperTheme());
    m_plot->legend->setVisible(true);
    for (auto& [figure, curve] : m_curves) {
        curve.graph->visible() ? curve.graph->addToLegend() : curve.graph->removeFromLegend();
    }
    paintPlot(*m_plot, device, size);
    m_plot->legend->setVisible(false);
    applyTheme(themeFor(palette()));
}

QByteArray LivePlot::csv() const {
    QStringList header{"position"};
    for (const auto& [figure, curve] : m_curves) {
        if (curve.graph->visible()) {
            header << figureKey(figure);
        }
    }
    if (isEmpty() || header.size() == 1) {
        return {};
    }
    QByteArray text = csvLine(header);
    for (size_t i = 0; i < m_positions.size(); ++i) {
        QStringList line{csvNumber(m_positions[i])};
        for (const auto& [figure, curve] : m_curves) {
            if (curve.graph->visible()) {
                line << csvNumber(curve.values[i]);
            }
        }
        text += csvLine(line);
    }
    return text;
}

}  // namespace secateur
