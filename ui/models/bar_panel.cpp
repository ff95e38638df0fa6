#include "ui/models/bar_panel.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QCategoryAxis>
#include <QChart>
#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QHorizontalStackedBarSeries>
#include <algorithm>
#include <cmath>

#include "ui/base/translation.h"

namespace secateur {

namespace {

constexpr double kBarShare = 0.62;  // of a row's height

/// 1, 2 or 5 times a power of ten: at most four of it in `span`.
double niceStep(double span) {
    const double power = std::pow(10.0, std::floor(std::log10(span / 4.0)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (span / (factor * power) <= 4.0) {
            return factor * power;
        }
    }
    return 10.0 * power;
}

void drawWhisker(QPainter& painter, double low, double high, double y, double cap,
                 const Theme& theme) {
    for (const QPen& pen : {QPen(theme.background, 3.4), QPen(theme.text, 1.4)}) {
        painter.setPen(pen);
        painter.drawLine(QPointF(low, y), QPointF(high, y));
        painter.drawLine(QPointF(low, y - cap), QPointF(low, y + cap));
        painter.drawLine(QPointF(high, y - cap), QPointF(high, y + cap));
    }
}

}  // namespace

BarPanel::BarPanel(QGraphicsScene& scene)
    : m_chart(new QChart), m_scale(new QCategoryAxis), m_places(new QBarCategoryAxis) {
    scene.addItem(m_chart);
    m_chart->legend()->hide();
    m_chart->setBackgroundRoundness(0);
    m_chart->setMargins({});
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_scale->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    m_scale->setTruncateLabels(false);
    m_chart->addAxis(m_scale, Qt::AlignBottom);
    m_places->setLabelsVisible(false);
    m_places->setGridLineVisible(false);
    m_chart->addAxis(m_places, Qt::AlignLeft);
}
BarPanel::~BarPanel() {
    delete m_chart;
}

void BarPanel::setBars(const Bars::Panel& bars, const Theme& theme, const QFont& font) {
    m_bars = &bars;
    m_theme = theme;
    m_font = font;
    m_chart->setBackgroundBrush(theme.background);
    m_chart->setBackgroundPen(Qt::NoPen);
    m_scale->setLabelsFont(font);
    m_scale->setLabelsBrush(theme.mutedText);
    m_scale->setGridLinePen(QPen(theme.grid, 1));
    m_scale->setLinePen(QPen(theme.outline, 1));
    m_places->setLinePen(QPen(theme.outline, 1));
    fillSeries();
}

void BarPanel::place(const QRectF& area, const QRectF& plot) {
    m_area = area;
    m_plot = plot;
    m_chart->setGeometry(area);
    m_chart->setPlotArea(plot.translated(-area.topLeft()));
    fitAxis();
    m_chart->layout()->activate();  // may be drawn without an event loop in between
}

double BarPanel::rowHeight() const {
    return m_plot.height() / std::max<double>(1.0, static_cast<double>(m_bars->bars.size()));
}
double BarPanel::xOf(double value) const {
    return m_plot.left() + (value - m_low) / (m_high - m_low) * m_plot.width();
}
double BarPanel::yOf(size_t row) const {
    return m_plot.top() + (static_cast<double>(row) + 0.5) * rowHeight();
}

void BarPanel::paintTexts(QPainter& painter, const QRectF& exposed) const {
    paintHead(painter);
    const double zero = xOf(std::max(0.0, m_bars->start));
    painter.setPen(QPen(m_theme.outline, 1.0));
    painter.drawLine(QPointF(zero, m_plot.top()), QPointF(zero, m_plot.bottom()));
    if (m_bars->mark && *m_bars->mark >= m_low) {
        const double x = xOf(*m_bars->mark);
        painter.setPen(QPen(m_theme.mutedText, 1.0, Qt::DashLine));
        painter.drawLine(QPointF(x, m_plot.top()), QPointF(x, m_plot.bottom()));
    }
    for (size_t row = 0; row < m_bars->bars.size(); ++row) {
        if (std::abs(yOf(row) - exposed.center().y()) <= 0.5 * exposed.height() + rowHeight()) {
            paintRow(painter, row);
        }
    }
}

/// A set a colour, zero in the rows of the others: Qt Charts gives one colour to a set.
void BarPanel::fillSeries() {
    m_chart->removeAllSeries();
    m_places->clear();
    auto* series = new QHorizontalStackedBarSeries;
    series->setBarWidth(kBarShare);
    const auto count = static_cast<qsizetype>(m_bars->bars.size());
    std::vector<std::pair<QColor, QList<double>>> sets;
    QStringList places;
    for (qsizetype i = 0; i < count; ++i) {  // it counts from the bottom
        const Bars::Bar& bar = m_bars->bars[static_cast<size_t>(count - 1 - i)];
        const QColor colour = bar.colour(m_theme);
        auto set = std::find_if(sets.begin(), sets.end(),
                                [&](const auto& known) { return known.first == colour; });
        if (set == sets.end()) {
            set = sets.insert(sets.end(), {colour, QList<double>(count, 0.0)});
        }
        const double length = bar.value.value_or(m_bars->start) - m_bars->start;
        set->second[i] = m_bars->start > 0 ? std::max(0.0, length) : length;
        places << QString::number(i);
    }
    for (const auto& [colour, values] : sets) {
        auto* set = new QBarSet(colour.name());
        set->append(values);
        set->setColor(colour);
        set->setBorderColor(colour);
        series->append(set);
    }
    m_places->append(places);
    m_chart->addSeries(series);
    series->attachAxis(m_scale);
    series->attachAxis(m_places);
}

void BarPanel::fitAxis() {
    double low = m_bars->start;
    double high = m_bars->start;
    double labels = 0.0;
    for (const Bars::Bar& bar : m_bars->bars) {
        const double value = bar.value.value_or(m_bars->start);
        low = std::min({low, value, bar.whisker ? bar.whisker->first : low});
        high = std::max({high, value, bar.whisker ? bar.whisker->second : high});
        labels = std::max(labels, QFontMetricsF(m_font).horizontalAdvance(bar.label));
    }
    // An axis that begins above zero cuts bars and whiskers off, as it says.
    m_low = m_bars->start > 0 ? m_bars->start : low < 0 ? low - 0.02 * (high - low) : 0.0;
    high = high > m_low ? high : m_low + 1.0;
    // The longest bar's label fits beside it, whatever its width in pixels.
    const double room = std::max(0.25 * m_plot.width(), m_plot.width() - labels - 2 * kGap);
    m_high = m_low + (high - m_low) * std::max(1.0, m_plot.width() / std::max(room, 1.0));
    setTicks();
}

/// The axis has lengths from `start`, as Qt Charts' bars begin at 0, and names them.
void BarPanel::setTicks() {
    for (const QString& label : m_scale->categoriesLabels()) {
        m_scale->remove(label);
    }
    m_scale->setRange(m_low - m_bars->start, m_high - m_bars->start);
    m_scale->setStartValue(m_low - m_bars->start);
    const double step = niceStep(m_high - m_low);
    const int digits = std::max(0, static_cast<int>(-std::floor(std::log10(step))));
    for (double tick = std::ceil(m_low / step - 1e-9); tick * step <= m_high; ++tick) {
        m_scale->append(QString::number(tick * step + 0.0, 'f', digits),
                        tick * step - m_bars->start);
    }
}

void BarPanel::paintHead(QPainter& painter) const {
    const QFontMetricsF metrics(m_font);
    QFont bold = m_font;
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(m_theme.text);
    const QRectF head(m_plot.left(), m_area.top(), m_plot.width() + kGap,
                      m_plot.top() - m_area.top() - 0.5 * kTitleSpace * metrics.height());
    painter.drawText(head, Qt::AlignLeft | Qt::AlignBottom | Qt::TextWordWrap, m_bars->title);
    painter.setFont(m_font);
    const QRectF foot(m_plot.left(), m_plot.bottom() + (kAxisLines - 1.1) * metrics.height(),
                      m_plot.width(), metrics.height());
    painter.setPen(m_theme.warning);
    if (m_bars->start > 0) {
        painter.drawText(foot, Qt::AlignLeft | Qt::TextDontClip,
                         Text::tr("axis starts at %1, not at 0").arg(m_bars->start));
    }
    painter.drawText(foot, Qt::AlignRight | Qt::TextDontClip, m_bars->above);
    painter.setPen(m_theme.accent);
    painter.drawText(foot, Qt::AlignLeft | Qt::TextDontClip, m_bars->below);
}

void BarPanel::paintRow(QPainter& painter, size_t row) const {
    const Bars::Bar& bar = m_bars->bars[row];
    const double y = yOf(row);
    const double high = bar.whisker ? bar.whisker->second : bar.value.value_or(m_bars->start);
    const double x = std::max(xOf(high), xOf(std::max(0.0, m_bars->start)));
    if (bar.whisker) {
        drawWhisker(painter, xOf(std::max(m_low, bar.whisker->first)), xOf(high), y,
                    std::min(5.0, 0.2 * rowHeight()), m_theme);
    }
    const QFontMetricsF metrics(m_font);
    const QRectF label(x + kGap, y - 0.5 * metrics.height(), metrics.horizontalAdvance(bar.label),
                       metrics.height());
    // The dashed line and the grid would else go through the figures.
    painter.fillRect(label.adjusted(-1, 0, 1, 0), m_theme.background);
    painter.setFont(m_font);
    painter.setPen(bar.value ? m_theme.text : m_theme.mutedText);
    painter.drawText(label, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, bar.label);
}

}  // namespace secateur
