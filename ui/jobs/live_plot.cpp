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
#include "ui/base/plot_style.h"
#include "ui/base/qcustomplot_header.h"
#include "ui/base/theme.h"
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

LivePlot::LivePlot(QWidget* parent) : QWidget(parent), m_hidden{"learning_rate", "rate"} {
    setupPlot();
    setupLayout();
    applyTheme(themeFor(palette()));
}

void LivePlot::setupPlot() {
    m_plot = new QCustomPlot;
    m_plot->setObjectName("livePlot");
    m_plot->setAccessibleName("Live figures over progress");
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
    auto* empty = new QLabel(
        "No live figures for this job. Training and fine-tuning show their loss and accuracy "
        "here while they run.");
    empty->setObjectName("livePlotEmpty");
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);

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
    std::set<std::string> keys;
    for (const JobSample& sample : samples) {
        for (const auto& [key, value] : sample.values) {
            keys.insert(key);
        }
    }
    std::erase_if(m_figures, [&](const auto& item) {
        const bool gone = !keys.contains(item.first);
        if (gone) {
            m_plot->removeGraph(item.second.graph);
            delete item.second.box;
        }
        return gone;
    });
    for (const std::string& key : keys) {
        if (!m_figures.contains(key)) {
            m_figures.emplace(key, makeFigure(key));
        }
    }
}

LivePlot::Figure LivePlot::makeFigure(const std::string& key) {
    Figure figure;
    const auto taken = [this](int colour) {
        return std::any_of(m_figures.begin(), m_figures.end(),
                           [colour](const auto& item) { return item.second.colour == colour; });
    };
    while (taken(figure.colour)) {
        ++figure.colour;
    }
    QCPAxis* axis = isAccuracy(key) ? m_plot->yAxis2 : m_plot->yAxis;
    figure.graph = m_plot->addGraph(m_plot->xAxis, axis);
    figure.graph->setName(figureName(key));
    figure.graph->setVisible(!m_hidden.contains(key));
    figure.box = new QCheckBox(m_legend);
    figure.box->setObjectName(QString::fromStdString("live_" + key));
    figure.box->setToolTip(
        QString("Show or hide the curve of this figure; the number is its latest value."));
    figure.box->setChecked(!m_hidden.contains(key));
    const QPen pen = penFor(figure.colour, themeFor(palette()).dark);
    figure.graph->setPen(pen);
    const int height = fontMetrics().height();
    figure.box->setIconSize({height, height});
    figure.box->setIcon(lineIcon(pen, figure.box->iconSize(), devicePixelRatioF()));
    connect(figure.box, &QCheckBox::toggled, this, [this, key](bool shown) {
        shown ? void(m_hidden.erase(key)) : void(m_hidden.insert(key));
        m_figures.at(key).graph->setVisible(shown);
        updateAxes();
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    });
    return figure;
}

void LivePlot::readSamples(const QList<JobSample>& samples) {
    m_positions.clear();
    m_restarts.clear();
    for (auto& [key, figure] : m_figures) {
        figure.values.clear();
    }
    double offset = 0.0;
    double previous = 0.0;
    for (const JobSample& sample : samples) {
        const bool restart = sample.position < previous;
        offset += restart ? previous : 0.0;
        previous = sample.position;
        m_positions.push_back(offset + sample.position);
        m_restarts.push_back(restart);
        for (auto& [key, figure] : m_figures) {
            const auto found = sample.values.find(key);
            const bool known = found != sample.values.end() && std::isfinite(found->second);
            figure.values.push_back(known ? found->second : kNaN);
        }
    }
}

void LivePlot::fillGraphs() {
    for (auto& [key, figure] : m_figures) {
        const double scale = isAccuracy(key) ? 100.0 : 1.0;
        QVector<QCPGraphData> points;
        points.reserve(static_cast<qsizetype>(m_positions.size()) + 1);
        for (size_t i = 0; i < m_positions.size(); ++i) {
            if (m_restarts[i]) {
                points.append({m_positions[i], kNaN});
            }
            points.append({m_positions[i], scale * figure.values[i]});
        }
        figure.graph->data()->set(points, true);
        const bool few = m_positions.size() <= kFewSamples;
        figure.graph->setScatterStyle(few ? QCPScatterStyle(QCPScatterStyle::ssDisc, 5)
                                          : QCPScatterStyle());
    }
}

void LivePlot::updateBoxes() {
    for (auto& [key, figure] : m_figures) {
        const auto latest = std::find_if(figure.values.rbegin(), figure.values.rend(),
                                         [](double value) { return !std::isnan(value); });
        const QString text = latest == figure.values.rend() ? QString() : figureText(key, *latest);
        figure.box->setText(figureName(key) + ' ' + text);
    }
    arrangeBoxes();
}

/// In rows, as many beside each other as there is room for.
void LivePlot::arrangeBoxes() {
    const int gap = fontMetrics().height() / 2;
    const int room = m_pages->contentsRect().width();
    QPoint place;
    int bottom = 0;
    for (const auto& [key, figure] : m_figures) {
        const QSize size = figure.box->sizeHint();
        if (place.x() > 0 && place.x() + size.width() > room) {
            place = {0, bottom};
        }
        figure.box->setGeometry({place, size});
        figure.box->show();
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
    for (const auto& [key, figure] : m_figures) {
        if (figure.graph->visible() && !isAccuracy(key)) {
            left << figureName(key);
        }
        right = right || (figure.graph->visible() && isAccuracy(key));
    }
    m_plot->yAxis->setLabel(left.join(", "));
    m_plot->yAxis2->setLabel(right ? "Accuracy (%)" : "");  // short: the boxes name each
    m_plot->xAxis->setLabel(figureName(m_unit.toStdString()));
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
    m_plot->legend->setBrush(theme.background);
    m_plot->legend->setBorderPen(theme.grid);
    m_plot->legend->setTextColor(theme.text);
    m_plot->legend->setFont(font());
    for (auto& [key, figure] : m_figures) {
        const QPen pen = penFor(figure.colour, theme.dark);
        figure.graph->setPen(pen);
        figure.box->setIcon(lineIcon(pen, figure.box->iconSize(), devicePixelRatioF()));
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
    for (const auto& [key, figure] : m_figures) {
        if (figure.graph->visible() && !std::isnan(figure.values[at])) {
            figures << figureName(key) + ' ' + figureText(key, figure.values[at]);
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
    for (auto& [key, figure] : m_figures) {
        figure.graph->visible() ? figure.graph->addToLegend() : figure.graph->removeFromLegend();
    }
    paintPlot(*m_plot, device, size);
    m_plot->legend->setVisible(false);
    applyTheme(themeFor(palette()));
}

QByteArray LivePlot::csv() const {
    QStringList header{"position"};
    for (const auto& [key, figure] : m_figures) {
        if (figure.graph->visible()) {
            header << QString::fromStdString(key);
        }
    }
    if (isEmpty() || header.size() == 1) {
        return {};
    }
    QByteArray text = csvLine(header);
    for (size_t i = 0; i < m_positions.size(); ++i) {
        QStringList line{csvNumber(m_positions[i])};
        for (const auto& [key, figure] : m_figures) {
            if (figure.graph->visible()) {
                line << csvNumber(figure.values[i]);
            }
        }
        text += csvLine(line);
    }
    return text;
}

}  // namespace secateur
