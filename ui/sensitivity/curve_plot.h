#pragma once

#include <map>

#include "ui/base/plot.h"
#include "ui/sensitivity/curve_axes.h"
#include "ui/sensitivity/curve_legend.h"
#include "ui/sensitivity/curve_overlay.h"

namespace secateur {

/// Accuracy or drop over the level of one kind of perturbation, mild ones at the left; one curve a
/// layer and a thicker one for all layers together, with the tolerance as a line to drag. With the
/// focus: Up and Down move the line by 0.1 points, Page Up and Page Down by 1, Left and Right name
/// the points of the selected curve, + and
/// - zoom, Home shows all again. The wheel zooms, dragging elsewhere moves the range, a double
/// click shows all again.
class CurvePlot : public Plot {
    Q_OBJECT

 public:
    explicit CurvePlot(QWidget* parent = nullptr);

    /// What is drawn, in this order. Only curves with a new address are made again.
    void setCurves(const CurveList& curves);
    /// The axis that the curves are over.
    void setKind(PerturbationKind kind);
    /// The accuracy of the unchanged network, a fraction.
    void setBaseline(double accuracy);
    const CurveList& curves() const { return m_curves; }
    void setValue(CurveValue value);
    void setShownRange(CurveRange range);
    void setTolerance(double points);
    double tolerance() const { return m_tolerance; }
    void setSelectedLayer(const QString& layer);

    /// Where the tolerance line is, in pixels of this widget.
    double toleranceY() const { return yAxis->coordToPixel(m_overlay.toleranceValue()); }
    /// Where a measured point is, in pixels of this widget; null if it is not drawn.
    QPointF pointPosition(const std::string& layer, size_t index) const;
    QString hoverText() const { return m_overlay.hoverText(); }

    QString exportName() const override { return QStringLiteral("sensitivity"); }
    QSize exportSize() const override { return {960, 600}; }
    QByteArray csv() const override;

 signals:
    void toleranceChanged(double points);
    /// "global" for the curve of all layers.
    void curveClicked(const QString& layer);

 protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void applyTheme(const Theme& theme) override;
    void setOnPaper(bool paper) override;

 private:
    void setupAxes();
    void applyLooks(const Theme& theme);
    void makeGraphs();
    void fitRange();
    void scheduleReplot();
    void updateTolerance();
    void moveTolerance(double points);
    void zoom(double factor);
    void showWholeRange();
    bool nearTolerance(const QPointF& pixel) const;
    const CurveGraph* graphAt(const QPointF& pixel) const;
    const CurveGraph* markedGraph() const;
    /// The selected layer; selections are no part of a figure.
    std::string markedLayer() const { return m_onPaper ? std::string() : m_selected; }
    void hover(const CurveGraph* graph, size_t point);
    void stepHover(int step);
    void keepUserRange(const QCPRange& before);

    CurveOverlay m_overlay;
    CurveAxes m_axes;
    CurveLegend m_legend;
    CurveList m_curves;
    std::map<std::string, CurveGraph*> m_graphs;
    double m_baseline = 0.0;
    double m_tolerance = 2.0;
    std::string m_selected;
    QPointF m_pressed;
    bool m_onPaper = false;
    bool m_dragging = false;  ///< the tolerance line
    bool m_stale = false;     ///< changed while hidden
};

}  // namespace secateur
