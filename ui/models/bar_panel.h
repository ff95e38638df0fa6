#pragma once

#include <QFont>
#include <QPainter>
#include <QRectF>

#include "ui/models/bars.h"

class QBarCategoryAxis;
class QCategoryAxis;
class QChart;
class QGraphicsScene;

namespace secateur {

/// One panel of a BarChart in its scene: bars and axes are Qt Charts', labels and whiskers, which
/// it has not, are painted over them.
class BarPanel {
 public:
    static constexpr double kTitleSpace = 0.6;  ///< beside each title, in lines of text
    static constexpr double kAxisLines = 2.6;   ///< below: ticks, and what there is to say of them
    static constexpr double kGap = 6.0;

    explicit BarPanel(QGraphicsScene& scene);
    ~BarPanel();

    /// `bars` outlives its use here.
    void setBars(const Bars::Panel& bars, const Theme& theme, const QFont& font);
    /// `plot`: where the bars are, in the scene; the title has what is above it in `area`.
    void place(const QRectF& area, const QRectF& plot);
    /// Rows outside `exposed` are left out: there may be a thousand.
    void paintTexts(QPainter& painter, const QRectF& exposed) const;

    std::pair<double, double> axis() const { return {m_low, m_high}; }
    const QRectF& plot() const { return m_plot; }
    double rowHeight() const;
    double yOf(size_t row) const;

 private:
    void fillSeries();
    void fitAxis();
    void setTicks();
    void paintHead(QPainter& painter) const;
    void paintRow(QPainter& painter, size_t row) const;
    double xOf(double value) const;

    const Bars::Panel* m_bars = nullptr;
    Theme m_theme;
    QFont m_font;
    QChart* m_chart;             // in the scene
    QCategoryAxis* m_scale;      // owned by the chart
    QBarCategoryAxis* m_places;  // owned by the chart
    QRectF m_area;
    QRectF m_plot;
    double m_low = 0.0;
    double m_high = 1.0;
};

}  // namespace secateur
