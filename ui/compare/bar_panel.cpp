#include "ui/compare/bar_panel.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QGraphicsLayout>
#include <QHorizontalStackedBarSeries>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/compare/compare_style.h"

namespace secateur {

namespace {

constexpr double kGap = 6.0;

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

}  // namespace

/// Title, labels, whiskers and what is said about the axis.
class BarPanel::Overlay : public QGraphicsItem {
 public:
    explicit Overlay(BarPanel& panel) : QGraphicsItem(&panel), m_panel(panel) { setZValue(100); }

    void moved() { prepareGeometryChange(); }
    QRectF boundingRect() const override { return {QPointF(0, 0), m_panel.size()}; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override {
        painter->setRenderHint(QPainter::Antialiasing);
        paintTexts(*painter);
        if (m_panel.m_mark) {
            const double x = m_panel.xOf(*m_panel.m_mark);
            painter->setPen(QPen(m_panel.m_theme.mutedText, 1.0, Qt::DashLine));
            painter->drawLine(QPointF(x, m_panel.m_plot.top()),
                              QPointF(x, m_panel.m_plot.bottom()));
        }
        for (size_t row = 0; row < m_panel.m_bars.size(); ++row) {
            paintRow(*painter, row);
        }
    }

 private:
    void paintTexts(QPainter& painter) const {
        const QRectF& plot = m_panel.m_plot;
        QFont bold = m_panel.m_font;
        bold.setBold(true);
        painter.setFont(bold);
        painter.setPen(m_panel.m_theme.text);
        painter.drawText(QRectF(plot.left(), 0, plot.width() + kGap, plot.top()),
                         Qt::AlignLeft | Qt::AlignVCenter, m_panel.m_title);
        if (m_panel.m_start > 0) {
            const QString text = QString("axis starts at %1, not at 0").arg(m_panel.m_start);
            const QFontMetricsF metrics(m_panel.m_font);
            const double left =
                std::min(plot.left(), plot.right() - metrics.horizontalAdvance(text));
            painter.setFont(m_panel.m_font);
            painter.setPen(m_panel.m_theme.warning);
            painter.drawText(QPointF(left, m_panel.size().height() - metrics.descent()), text);
        }
    }

    void paintRow(QPainter& painter, size_t row) const {
        const PanelBar& bar = m_panel.m_bars[row];
        const double y = m_panel.yOf(row);
        double x = m_panel.m_plot.left();
        if (bar.value) {
            x = m_panel.xOf(bar.whisker ? bar.whisker->high : *bar.value);
        }
        if (bar.whisker) {
            const double low = m_panel.xOf(bar.whisker->low);
            const double cap =
                std::min(5.0, 0.2 * m_panel.m_plot.height() / double(m_panel.m_bars.size()));
            drawWhisker(painter, low, x, y, cap, m_panel.m_theme);
        }
        const QFontMetricsF metrics(m_panel.m_font);
        const QRectF label(x + kGap, y - 0.5 * metrics.height(),
                           metrics.horizontalAdvance(bar.label), metrics.height());
        // The dashed line and the grid would else go through the figures.
        painter.fillRect(label.adjusted(-1, 0, 1, 0), m_panel.m_theme.background);
        painter.setFont(m_panel.m_font);
        painter.setPen(bar.value ? m_panel.m_theme.text : m_panel.m_theme.mutedText);
        painter.drawText(label, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, bar.label);
    }

    BarPanel& m_panel;
};

BarPanel::BarPanel(const QString& title)
    : m_title(title),
      m_scale(new QValueAxis),
      m_lengths(new QValueAxis),
      m_places(new QBarCategoryAxis),
      m_overlay(new Overlay(*this)) {
    legend()->hide();
    setBackgroundRoundness(0);
    setMargins({});
    layout()->setContentsMargins(0, 0, 0, 0);
    setupAxes();
}

void BarPanel::setupAxes() {
    m_scale->setTickType(QValueAxis::TicksDynamic);
    m_scale->setTickAnchor(0.0);
    m_scale->setTruncateLabels(false);
    addAxis(m_scale, Qt::AlignBottom);
    // Bars that begin at 0, off the axis, would have to be clipped, which SVG files are not. So
    // they are as long as they are seen, on an axis of their own.
    m_lengths->setVisible(false);
    addAxis(m_lengths, Qt::AlignBottom);
    m_places->setLabelsVisible(false);
    m_places->setGridLineVisible(false);
    addAxis(m_places, Qt::AlignLeft);
}

void BarPanel::setBars(const std::vector<PanelBar>& bars, double start,
                       std::optional<double> mark) {
    m_bars = bars;
    m_start = start;
    m_mark = mark;
    removeAllSeries();
    m_places->clear();
    QStringList places;
    auto* series = new QHorizontalStackedBarSeries;
    series->setBarWidth(0.62);
    // Qt Charts counts from the bottom, and gives one colour to a set: a set a row.
    for (size_t i = 0; i < bars.size(); ++i) {
        const PanelBar& bar = bars[bars.size() - 1 - i];
        places << QString::number(i);
        auto* set = new QBarSet(places.back());
        QList<double> values(static_cast<qsizetype>(bars.size()), 0.0);
        values[static_cast<qsizetype>(i)] = std::max(0.0, bar.value.value_or(start) - start);
        set->append(values);
        set->setColor(bar.colour);
        set->setBorderColor(bar.colour);
        series->append(set);
    }
    m_places->append(places);
    addSeries(series);
    series->attachAxis(m_lengths);
    series->attachAxis(m_places);
    fitAxis();
    m_overlay->update();
}

void BarPanel::setLook(const Theme& theme, const QFont& font) {
    m_theme = theme;
    m_font = font;
    setBackgroundBrush(theme.background);
    setBackgroundPen(Qt::NoPen);
    m_scale->setLabelsFont(font);
    m_scale->setLabelsBrush(theme.mutedText);
    m_scale->setGridLinePen(QPen(theme.grid, 1));
    m_scale->setLinePen(QPen(theme.outline, 1));
    m_places->setLinePen(QPen(theme.outline, 1));
    fitAxis();
    m_overlay->update();
}

void BarPanel::place(const QRectF& area, double namesWidth) {
    setGeometry(area);
    m_plot = QRectF(namesWidth, topHeight(m_font), area.width() - namesWidth - kGap,
                    area.height() - topHeight(m_font) - bottomHeight(m_font));
    setPlotArea(m_plot);
    fitAxis();
    m_overlay->moved();
    // Drawn to a picture without an event loop in between.
    layout()->activate();
}

void BarPanel::fitAxis() {
    double largest = m_start;
    double labels = 0.0;
    for (const PanelBar& bar : m_bars) {
        largest = std::max(
            {largest, bar.value.value_or(m_start), bar.whisker ? bar.whisker->high : m_start});
        labels = std::max(labels, QFontMetricsF(m_font).horizontalAdvance(bar.label) + 2 * kGap);
    }
    if (largest <= m_start) {
        largest = m_start + 1.0;
    }
    // The longest bar's label fits beside it, whatever its width in pixels.
    const double bars = std::max(0.25 * m_plot.width(), m_plot.width() - labels);
    const double span = (largest - m_start) * std::max(1.0, m_plot.width() / std::max(bars, 1.0));
    const double step = niceStep(span);
    // The larger of the two first: for the moment in between, Qt Charts would else make thousands
    // of ticks, each a text item.
    if (step > m_scale->tickInterval()) {
        m_scale->setTickInterval(step);
    }
    m_lengths->setRange(0.0, span);
    m_scale->setRange(m_start, m_start + span);
    m_scale->setTickInterval(step);
    m_scale->setLabelFormat(
        QString("%.%1f").arg(std::max(0, static_cast<int>(-std::floor(std::log10(step))))));
}

double BarPanel::topHeight(const QFont& font) {
    return QFontMetricsF(font).height() * 1.6;
}

double BarPanel::bottomHeight(const QFont& font) {
    return QFontMetricsF(font).height() * 2.6;
}

double BarPanel::xOf(double value) const {
    return m_plot.left() + (value - m_start) / (m_scale->max() - m_start) * m_plot.width();
}

double BarPanel::yOf(size_t row) const {
    return m_plot.top() +
           (static_cast<double>(row) + 0.5) / static_cast<double>(m_bars.size()) * m_plot.height();
}

}  // namespace secateur
