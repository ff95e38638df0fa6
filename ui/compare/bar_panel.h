#pragma once

#include <QChart>
#include <QFont>
#include <QValueAxis>
#include <optional>
#include <vector>

#include "core/analysis/wilson_interval.h"
#include "ui/base/theme.h"

class QBarCategoryAxis;

namespace secateur {

/// One bar of a panel, in the panel's unit.
struct PanelBar {
    std::optional<double> value;           ///< nothing: not measured, no bar
    std::optional<ShareInterval> whisker;  ///< in the panel's unit
    QString label;                         ///< stands at the bar's end
    QColor colour;
};

/// Horizontal bars, one a row from top to bottom, with labels and whiskers, which Qt Charts has
/// not, painted over them.
class BarPanel : public QChart {
 public:
    explicit BarPanel(const QString& title);

    /// `start`: where the axis begins. `mark`: a dashed line, for the reference.
    void setBars(const std::vector<PanelBar>& bars, double start, std::optional<double> mark);
    void setLook(const Theme& theme, const QFont& font);
    /// Where it stands, in the scene; the bars are in the part right of `namesWidth`.
    void place(const QRectF& area, double namesWidth);

    const std::vector<PanelBar>& bars() const { return m_bars; }
    double start() const { return m_start; }
    double end() const { return m_scale->max(); }
    /// Above and below the bars: title, ticks and a line about the axis.
    static double topHeight(const QFont& font);
    static double bottomHeight(const QFont& font);
    /// In the panel's coordinates.
    double xOf(double value) const;
    double yOf(size_t row) const;

 private:
    class Overlay;
    friend class Overlay;
    void setupAxes();
    void fitAxis();

    QString m_title;
    std::vector<PanelBar> m_bars;
    double m_start = 0.0;
    std::optional<double> m_mark;
    Theme m_theme;
    QFont m_font;
    QRectF m_plot;
    QValueAxis* m_scale;         // what is read off; owned by the chart
    QValueAxis* m_lengths;       // of the bars, from `start`; owned by the chart
    QBarCategoryAxis* m_places;  // owned by the chart
    Overlay* m_overlay;          // child of the chart
};

}  // namespace secateur
