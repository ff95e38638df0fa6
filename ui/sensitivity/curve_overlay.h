#pragma once

#include <QFont>

#include <optional>

#include "ui/base/qcustomplot_header.h"
#include "ui/base/theme.h"
#include "ui/sensitivity/curve_graph.h"

namespace secateur {

/// What moves with the mouse over the curves: the tolerance line, the mark of a safe ratio, the
/// hovered curve and the name of its point. It has a paint buffer of its own: while it changes, no
/// curve is drawn again.
class CurveOverlay {
 public:
    /// The plot owns the items.
    explicit CurveOverlay(QCustomPlot& plot);

    void setTheme(const Theme& theme, const QFont& font);
    void setTolerance(double axisValue, const QString& text);
    /// A vertical mark from the level axis up to the tolerance, in the colour of its curve. Without
    /// a level the text stands alone.
    void setSafeLevel(std::optional<double> level, const QString& text, const QColor& colour);
    /// `baseline`: as CurveGraph::setCurve.
    void setHover(const CurveGraph& curve, CurveValue value, double baseline, size_t point);
    void clearHover();
    /// Hover belongs to the screen, not into exported pictures.
    void setHoverShown(bool shown);
    void replot();

    double toleranceValue() const { return m_value; }
    const CurvePtr& hoveredCurve() const { return m_hoverCurve->curve(); }
    size_t hoveredPoint() const { return m_hoverPoint; }
    QString hoverText() const { return m_hoverText->text(); }

 private:
    void placeHoverText(const QPointF& coordinates);

    QCustomPlot& m_plot;
    QCPItemText* m_toleranceText;  ///< under its line
    QCPItemLine* m_tolerance;
    QCPItemLine* m_safe;
    QCPItemText* m_safeText;
    CurveGraph* m_hoverCurve;
    QCPItemEllipse* m_hoverMark;
    QCPItemText* m_hoverText;
    double m_value = 0.0;

    size_t m_hoverPoint = 0;
};

}  // namespace secateur
