#pragma once

#include <QFont>
#include <QPainter>
#include <QRectF>
#include <vector>

#include "ui/model_view/block_painter.h"

namespace secateur {

/// The signs of the drawing that a network uses.
struct LegendSigns {
    bool identity = false;
    bool boxed = false;     ///< a branch with layers on it
    bool pointwise = true;  ///< each of these is a 1x1 convolution and nothing else
    bool depthwise = false;
    bool grouped = false;
    bool step = false;
    bool cut = false;
    bool former = false;
    static LegendSigns of(const GraphCost& cost, const std::vector<const BlockGeometry*>& blocks);
};

/// Draws the colour scale and the signs, from left to right, in lines as wide as allowed.
class LegendPainter {
 public:
    LegendPainter(const DrawingStyle& style, const LegendSigns& signs);
    double heightFor(double width) const;
    void paint(QPainter& painter, const QRectF& rect) const;

 private:
    enum class Sign {
        Scale,
        NotMeasured,
        Height,
        Identity,
        Boxed,
        Depthwise,
        Grouped,
        Step,
        Cut,
        Former
    };
    struct Entry {
        Sign sign;
        double signWidth = 0.0;
        QString text;
    };
    std::vector<Entry> entries() const;
    double widthOf(const Entry& entry) const;
    /// Where each entry stands; the size of all.
    double arrange(double width, std::vector<QPointF>* places) const;
    void paintScale(QPainter& painter, const QRectF& rect) const;
    void paintTick(QPainter& painter, const QRectF& bar, const LegendTick& tick,
                   std::vector<QRectF>& taken) const;
    void paintSign(QPainter& painter, Sign sign, const QRectF& rect) const;

    const DrawingStyle& m_style;
    LegendSigns m_signs;
    QFontMetricsF m_metrics;
};

}  // namespace secateur
