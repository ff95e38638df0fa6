#pragma once

#include <QPolygonF>

#include "core/analysis/curve_set.h"
#include "ui/base/qcustomplot_header.h"

namespace secateur {

/// What the vertical axis shows.
enum class CurveValue { Accuracy, Drop };

/// A fraction as the vertical axis has it: percent of the images, or points.
double curveValue(CurveValue value, double baselineAccuracy, double drop);

/// One sensitivity curve, of shares from the baseline at 0 on, with the band of its intervals. One
/// object draws line, band and points, so that sixty curves are sixty objects. A ring marks a point
/// that adaptive mode has not settled, a cross one that changed nothing, whatever the look.
class CurveGraph : public QCPAbstractPlottable {
    Q_OBJECT

 public:
    struct Look {
        QColor colour;
        double width = 1.0;
        Qt::PenStyle line = Qt::SolidLine;
        bool band = false;
        bool points = false;
        bool operator==(const Look&) const = default;
    };

    CurveGraph(QCPAxis* ratioAxis, QCPAxis* valueAxis);

    /// `baseline`: the accuracy of the unchanged network, a fraction.
    void setCurve(CurvePtr curve, CurveValue value, double baseline);
    void setLook(const Look& look) { m_look = look; }
    const Look& look() const { return m_look; }
    const CurvePtr& curve() const { return m_curve; }
    /// Where measured point `index` is, in axis coordinates.
    QPointF at(size_t index) const { return m_line[static_cast<int>(index + m_offset)]; }
    /// Distance of a pixel to the line, in pixels; infinite if there is no curve.
    double distance(const QPointF& pixel) const;
    size_t nearestPoint(const QPointF& pixel) const;

    double selectTest(const QPointF& pos, bool onlySelectable,
                      QVariant* details = nullptr) const override;
    QCPRange getKeyRange(bool& found, QCP::SignDomain domain = QCP::sdBoth) const override;
    /// Of the line and, if it is drawn, the band.
    QCPRange getValueRange(bool& found, QCP::SignDomain domain = QCP::sdBoth,
                           const QCPRange& keys = QCPRange()) const override;

 protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

 private:
    QPolygonF toPixels(const QPolygonF& coordinates) const;
    void drawLine(QCPPainter& painter, const QPolygonF& line) const;
    void drawPoints(QCPPainter& painter, const QPolygonF& line) const;

    CurvePtr m_curve;
    Look m_look;
    QPolygonF m_line;     ///< of shares from 0 on
    QPolygonF m_band;     ///< the upper limits, then the lower ones backwards
    size_t m_offset = 0;  ///< of the first measured point in m_line
};

}  // namespace secateur
